using System.Net;
using Akka.Configuration;
using TuyaActors.Device;
using TuyaActors.Settings;

namespace TuyaActors.Tests.Settings;

public sealed class FleetSettingsSpecs
{
    [Fact]
    public void Should_have_the_defaults_of_the_reference()
    {
        var settings = FleetSettings.From(Config.Empty);

        Assert.Equal(TimeSpan.FromSeconds(5), settings.CommandTimeout);
        Assert.Equal(100, settings.MaxWaitingCommands);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.ConfirmAfter);
        Assert.Equal(
            new ConnectionSettings(
                TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(5), 2),
            settings.Connection);
        Assert.Equal(BackoffPolicy.Default, settings.Backoff);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.StartJitter);
        Assert.Equal(64, settings.MaxHandshakes);
        Assert.Equal(new GatewaySettings(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2)), settings.Gateway);
        var refresh = settings.Refresh;
        Assert.Equal([4, 5, 6, 18, 19, 20], refresh.Dps.ToArray());
        Assert.Equal(
            (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30), 20), (refresh.Fast, refresh.Slow, refresh.AfterCommand, refresh.Ceiling));
        var discovery = settings.Discovery;
        Assert.Equal((true, 6666, 6667, 7000), (discovery.Enabled, discovery.PlainPort, discovery.EncryptedPort, discovery.ProbePort));
        Assert.Equal(IPAddress.Any, discovery.Bind);
        Assert.Empty(discovery.BroadcastAddresses);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)), (discovery.ProbeInterval, discovery.RebindInterval));
        Assert.Equal(new PersistenceSettings(PersistenceMode.Sqlite, "tuya.db", null, TimeSpan.FromSeconds(30), 200), settings.Persistence);
    }

    [Fact]
    public void Should_read_where_things_are_kept() => Assert.Equal(
        new PersistenceSettings(PersistenceMode.System, "a/b.db", "/run/keys", TimeSpan.FromSeconds(1), 7),
        From("tuya.persistence { mode = system, database = \"a/b.db\", key-file = \"/run/keys\", state-interval = 1s, snapshot-after = 7 }").Persistence);

    [Fact]
    public void Should_change_what_is_set_and_leave_the_rest()
    {
        var settings = From("tuya { command-timeout = 2m, connection.heartbeat-misses = 5, discovery { enabled = off, broadcast-addresses = [\"192.0.2.255\", \"127.255.255.255\"] } }");
        Assert.Equal(TimeSpan.FromMinutes(2), settings.CommandTimeout);
        Assert.Equal(5, settings.Connection.HeartbeatMisses);
        Assert.Equal(TimeSpan.FromSeconds(9), settings.Connection.HeartbeatInterval);
        Assert.False(settings.Discovery.Enabled);
        Assert.Equal([IPAddress.Parse("192.0.2.255"), IPAddress.Parse("127.255.255.255")], settings.Discovery.BroadcastAddresses.ToArray());
        Assert.Equal(BackoffPolicy.Default, settings.Backoff);
    }

    [Fact]
    public void Should_not_look_at_the_sections_of_others() => Assert.Equal(64, From("akka.loglevel = DEBUG\nmy.own.key = 3").MaxHandshakes);

    [Theory]
    [InlineData("command-timeout", "soon", "a duration like 500ms, 5s or 2m")]
    [InlineData("command-timeout", "0s", "at least 1 ms")]
    [InlineData("command-timeout", "null", "a duration like 500ms, 5s or 2m")]
    [InlineData("max-waiting-commands", "null", "a whole number from 1 to 1000000")]
    [InlineData("reconnect.factor", "null", "a number from 1 to 100")]
    [InlineData("discovery.enabled", "null", "on or off")]
    [InlineData("discovery.bind", "null", "an IPv4 address")]
    [InlineData("command-timeout", "infinite", "a duration like 500ms, 5s or 2m")]
    [InlineData("max-waiting-commands", "0", "a whole number from 1 to 1000000")]
    [InlineData("max-waiting-commands", "many", "a whole number from 1 to 1000000")]
    [InlineData("max-waiting-commands", "99999999999", "a whole number from 1 to 1000000")]
    [InlineData("confirm-after", "0s", "at least 1 ms")]
    [InlineData("connection.connect-timeout", "0ms", "at least 1 ms")]
    [InlineData("connection.greeting-timeout", "x", "a duration like 500ms, 5s or 2m")]
    [InlineData("connection.listen-first", "-1s", "a duration")]
    [InlineData("connection.heartbeat-interval", "1ms", "at least 10 ms")]
    [InlineData("connection.heartbeat-timeout", "0s", "at least 1 ms")]
    [InlineData("connection.heartbeat-misses", "0", "a whole number from 1 to 100")]
    [InlineData("connection.heartbeat-misses", "1.5", "a whole number from 1 to 100")]
    [InlineData("gateway.liveness-interval", "-1s", "a duration")]
    [InlineData("gateway.out-of-reach-timeout", "0s", "at least 1 ms")]
    [InlineData("refresh.dps", "18", "a list of whole numbers from 1 to 255")]
    [InlineData("refresh.dps", "[18, power]", "a list of whole numbers from 1 to 255")]
    [InlineData("refresh.dps", "[0]", "a list of whole numbers from 1 to 255")]
    [InlineData("refresh.fast", "-1s", "a duration")]
    [InlineData("refresh.ceiling", "0", "a whole number from 1 to 600")]
    [InlineData("reconnect.first", "0s", "at least 1 ms")]
    [InlineData("reconnect.factor", "0.9", "a number from 1 to 100")]
    [InlineData("reconnect.factor", "steep", "a number from 1 to 100")]
    [InlineData("reconnect.factor", "NaN", "a number from 1 to 100")]
    [InlineData("reconnect.max", "0s", "at least 1 ms")]
    [InlineData("reconnect.jitter", "1.1", "a number from 0 to 1")]
    [InlineData("reconnect.jitter", "-0.1", "a number from 0 to 1")]
    [InlineData("reconnect.start-jitter", "-1s", "a duration")]
    [InlineData("reconnect.max-handshakes", "0", "a whole number from 1 to 100000")]
    [InlineData("discovery.enabled", "maybe", "on or off")]
    [InlineData("discovery.bind", "everywhere", "an IPv4 address")]
    [InlineData("discovery.bind", "\"::\"", "an IPv4 address")]
    [InlineData("discovery.plain-port", "65536", "a whole number from 0 to 65535")]
    [InlineData("discovery.encrypted-port", "-1", "a whole number from 0 to 65535")]
    [InlineData("discovery.probe-port", "udp", "a whole number from 0 to 65535")]
    [InlineData("discovery.probe-interval", "-1s", "a duration")]
    [InlineData("discovery.broadcast-addresses", "[\"192.0.2.255\", \"there\"]", "a list of IPv4 addresses")]
    [InlineData("discovery.broadcast-addresses", "there", "a list of IPv4 addresses")]
    [InlineData("discovery.rebind-interval", "5ms", "at least 10 ms")]
    [InlineData("persistence.mode", "file", "one of sqlite, memory, system")]
    [InlineData("persistence.mode", "\"0\"", "one of sqlite, memory, system")]
    [InlineData("persistence.mode", "null", "one of sqlite, memory, system")]
    [InlineData("persistence.database", "\"\"", "a text that is not empty")]
    [InlineData("persistence.state-interval", "5ms", "at least 10 ms")]
    [InlineData("persistence.snapshot-after", "0", "a whole number from 1 to 1000000")]
    public void Should_name_the_path_and_what_is_allowed_when_a_value_is_bad(string key, string value, string allowed)
    {
        var refusal = Assert.Throws<FleetSettingsException>(() => From($"tuya.{key} = {value}"));
        Assert.StartsWith($"tuya.{key} is '", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("; allowed is ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command-timeot = 5s", "tuya.command-timeot", "command-timeout")]
    [InlineData("connection.heartbeat = 5s", "tuya.connection.heartbeat", "heartbeat-interval")]
    [InlineData("discovery { port = 6666 }", "tuya.discovery.port", "plain-port")]
    [InlineData("reconnection { first = 1s }", "tuya.reconnection", "reconnect")]
    public void Should_refuse_a_key_that_the_reference_does_not_have(string hocon, string path, string neighbour)
    {
        var refusal = Assert.Throws<FleetSettingsException>(() => From($"tuya {{ {hocon} }}"));
        Assert.Contains($"{path} is not a setting", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(neighbour, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tuya.connection = 5s", "tuya.connection must be a section { ... }")]
    [InlineData("tuya.command-timeout { value = 5s }", "tuya.command-timeout must be a value, not a section")]
    public void Should_refuse_a_value_for_a_section_and_a_section_for_a_value(string hocon, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FleetSettingsException>(() => From(hocon)).Message);

    [Theory]
    [InlineData("tuya = 5")]
    [InlineData("tuya = [1, 2]")]
    public void Should_refuse_a_fleet_that_is_no_section(string hocon) =>
        Assert.Equal("tuya must be a section { ... }", Assert.Throws<FleetSettingsException>(() => From(hocon)).Message);

    private static FleetSettings From(string hocon) => FleetSettings.From(ConfigurationFactory.ParseString(hocon));
}
