using System.Net;
using Akka.Configuration;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Tests;

public sealed class TuyaFleetOptionsSpecs
{
    private static readonly FleetSettings Defaults = new TuyaFleetOptions().Settings(Config.Empty);

    /// <summary>Each option, and what it changes and nothing else; an option without a row fails.</summary>
    private static readonly Dictionary<string, (Action<TuyaFleetOptions> Set, Func<FleetSettings, FleetSettings> Change)> Rows = new()
    {
        [nameof(TuyaFleetOptions.Devices)] = (_ => { }, s => s),
        [nameof(TuyaFleetOptions.Hocon)] = (o => o.Hocon = "tuya.max-waiting-commands = 7", s => s with { MaxWaitingCommands = 7 }),
        [nameof(TuyaFleetOptions.CommandTimeout)] = (o => o.CommandTimeout = TimeSpan.FromSeconds(2.5), s => s with { CommandTimeout = TimeSpan.FromSeconds(2.5) }),
        [nameof(TuyaFleetOptions.MaxHandshakes)] = (o => o.MaxHandshakes = 3, s => s with { MaxHandshakes = 3 }),
        [nameof(TuyaFleetOptions.StartJitter)] = (o => o.StartJitter = TimeSpan.Zero, s => s with { StartJitter = TimeSpan.Zero }),
        [nameof(TuyaFleetOptions.Persistence)] = (o => o.Persistence = PersistenceMode.Memory, s => s with { Persistence = s.Persistence with { Mode = PersistenceMode.Memory } }),
        [nameof(TuyaFleetOptions.Database)] = (
            o => o.Database = "C:\\homes \"of\" them/tuya.db", s => s with { Persistence = s.Persistence with { Database = "C:\\homes \"of\" them/tuya.db" } }),
        [nameof(TuyaFleetOptions.DiscoveryEnabled)] = (o => o.DiscoveryEnabled = false, s => s with { Discovery = s.Discovery with { Enabled = false } }),
        [nameof(TuyaFleetOptions.DiscoveryBind)] = (o => o.DiscoveryBind = IPAddress.Loopback, s => s with { Discovery = s.Discovery with { Bind = IPAddress.Loopback } }),
        [nameof(TuyaFleetOptions.PlainPort)] = (o => o.PlainPort = 0, s => s with { Discovery = s.Discovery with { PlainPort = 0 } }),
        [nameof(TuyaFleetOptions.EncryptedPort)] = (o => o.EncryptedPort = 16667, s => s with { Discovery = s.Discovery with { EncryptedPort = 16667 } }),
        [nameof(TuyaFleetOptions.ProbePort)] = (o => o.ProbePort = 17000, s => s with { Discovery = s.Discovery with { ProbePort = 17000 } }),
        [nameof(TuyaFleetOptions.ProbeInterval)] = (o => o.ProbeInterval = TimeSpan.FromDays(2), s => s with { Discovery = s.Discovery with { ProbeInterval = TimeSpan.FromDays(2) } }),
        [nameof(TuyaFleetOptions.BroadcastAddresses)] = (
            o =>
            {
                o.BroadcastAddresses.Add(IPAddress.Parse("192.0.2.255"));
                o.BroadcastAddresses.Add(IPAddress.Parse("127.255.255.255"));
            },
            s => s with { Discovery = s.Discovery with { BroadcastAddresses = [IPAddress.Parse("192.0.2.255"), IPAddress.Parse("127.255.255.255")] } }),
    };

    public static TheoryData<string> Options => [.. typeof(TuyaFleetOptions).GetProperties().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Should_change_what_is_set_and_nothing_else(string option)
    {
        var (set, change) = Rows[option];
        var options = new TuyaFleetOptions();
        set(options);
        AssertSame(change(Defaults), options.Settings(Config.Empty));
    }

    [Fact]
    public void Should_leave_to_the_system_what_is_not_set()
    {
        var system = ConfigurationFactory.ParseString("tuya { command-timeout = 9s, reconnect.max-handshakes = 9, discovery.probe-port = 9 }");
        var options = new TuyaFleetOptions { MaxHandshakes = 3 };
        AssertSame(
            Defaults with { CommandTimeout = TimeSpan.FromSeconds(9), MaxHandshakes = 3, Discovery = Defaults.Discovery with { ProbePort = 9 } },
            options.Settings(system));
    }

    [Fact]
    public void Should_lay_options_over_hocon_over_the_system()
    {
        var system = ConfigurationFactory.ParseString("tuya { command-timeout = 1s, confirm-after = 1s, max-waiting-commands = 1 }");
        var options = new TuyaFleetOptions { Hocon = "tuya { command-timeout = 2s, confirm-after = 2s }", CommandTimeout = TimeSpan.FromSeconds(3) };
        var settings = options.Settings(system);
        Assert.Equal(
            (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2), 1),
            (settings.CommandTimeout, settings.ConfirmAfter, settings.MaxWaitingCommands));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData(null)]
    public void Should_take_no_text_for_no_setting(string? hocon) => AssertSame(Defaults, new TuyaFleetOptions { Hocon = hocon }.Settings(Config.Empty));

    [Fact]
    public void Should_say_that_hocon_cannot_be_read() =>
        Assert.StartsWith(
            "the HOCON text cannot be read: ", Refusal(new TuyaFleetOptions { Hocon = "tuya.command-timeout = ${no.such.key}" }), StringComparison.Ordinal);

    [Fact]
    public void Should_name_the_path_of_an_option_that_cannot_be_used()
    {
        Assert.StartsWith("tuya.reconnect.max-handshakes is '0'", Refusal(new TuyaFleetOptions { MaxHandshakes = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("tuya.discovery.plain-port is '70000'", Refusal(new TuyaFleetOptions { PlainPort = 70000 }), StringComparison.Ordinal);
        Assert.StartsWith("tuya.command-timeout is '0 ms'", Refusal(new TuyaFleetOptions { CommandTimeout = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.StartsWith("tuya.command-timeout is '-1000 ms'", Refusal(new TuyaFleetOptions { CommandTimeout = TimeSpan.FromSeconds(-1) }), StringComparison.Ordinal);
    }

    private static string Refusal(TuyaFleetOptions options) => Assert.Throws<FleetSettingsException>(() => options.Settings(Config.Empty)).Message;

    // An immutable array is only equal to itself, so the addresses are compared one by one.
    private static void AssertSame(FleetSettings expected, FleetSettings actual)
    {
        Assert.Equal(expected.Discovery.BroadcastAddresses.ToArray(), actual.Discovery.BroadcastAddresses.ToArray());
        Assert.Equal(WithoutAddresses(expected), WithoutAddresses(actual));
    }

    private static FleetSettings WithoutAddresses(FleetSettings settings) =>
        settings with { Discovery = settings.Discovery with { BroadcastAddresses = [] } };
}
