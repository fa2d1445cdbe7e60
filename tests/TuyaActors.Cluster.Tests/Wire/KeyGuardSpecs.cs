using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>No local key goes from node to node in the clear, whoever forgets to take it out.</summary>
public sealed class KeyGuardSpecs
{
    private const string Key = "thisisarealkey00";

    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceDefinition WithKey = new(Lamp) { Key = LocalKey.Parse(Key) };

    private static ImmutableDictionary<string, object> Leaks { get; } = new Dictionary<string, object>
    {
        ["AddDevice"] = new FleetCommands.AddDevice(WithKey),
        ["UpdateDevice"] = new FleetCommands.UpdateDevice(WithKey),
        ["ImportDevices"] = new FleetCommands.ImportDevices([new DeviceDefinition(new DeviceId("other")), WithKey]),
        ["DirectoryRecord"] = new DirectoryRecord("garage", Lamp, default, new StoredDefinition(WithKey, 1, default)),
        ["Change"] = new HeadMessages.Change(new FleetCommands.AddDevice(WithKey), [], default),
        ["Changed"] = new HeadMessages.Changed(new FleetReply.Done(Lamp), [new DirectoryRecord("garage", Lamp, default, new StoredDefinition(WithKey, 1, default))]),
    }.ToImmutableDictionary();

    public static TheoryData<string> Leaky => [.. Leaks.Keys];

    [Theory]
    [MemberData(nameof(Leaky))]
    public void Should_refuse_to_write_a_definition_that_has_its_key(string leak)
    {
        var refused = Assert.Throws<SerializationException>(() => ClusterSerializer.Write(Leaks[leak]));

        Assert.Equal("the definition of 'lamp' has its local key in it, and no local key goes to another node in the clear", refused.Message);
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_to_write_a_key_wherever_it_stands()
    {
        var refused = Assert.Throws<SerializationException>(() => System.Text.Json.JsonSerializer.Serialize(new Anywhere(LocalKey.Parse(Key)), WireJson.Options));

        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"thisisarealkey00\"")]
    [InlineData("\"short\"")]
    [InlineData("{\"sealed\":[1,2]}")]
    [InlineData("5")]
    [InlineData("null")]
    public void Should_pass_over_a_key_that_somebody_else_has_written(string key)
    {
        var json = $$"""{"definition":{"id":"lamp","key":{{key}},"name":"Lamp"},"segment":"garage"}""";

        var read = ClusterSerializer.Read(Encoding.UTF8.GetBytes(json), "fleet.add");

        Assert.Equal(new FleetCommands.AddDevice(new DeviceDefinition(Lamp) { Name = "Lamp" }) { Segment = "garage" }, read);
    }

    private sealed record Anywhere(LocalKey Key);
}
