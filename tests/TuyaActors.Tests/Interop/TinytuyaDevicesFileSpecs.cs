using System.Net;
using System.Text;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Interop;

public sealed class TinytuyaDevicesFileSpecs
{
    private const string Key = "0123456789abcde$";

    private const string Wizard = """
        [
            {
                "name": "Küche 灯 \ud83d\udca1",
                "id": "bf0123456789abcdef01",
                "key": "0123456789abcde$",
                "mac": "aa:bb:cc:dd:ee:ff",
                "uuid": "0123456789abcdef",
                "product_name": "Smart Bulb",
                "icon": null,
                "mapping": { "20": { "code": "switch_led", "type": "Boolean", "values": {} }, "id": "not the id" },
                "ip": "192.0.2.7",
                "version": "3.4"
            }
        ]
        """;

    [Fact]
    public void Should_read_what_the_wizard_writes()
    {
        var result = Read(Wizard);
        Assert.Empty(result.Problems);
        var device = Assert.Single(result.Devices);
        Assert.Equal(
            new DeviceDefinition(new DeviceId("bf0123456789abcdef01"))
            {
                Name = "Küche 灯 💡",
                Key = LocalKey.Parse(Key),
                Version = ProtocolVersion.V34,
                Address = IPAddress.Parse("192.0.2.7"),
                ProductName = "Smart Bulb",
                Details = """{"mac":"aa:bb:cc:dd:ee:ff","uuid":"0123456789abcdef","icon":null,"mapping":{"20":{"code":"switch_led","type":"Boolean","values":{}},"id":"not the id"}}""",
            },
            device);
    }

    [Theory]
    [InlineData("{ \"devices\": #, \"more\": [1, {\"devices\": 2}] }")]
    [InlineData("{ \"timestamp\": 1.5, \"nested\": {\"devices\": []}, \"devices\": # }")]
    [InlineData("\uFEFF#")]
    [InlineData("// by hand\n#")]
    public void Should_read_a_list_however_it_is_wrapped(string around)
    {
        var result = Read(around.Replace("#", Wizard, StringComparison.Ordinal));
        Assert.Empty(result.Problems);
        Assert.Equal("bf0123456789abcdef01", Assert.Single(result.Devices).Id.Value);
    }

    [Theory]
    [InlineData("\"version\": \"auto\", \"ip\": \"Auto\"")]
    [InlineData("\"version\": \"\", \"ip\": \"\"")]
    [InlineData("\"version\": null, \"ip\": null")]
    [InlineData("\"mapping\": null")]
    public void Should_leave_open_what_the_file_leaves_open(string fields)
    {
        var device = Assert.Single(Read($$"""[{"id":"a","key":"{{Key}}",{{fields}}}]""").Devices);
        Assert.Null(device.Version);
        Assert.Null(device.Address);
        Assert.Equal((6668, "a"), (device.Port, device.Name));
    }

    [Theory]
    [InlineData("\"version\": 3.3", ProtocolVersion.V33)]
    [InlineData("\"version\": \"3.5\"", ProtocolVersion.V35)]
    [InlineData("\"ver\": \"3.1\"", ProtocolVersion.V31)]
    public void Should_read_a_version_as_number_or_text(string field, ProtocolVersion version) =>
        Assert.Equal(version, Assert.Single(Read($$"""[{"id":"a","key":"{{Key}}",{{field}}}]""").Devices).Version);

    [Theory]
    [InlineData("", ConnectionMode.Persistent)]
    [InlineData("persistent", ConnectionMode.Persistent)]
    [InlineData("on-demand", ConnectionMode.OnDemand)]
    [InlineData("Battery", ConnectionMode.Battery)]
    public void Should_read_how_to_connect(string text, ConnectionMode mode) =>
        Assert.Equal(mode, Assert.Single(Read($$"""[{"id":"a","key":"0123456789abcde$","connection":"{{text}}"}]""").Devices).Mode);

    [Fact]
    public void Should_read_a_port_of_its_own() =>
        Assert.Equal(16668, Assert.Single(Read($$"""[{"id":"a","key":"{{Key}}","port":16668}]""").Devices).Port);

    [Fact]
    public void Should_read_devices_behind_a_gateway()
    {
        var result = Read($$"""
            [
              {"id":"child", "key":"", "parent":"gate", "node_id":"00aa11"},
              {"id":"gate", "key":"{{Key}}", "node_id":"whatever"}
            ]
            """);
        Assert.Empty(result.Problems);
        var (child, gate) = (result.Devices[0], result.Devices[1]);
        Assert.Equal((new DeviceId("gate"), "00aa11", null), (child.Gateway!.Value, child.Cid, child.Key));
        Assert.False(gate.IsSubDevice);
        Assert.Null(gate.Cid);
    }

    [Theory]
    [InlineData(3, "id", "\"id\": \"\"", "a device id is empty")]
    [InlineData(3, "id", "\"id\": \"a b\"", "position 2")]
    [InlineData(2, "id", "\"name\": \"no id\"", "a device id is empty")]
    [InlineData(2, "key", "\"id\": \"a\"", "'a' has no local key")]
    [InlineData(4, "key", "\"id\": \"a\",\n\"key\": \"tooshort-secret\"", "15")]
    [InlineData(4, "key", "\"id\": \"a\",\n\"key\": \"much-too-long-secret\"", "20")]
    [InlineData(5, "version", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"version\": \"3.9\"", "'3.9' is not a protocol version; allowed are 3.1")]
    [InlineData(5, "ver", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"ver\": \"4\"", "'4' is not a protocol version")]
    [InlineData(5, "ip", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"ip\": \"192.0.2.256\"", "'192.0.2.256' is not an IP address")]
    [InlineData(5, "port", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"port\": 65536", "'65536' is not a port; allowed are 1 to 65535")]
    [InlineData(5, "port", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"port\": 0", "'0' is not a port")]
    [InlineData(5, "connection", "\"id\": \"a\",\n\"key\": \"0123456789abcde$\",\n\"connection\": \"sometimes\"", "'sometimes' is not a way to connect; allowed are persistent, on-demand, battery")]
    [InlineData(4, "parent", "\"id\": \"a\", \"node_id\": \"c\",\n\"parent\": \"b b\"", "position 2")]
    [InlineData(4, "parent", "\"node_id\": \"c\",\n\"parent\": \"gone\", \"id\": \"a\"", "'gone', the gateway of 'a', is not in the file")]
    public void Should_name_file_line_and_field_of_what_it_cannot_use(int line, string field, string fields, string what)
    {
        var result = Read($$"""
            [
            {
            {{fields}}
            },
            { "id": "good", "key": "{{Key}}" }
            ]
            """);
        Assert.Equal("good", Assert.Single(result.Devices).Id.Value);
        var problem = Assert.Single(result.Problems);
        Assert.StartsWith($"devices.json line {line}, field '{field}': ", problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_use_the_first_of_two_devices_with_the_same_id()
    {
        var result = Read($$"""
            [
            {"id":"a", "name":"first", "key":"{{Key}}"},
            {"name":"second",
             "id":"a", "key":"{{Key}}"}
            ]
            """);
        Assert.Equal("first", Assert.Single(result.Devices).Name);
        Assert.Equal(["devices.json line 4, field 'id': 'a' stands on line 2 already; the first one is used"], result.Problems.ToArray());
    }

    [Fact]
    public void Should_give_the_devices_before_the_break_of_a_half_written_file()
    {
        var result = Read($$"""
            [
            {"id":"a", "key":"{{Key}}"},
            {"id":"b", "key":"fedcba98
            """);
        Assert.Equal("a", Assert.Single(result.Devices).Id.Value);
        var problem = Assert.Single(result.Problems);
        Assert.StartsWith("devices.json line 3: the JSON is broken or cut off here", problem, StringComparison.Ordinal);
        Assert.EndsWith("1 device stands before it", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_survive_a_cut_at_every_byte_and_never_tell_a_key()
    {
        var whole = Encoding.UTF8.GetBytes(Wizard);
        for (var length = 0; length < whole.Length; length++)
        {
            var result = TinytuyaDevicesFile.Read(whole.AsSpan(0, length), "devices.json");
            Assert.NotEmpty(result.Problems);
            Assert.DoesNotContain(result.Problems, p => p.Contains("0123", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("[{\"id\":\"a\",\"key\": not-in-quotes-key},{\"id\":\"b\",\"key\":\"0123456789abcde$\"}]")]
    [InlineData("[{\"id\":\"a\",\"key\": 'not-in-quotes-key'}]")]
    [InlineData("[{\"id\":\"a\",\"key\": 0123456789abcdef}]")]
    [InlineData("[{\"id\":\"a\",\"key\": \"not\n-in-quotes-key\"}]")]
    [InlineData("[{\"id\":\"a\",\"key\": true0123456789abc}]")]
    public void Should_not_quote_the_file_when_its_json_is_broken(string json)
    {
        var problem = Assert.Single(Read(json).Problems);
        Assert.DoesNotContain("quotes", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("0123", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    [InlineData("key")]
    public void Should_refuse_a_field_that_is_no_text(string field)
    {
        byte[] latin1 = [.. Encoding.UTF8.GetBytes($"[{{\"{field}\":\"K"), 0xfc, .. Encoding.UTF8.GetBytes("che\"}]")];
        Assert.Equal([$"devices.json line 1, field '{field}': its text is not valid Unicode"], TinytuyaDevicesFile.Read(latin1, "devices.json").Problems.ToArray());
        Assert.Equal([$"devices.json line 1, field '{field}': its text is not valid Unicode"], Read($"[{{\"{field}\":\"\\ud800\"}}]").Problems.ToArray());
    }

    [Fact]
    public void Should_pass_over_bad_text_where_it_does_not_matter()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes($"[{{\"id\":\"a\",\"key\":\"{Key}\",\"uuid\":\""), 0xff, .. Encoding.UTF8.GetBytes("\",\""), 0xfe, .. Encoding.UTF8.GetBytes("\":1}]")];
        var result = TinytuyaDevicesFile.Read(json, "devices.json");
        Assert.Empty(result.Problems);
        Assert.Single(result.Devices);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("17")]
    [InlineData("\"devices\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"devices\": 5}")]
    [InlineData("{\"devices\": {\"id\":\"a\"}}")]
    public void Should_say_that_a_file_holds_no_devices(string json)
    {
        var result = Read(json);
        Assert.Empty(result.Devices);
        Assert.StartsWith("devices.json", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_an_empty_list_for_what_it_is() => Assert.Empty(Read("[]").Problems);

    [Theory]
    [InlineData("5")]
    [InlineData("\"a\"")]
    [InlineData("[{\"id\":\"x\"}]")]
    public void Should_pass_over_what_is_no_object(string entry)
    {
        var result = Read($$"""
            [
            {{entry}},
            {"id":"a","key":"{{Key}}"}]
            """);
        Assert.Single(result.Devices);
        Assert.Equal(["devices.json line 2: a device must be an object { ... }"], result.Problems.ToArray());
    }

    [Fact]
    public void Should_notice_text_behind_the_list()
    {
        var result = Read($$"""[{"id":"a","key":"{{Key}}"}] and more""");
        Assert.Single(result.Devices);
        Assert.Single(result.Problems);
    }

    private static DevicesFileResult Read(string json) => TinytuyaDevicesFile.Read(Encoding.UTF8.GetBytes(json), "devices.json");
}
