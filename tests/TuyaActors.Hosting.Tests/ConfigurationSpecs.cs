using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Tests;

public sealed class ConfigurationSpecs
{
    [Fact]
    public void Should_take_every_setting_of_the_reference_in_either_spelling()
    {
        var leaves = Leaves(FleetSettings.Reference.GetConfig("tuya"), "").ToList();
        Assert.True(leaves.Count > 30);
        foreach (var spell in new Func<string, string>[] { key => key, Pascal, key => key.Replace("-", "_", StringComparison.Ordinal).ToUpperInvariant() })
        {
            var values = leaves.SelectMany(leaf => leaf.Values.Select((value, i) => KeyValuePair.Create(
                "Tuya:" + string.Join(':', leaf.Path.Split('.').Select(spell)) + (leaf.IsList ? $":{i}" : ""), (string?)value)));
            var section = new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("Tuya");
            var system = ConfigurationFactory.ParseString("tuya { command-timeout = 99s, reconnect.max-handshakes = 99, connection.heartbeat-misses = 99, discovery.enabled = off }");
            var settings = new TuyaFleetOptions().Bind(section).Settings(system);
            Assert.Equal(
                (TimeSpan.FromSeconds(5), 64, 2, true),
                (settings.CommandTimeout, settings.MaxHandshakes, settings.Connection.HeartbeatMisses, settings.Discovery.Enabled));
        }
    }

    [Fact]
    public void Should_read_the_section_of_an_appsettings_file()
    {
        var options = Options("""
            {
              "Tuya": {
                "CommandTimeout": "00:00:02.5",
                "ConfirmAfter": "1500ms",
                "MaxSetsPerSecond": 7,
                "LearnDpLimits": false,
                "Reconnect": { "Factor": 2.5, "Max": "1.00:00:00" },
                "Refresh": { "Dps": [] },
                "Discovery": { "BroadcastAddresses": [ "192.0.2.255", "127.255.255.255" ], "Bind": null },
                "Devices": [
                  { "Id": "gate", "Key": "0123456789abcdef", "Name": "Hall gateway", "Version": "3.4", "Address": "192.0.2.7", "Port": 6669 },
                  { "Id": "leak", "Gateway": "gate", "Cid": "a4c1", "Mode": "Persistent", "ProductName": "Sensor", "Group": "Hall", "Tags": [ "wet", "floor" ] },
                  { "id": "remote", "key": "\"\\ %{}'#~!@ abc;", "mode": "on-demand", "version": "auto", "address": "", "product-name": "Blaster" }
                ]
              }
            }
            """);
        var settings = options.Settings(Config.Empty);
        Assert.Equal(
            (TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(1.5), 7, false, 2.5, TimeSpan.FromDays(1)),
            (settings.CommandTimeout, settings.ConfirmAfter, settings.MaxSetsPerSecond, settings.LearnDpLimits, settings.Backoff.Factor, settings.Backoff.Max));
        Assert.Empty(settings.Refresh.Dps);
        Assert.Equal(["192.0.2.255", "127.255.255.255"], settings.Discovery.BroadcastAddresses.Select(a => a.ToString()));
        Assert.Equal(IPAddress.Any, settings.Discovery.Bind);
        Assert.Equal(
            [
                new DeviceDefinition(new DeviceId("gate"))
                {
                    Key = LocalKey.Parse("0123456789abcdef"), Name = "Hall gateway", Version = ProtocolVersion.V34, Address = IPAddress.Parse("192.0.2.7"), Port = 6669,
                },
                new DeviceDefinition(new DeviceId("leak"))
                {
                    Gateway = new DeviceId("gate"), Cid = "a4c1", ProductName = "Sensor", Group = "Hall", Tags = ["floor", "wet"],
                },
                new DeviceDefinition(new DeviceId("remote")) { Key = LocalKey.Parse("\"\\ %{}'#~!@ abc;"), Mode = ConnectionMode.OnDemand, ProductName = "Blaster" },
            ],
            options.Devices);
    }

    [Theory]
    [InlineData("""{ "Connection": { "ConectTimeout": "5s" } }""", "Tuya:Connection:ConectTimeout: unknown; did you mean ConnectTimeout? There are: ConnectTimeout, GreetingTimeout, ")]
    [InlineData("""{ "Zebra": 1 }""", "Tuya:Zebra: unknown; there are: ")]
    [InlineData("""{ "Device": [] }""", "Tuya:Device: unknown; did you mean Devices? ")]
    [InlineData("""{ "CommandTimeout": "soon" }""", "Tuya:CommandTimeout is 'soon'; allowed is a duration")]
    [InlineData("""{ "command-timeout": "0s" }""", "Tuya:command-timeout is '0s'; allowed is a duration of at least 1 ms")]
    [InlineData("""{ "CommandTimeout": { "Seconds": 5 } }""", "Tuya:CommandTimeout: must be a value, not a section")]
    [InlineData("""{ "Connection": "fast" }""", "Tuya:Connection: must be a section")]
    [InlineData("""{ "Reconnect": { "MaxHandshakes": "a \"lot\" \\ of \n them" } }""", "Tuya:Reconnect:MaxHandshakes is 'a \"lot\" \\ of \n them'; allowed is a whole number")]
    [InlineData("""{ "Discovery": { "BroadcastAddresses": [ "there" ] } }""", "Tuya:Discovery:BroadcastAddresses is ")]
    [InlineData("""{ "Discovery": { "BroadcastAddresses": "there" } }""", "Tuya:Discovery:BroadcastAddresses is 'there'; allowed is a list of IPv4 addresses")]
    [InlineData("""{ "Discovery": { "BroadcastAddresses": [ { "A": "there" } ] } }""", "Tuya:Discovery:BroadcastAddresses:0: must be a value")]
    [InlineData("""{ "Devices": "all" }""", "Tuya:Devices: must be a list of devices")]
    [InlineData("""{ "Devices": [ "lamp" ] }""", "Tuya:Devices:0: must be a section with an Id and a Key")]
    [InlineData("""{ "Devices": [ { "Key": "0123456789abcdef" } ] }""", "Tuya:Devices:0: it has no Id")]
    [InlineData("""{ "Devices": [ { "Id": "a lamp", "Key": "0123456789abcdef" } ] }""", "Tuya:Devices:0:Id: device id 'a lamp' has a character at position 2")]
    [InlineData("""{ "Devices": [ { "Id": "lamp" } ] }""", "Tuya:Devices:0: the device 'lamp' has no Key")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Gateway": "gate" } ] }""", "Tuya:Devices:0: the device 'lamp' names its Gateway, but not its own Cid")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Port": 0 } ] }""", "Tuya:Devices:0:Port is '0'; allowed is a whole number from 1 to 65535")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Address": "lamp.local" } ] }""", "Tuya:Devices:0:Address is 'lamp.local'; allowed is an IPv4 address")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Version": "3.9" } ] }""", "Tuya:Devices:0:Version is '3.9'; allowed is 3.1, 3.2, 3.3, 3.4, 3.5 and auto")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Mode": "asleep" } ] }""", "Tuya:Devices:0:Mode is 'asleep'; allowed is Persistent, OnDemand, Battery")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Tags": "wet" } ] }""", "Tuya:Devices:0:Tags: must be a list")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef", "Tags": [ " " ] } ] }""", "Tuya:Devices:0:Tags:0: a tag is a word")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "LocalKey": "0123456789abcdef" } ] }""", "Tuya:Devices:0:LocalKey: unknown; there are: Id, Name, Key, ")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Keys": "0123456789abcdef" } ] }""", "Tuya:Devices:0:Keys: unknown; did you mean Key? There are: ")]
    [InlineData("""{ "Devices": [ { "Id": "lamp", "Key": "0123456789abcdef" }, { "Id": "lamp", "Key": "0123456789abcdef" } ] }""", "Tuya:Devices:1: the device 'lamp' stands at Tuya:Devices:0 already")]
    public void Should_refuse_by_its_path_what_cannot_be_used(string tuya, string sentence)
    {
        var refusal = Assert.Throws<FleetSettingsException>(() => Options($$"""{ "Tuya": {{tuya}} }""").Settings(Config.Empty));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef0", "17")]
    [InlineData("sekret", "6")]
    public void Should_not_show_a_key_that_is_none(string key, string length)
    {
        var refusal = Assert.Throws<FleetSettingsException>(() => Options($$"""{ "Tuya": { "Devices": [ { "Id": "lamp", "Key": "{{key}}" } ] } }"""));
        Assert.Equal($"Tuya:Devices:0:Key: A local key has 16 characters; this one has {length}", refusal.Message);
        Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_lay_a_section_over_hocon_and_under_the_properties()
    {
        var options = Options("""{ "Tuya": { "ConfirmAfter": "3s", "CommandTimeout": "3s" } }""");
        options.Hocon = "tuya { confirm-after = 2s, command-timeout = 2s, idle-after = 2s }";
        options.CommandTimeout = TimeSpan.FromSeconds(4);
        var settings = options.Settings(ConfigurationFactory.ParseString("tuya { confirm-after = 1s, command-timeout = 1s, idle-after = 1s, max-waiting-commands = 1 }"));
        Assert.Equal(
            (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), 1),
            (settings.ConfirmAfter, settings.CommandTimeout, settings.IdleAfter, settings.MaxWaitingCommands));
    }

    [Fact]
    public void Should_blame_the_property_and_not_the_section_that_it_covers()
    {
        var options = Options("""{ "Tuya": { "CommandTimeout": "3s" } }""");
        options.CommandTimeout = TimeSpan.Zero;
        Assert.StartsWith("tuya.command-timeout is '0 ms'", Assert.Throws<FleetSettingsException>(() => options.Settings(Config.Empty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_a_section_that_is_not_there_for_no_setting() =>
        Assert.Equal(TimeSpan.FromSeconds(5), Options("{ }").Settings(Config.Empty).CommandTimeout);

    [Theory]
    [InlineData("command-timeout = 2s")]
    [InlineData("akka.loglevel = DEBUG")]
    [InlineData("tuia { command-timeout = 2s }")]
    public void Should_refuse_hocon_in_which_nothing_would_count(string hocon) =>
        Assert.StartsWith(
            "the HOCON text has no section 'tuya { ... }'",
            Assert.Throws<FleetSettingsException>(() => new TuyaFleetOptions { Hocon = hocon }.Settings(Config.Empty)).Message,
            StringComparison.Ordinal);

    private static TuyaFleetOptions Options(string json) =>
        new TuyaFleetOptions().Bind(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().GetSection("Tuya"));

    private static string Pascal(string key) => Regex.Replace(key, "(^|-)([a-z])", m => m.Groups[2].Value.ToUpperInvariant());

    private static IEnumerable<(string Path, string[] Values, bool IsList)> Leaves(Config section, string path)
    {
        foreach (var (key, value) in section.AsEnumerable())
        {
            if (value.IsObject())
            {
                foreach (var leaf in Leaves(section.GetConfig(key), $"{path}{key}."))
                    yield return leaf;
            }
            else
            {
                yield return value.IsString() ? ($"{path}{key}", [section.GetString(key)], false) : ($"{path}{key}", [.. section.GetStringList(key)], true);
            }
        }
    }
}
