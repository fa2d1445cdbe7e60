using System.Net;
using System.Text;
using System.Text.Json;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Interop;

public sealed class DevicesFileExportSpecs
{
    private const string Key = "0123456789\"bcd<$";

    private static readonly DeviceDefinition Gate = new(new DeviceId("gate"))
    {
        Name = "Küche 灯 💡",
        Key = LocalKey.Parse(Key),
        Version = ProtocolVersion.V34,
        Address = IPAddress.Parse("192.0.2.7"),
        Port = 16668,
        Mode = ConnectionMode.OnDemand,
        ProductName = "Hub \"X\"",
        Tags = ["attic", "north"],
        Group = "Upstairs",
        Details = """{"mac":"aa:bb","mapping":{"20":{"code":"switch_led","values":{"min":1.0}}},"node_id":"kept"}""",
    };

    private static readonly DeviceDefinition Child = new(new DeviceId("child")) { Gateway = Gate.Id, Cid = "00aa11" };

    private static readonly DeviceDefinition Plain = new(new DeviceId("plain")) { Key = LocalKey.Parse("fedcba9876543210") };

    [Fact]
    public void Should_write_what_the_wizard_writes_with_fields_of_our_own()
    {
        const string Golden = """
            [
                {
                    "name": "Küche 灯 \uD83D\uDCA1",
                    "id": "gate",
                    "key": "0123456789\"bcd<$",
                    "ip": "192.0.2.7",
                    "version": "3.4",
                    "port": 16668,
                    "connection": "on-demand",
                    "product_name": "Hub \"X\"",
                    "group": "Upstairs",
                    "tags": [
                        "attic",
                        "north"
                    ],
                    "mac": "aa:bb",
                    "mapping": {
                        "20": {
                            "code": "switch_led",
                            "values": {
                                "min": 1.0
                            }
                        }
                    },
                    "node_id": "kept"
                },
                {
                    "name": "child",
                    "id": "child",
                    "key": "",
                    "sub": true,
                    "node_id": "00aa11",
                    "parent": "gate"
                },
                {
                    "name": "plain",
                    "id": "plain",
                    "key": "fedcba9876543210"
                }
            ]

            """;
        Assert.Equal(Golden, Text(TinytuyaDevicesFile.Write([Gate, Child, Plain], withKeys: true)));
    }

    [Fact]
    public void Should_leave_every_key_empty_unless_asked_for_them()
    {
        using var written = JsonDocument.Parse(TinytuyaDevicesFile.Write([Gate, Child, Plain], withKeys: false));
        Assert.All(written.RootElement.EnumerateArray(), device => Assert.Equal("", device.GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("""{"local_key":"fedcba9876543210"}""")]
    [InlineData("""{"raw":{"deep":[{"Key":"fedcba9876543210","x":1}]}}""")]
    [InlineData("""{"note":"its key is fedcba9876543210!"}""")]
    [InlineData("""{"notes":["fedcba9876543210"],"fedcba9876543210":1}""")]
    public void Should_let_no_key_out_by_a_back_door(string details)
    {
        var text = Text(TinytuyaDevicesFile.Write([Gate, Plain with { Details = details }], withKeys: false));
        Assert.DoesNotContain("fedcba9876543210", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_back_what_was_written_with_keys()
    {
        var back = TinytuyaDevicesFile.Read(TinytuyaDevicesFile.Write([Gate, Child, Plain], withKeys: true), "devices.json");
        Assert.Empty(back.Problems);
        Assert.Equal([Gate, Child, Plain], back.Devices.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_change_nothing_when_what_was_written_is_read_over_the_same_fleet(bool withKeys)
    {
        var back = TinytuyaDevicesFile.Read(TinytuyaDevicesFile.Write([Gate, Child, Plain], withKeys), "devices.json", [Gate, Child, Plain]);
        Assert.Empty(back.Problems);
        Assert.Equal([Gate, Child, Plain], back.Devices.ToArray());
    }

    [Fact]
    public void Should_write_the_same_bytes_after_a_round_trip()
    {
        var once = TinytuyaDevicesFile.Write([Gate, Child, Plain], withKeys: true);
        Assert.Equal(Text(once), Text(TinytuyaDevicesFile.Write(TinytuyaDevicesFile.Read(once, "devices.json").Devices, withKeys: true)));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("[1]", null)]
    [InlineData("not json", null)]
    [InlineData("{}", null)]
    [InlineData("""{"key":"x"}""", null)]
    [InlineData("""{"mac":"a","name":"in the definition","a":[1,{"authKey":2}]}""", """{"mac":"a","a":[1,{}]}""")]
    [InlineData("""{ "mac" : "a" , "mac" : "b" }""", """{"mac":"b"}""")]
    public void Should_clean_details(string? details, string? clean) => Assert.Equal(clean, TinytuyaDevicesFile.CleanDetails(details));

    [Fact]
    public void Should_clean_details_of_the_devices_own_key() =>
        Assert.Equal("""{"b":1}""", TinytuyaDevicesFile.CleanDetails("""{"a":"fedcba9876543210","b":1}""", Plain.Key));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
