using System.Net;
using System.Text;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Interop;

/// <summary>Reading a file over what is known already.</summary>
public sealed class DevicesFileImportSpecs
{
    private const string Key = "0123456789abcde$";

    private static readonly DeviceDefinition Lamp = new(new DeviceId("lamp"))
    {
        Name = "Lamp",
        Key = LocalKey.Parse(Key),
        Version = ProtocolVersion.V33,
        Address = IPAddress.Parse("192.0.2.7"),
        Port = 16668,
        Mode = ConnectionMode.Battery,
        ProductName = "Bulb",
        Tags = ["attic"],
        Group = "Upstairs",
        Details = """{"mac":"aa:bb","mapping":{"1":2}}""",
    };

    private static readonly DeviceDefinition Child = new(new DeviceId("child")) { Gateway = Lamp.Id, Cid = "00aa11" };

    [Theory]
    [InlineData("")]
    [InlineData(",\"key\":\"\",\"name\":\"\",\"ip\":\"\",\"ver\":\"\",\"mac\":\"aa:bb\"")]
    [InlineData(",\"key\":null,\"name\":null,\"ip\":0,\"ver\":\"0.0\",\"port\":null,\"connection\":null")]
    [InlineData(",\"ip\":\"Auto\",\"version\":\"auto\",\"tags\":[],\"group\":\"\"")]
    [InlineData(",\"ip\":\"0.0.0.0\",\"tags\":null,\"group\":null")]
    public void Should_keep_what_the_file_does_not_say(string fields) =>
        Assert.Equal(Lamp, Assert.Single(Read($$"""[{"id":"lamp"{{fields}}}]""", Lamp).Devices));

    [Fact]
    public void Should_take_what_the_file_says()
    {
        var read = Assert.Single(Read(
            """[{"id":"lamp","key":"fedcba9876543210","name":"Torch","ip":"192.0.2.8","version":3.4,"port":6668,"connection":"persistent","product_name":"LED","tags":["b","a"],"group":"Cellar"}]""",
            Lamp).Devices);
        Assert.Equal(
            Lamp with
            {
                Key = LocalKey.Parse("fedcba9876543210"),
                Name = "Torch",
                Address = IPAddress.Parse("192.0.2.8"),
                Version = ProtocolVersion.V34,
                Port = 6668,
                Mode = ConnectionMode.Persistent,
                ProductName = "LED",
                Tags = ["a", "b"],
                Group = "Cellar",
            },
            read);
    }

    [Fact]
    public void Should_lay_details_over_those_that_are_there()
    {
        var read = Assert.Single(Read("""[{"id":"lamp","uuid":"u","mapping":{ "1": 3.0, "ü": "ä" },"icon":null}]""", Lamp).Devices);
        Assert.Equal("""{"mac":"aa:bb","mapping":{"1":3.0,"ü":"ä"},"uuid":"u","icon":null}""", read.Details);
    }

    [Fact]
    public void Should_read_a_snapshot_and_forget_how_it_came_by_it()
    {
        var result = Read(
            """
            {
                "timestamp": 1700000000.5,
                "devices": [
                    { "id": "lamp", "ip": "192.0.2.9", "ver": "3.5", "origin": "broadcast", "name": "Lamp", "key": "0123456789abcde$", "mac": "cc:dd", "dps": { "dps": { "1": true } } },
                    { "gwId": "plug", "ip": "192.0.2.10", "ver": "", "origin": "forcescan", "name": "", "key": "fedcba9876543210", "mac": "" }
                ]
            }
            """,
            Lamp);
        Assert.Empty(result.Problems);
        Assert.Equal(Lamp with { Address = IPAddress.Parse("192.0.2.9"), Version = ProtocolVersion.V35, Details = """{"mac":"cc:dd","mapping":{"1":2}}""" }, result.Devices[0]);
        Assert.Equal(
            new DeviceDefinition(new DeviceId("plug")) { Key = LocalKey.Parse("fedcba9876543210"), Address = IPAddress.Parse("192.0.2.10"), Details = """{"mac":""}""" },
            result.Devices[1]);
    }

    [Theory]
    [InlineData("""[{"id":"a","key":"0123456789abcde$","local_key":"fedcba9876543210","deep":{"localKey":"fedcba9876543210","list":[{"KEY":1}]}}]""", """{"deep":{"list":[{}]}}""")]
    [InlineData("""[{"id":"a","key":"0123456789abcde$","note":"0123456789abcde$","deep":["-0123456789abcde$-",1]}]""", """{"deep":[1]}""")]
    [InlineData("""[{"id":"a","key":"0123456789abcde$","note":"is fedcba9876543210"},{"id":"b","key":"fedcba9876543210"}]""", null)]
    [InlineData("""[{"id":"a","key":"0123456789abcde$","raw":"{\"key\":\"fedcba9876543210\"}","more":{"key":"fedcba9876543210","x":1}}]""", """{"more":{"x":1}}""")]
    public void Should_keep_no_key_among_the_details(string json, string? details) => Assert.Equal(details, Read(json).Devices[0].Details);

    [Fact]
    public void Should_keep_no_known_key_among_the_details() =>
        Assert.Equal(Lamp.Details, Assert.Single(Read($$"""[{"id":"lamp","key":"fedcba9876543210","old":"{{Key}}"}]""", Lamp).Devices).Details);

    [Fact]
    public void Should_keep_what_only_looks_like_a_sub_device()
    {
        var read = Assert.Single(Read($$"""[{"id":"a","key":"{{Key}}","node_id":"n","parent":"","sub":false}]""").Devices);
        Assert.Equal("""{"node_id":"n","parent":"","sub":false}""", read.Details);
    }

    [Fact]
    public void Should_need_no_key_of_what_is_known_without_its_key_as_from_another_node()
    {
        var elsewhere = Lamp with { Key = null };
        Assert.Equal(elsewhere with { Name = "Other lamp" }, Assert.Single(Read("""[{"id":"lamp","name":"Other lamp"}]""", elsewhere).Devices));
        Assert.NotEmpty(Read("""[{"id":"new","name":"New lamp"}]""", elsewhere).Problems);
        Assert.NotNull(Assert.Single(Read($$"""[{"id":"lamp","key":"{{Key}}"}]""", elsewhere).Devices).Key);
    }

    [Fact]
    public void Should_find_a_gateway_in_the_fleet()
    {
        Assert.Equal([Child], Read("""[{"id":"child","parent":"lamp","node_id":"00aa11","sub":true}]""", Lamp).Devices.ToArray());
        Assert.Equal([Child], Read("""[{"id":"child","sub":true}]""", Lamp, Child).Devices.ToArray());
        Assert.Equal(
            ["devices.json line 1, field 'parent': 'gone', the gateway of 'child', is not in the file, nor in the fleet"],
            Read("""[{"id":"child","parent":"gone","node_id":"00aa11"}]""", Lamp).Problems.ToArray());
    }

    [Theory]
    [InlineData(2, "parent", "{\"id\":\"a\",\"key\":\"0123456789abcde$\",\"sub\":true,\n\"parent\":\"\",\"node_id\":\"n\"}", "'a' sits behind a gateway")]
    [InlineData(1, "node_id", "{\"id\":\"a\",\"key\":\"0123456789abcde$\",\"sub\":true}", "'a' sits behind a gateway")]
    [InlineData(2, "key", "{\"id\":\"new\",\n\"key\":\"\"}", "'new' has no local key")]
    [InlineData(2, "tags", "{\"id\":\"lamp\",\n\"tags\":[\"good\",5]}", "allowed is a list of words of 1 to 64 characters")]
    [InlineData(2, "tags", "{\"id\":\"lamp\",\n\"tags\":[\"\"]}", "allowed is a list of words of 1 to 64 characters")]
    [InlineData(2, "tags", "{\"id\":\"lamp\",\n\"tags\":\"two words\"}", "allowed is a list of words of 1 to 64 characters")]
    public void Should_name_line_and_field_of_what_it_cannot_use(int line, string field, string entry, string what)
    {
        var result = Read($"[{entry}]", Lamp);
        Assert.Empty(result.Devices);
        var problem = Assert.Single(result.Problems);
        Assert.StartsWith($"devices.json line {line}, field '{field}': ", problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "\"ok\"")]
    [InlineData("\"\\ud800\"", "{\"a\":\"\\ud800\"}")]
    public void Should_pass_over_details_that_are_no_text(string single, string nested)
    {
        var read = Assert.Single(Read($$"""[{"id":"a","key":"{{Key}}","first":{{single}},"second":{{nested}},"third":1}]""").Devices);
        Assert.Equal(single == "5" ? """{"first":5,"second":"ok","third":1}""" : """{"third":1}""", read.Details);
    }

    private static DevicesFileResult Read(string json, params DeviceDefinition[] known) =>
        TinytuyaDevicesFile.Read(Encoding.UTF8.GetBytes(json), "devices.json", known);
}
