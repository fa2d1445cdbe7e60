using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages.Tests;

public sealed class DeviceDefinitionSpecs
{
    private static readonly DeviceDefinition Lamp = Make();

    /// <summary>One change for each property; a property without one fails.</summary>
    public static IReadOnlyDictionary<string, DeviceDefinition> Changed { get; } = new Dictionary<string, DeviceDefinition>
    {
        [nameof(DeviceDefinition.Id)] = Lamp with { Id = new DeviceId("other") },
        [nameof(DeviceDefinition.Name)] = Lamp with { Name = "other" },
        [nameof(DeviceDefinition.Key)] = Lamp with { Key = LocalKey.Parse("fedcba9876543210") },
        [nameof(DeviceDefinition.Version)] = Lamp with { Version = ProtocolVersion.V35 },
        [nameof(DeviceDefinition.Address)] = Lamp with { Address = IPAddress.Parse("192.0.2.9") },
        [nameof(DeviceDefinition.Port)] = Lamp with { Port = 6669 },
        [nameof(DeviceDefinition.Mode)] = Lamp with { Mode = ConnectionMode.Battery },
        [nameof(DeviceDefinition.Gateway)] = Lamp with { Gateway = null },
        [nameof(DeviceDefinition.Cid)] = Lamp with { Cid = "c2" },
        [nameof(DeviceDefinition.ProductName)] = Lamp with { ProductName = null },
        [nameof(DeviceDefinition.Group)] = Lamp with { Group = "Attic" },
        [nameof(DeviceDefinition.Details)] = Lamp with { Details = """{"mac":"02:00:00:00:00:01"}""" },
        [nameof(DeviceDefinition.Tags)] = Lamp with { Tags = ["kitchen"] },
    };

    public static TheoryData<string> Properties =>
        [.. typeof(DeviceDefinition).GetProperties().Where(p => p.SetMethod is not null).Select(p => p.Name)];

    [Fact]
    public void Should_be_equal_by_value()
    {
        Assert.Equal(Lamp, Make());
        Assert.Equal(Lamp.GetHashCode(), Make().GetHashCode());
        Assert.False(Lamp.Equals(null));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Should_differ_when_any_property_differs(string property) => Assert.NotEqual(Lamp, Changed[property]);

    [Fact]
    public void Should_not_tell_its_key() => Assert.DoesNotContain("0123456789abcdef", Lamp.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Should_be_called_by_its_id_when_nobody_named_it()
    {
        var bare = new DeviceDefinition(new DeviceId("lamp"));
        Assert.Equal(("lamp", 6668, false), (bare.Name, bare.Port, bare.IsSubDevice));
        Assert.Empty(bare.Tags);
        Assert.True(Lamp.IsSubDevice);
    }

    private static DeviceDefinition Make() => new(new DeviceId("lamp"))
    {
        Name = "Lamp",
        Key = LocalKey.Parse("0123456789abcdef"),
        Version = ProtocolVersion.V34,
        Address = IPAddress.Parse("192.0.2.8"),
        Gateway = new DeviceId("gate"),
        Cid = "c1",
        ProductName = "Bulb",
        Tags = ["kitchen", "floor 1"],
    };
}
