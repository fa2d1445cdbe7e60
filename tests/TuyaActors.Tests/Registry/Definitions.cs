using System.Net;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Registry;

namespace TuyaActors.Tests.Registry;

/// <summary>Definitions to test with.</summary>
internal static class Definitions
{
    public static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    public static readonly LocalKey OtherKey = LocalKey.Parse("fedcba9876543210");
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly DeviceDefinition Lamp = new(new DeviceId("lamp")) { Key = Key };
    public static readonly DeviceDefinition Gate = new(new DeviceId("gate")) { Key = OtherKey };
    public static readonly DeviceDefinition Child = new(new DeviceId("child")) { Gateway = Gate.Id, Cid = "c1" };

    /// <summary>Says something with each of its properties.</summary>
    public static readonly DeviceDefinition Rich = new(new DeviceId("rich"))
    {
        Name = "Küche \"links\" ☃",
        Key = Key,
        Version = ProtocolVersion.V34,
        Address = IPAddress.Parse("192.0.2.9"),
        Port = 6669,
        Mode = ConnectionMode.OnDemand,
        ProductName = "Lamp Plus",
        Tags = ["blue", "Nord"],
        Group = "Kitchen",
        Details = """{"mapping":{"1":{"code":"switch"}}}""",
    };

    /// <summary>What the command comes to: the reply, and the state after it.</summary>
    public static (FleetReply Reply, RegistryState After) Do(this RegistryState state, object command)
    {
        var decision = state.Decide(command, Noon);
        var after = decision.Events.Aggregate(state, (former, e) => former.Apply(e));
        Assert.Equal(after.All.ToHashSet(), decision.After.All.ToHashSet());
        return (decision.Reply, after);
    }

    public static RegistryState With(this RegistryState state, params DeviceDefinition[] definitions) => definitions.Aggregate(state, (former, definition) =>
    {
        var (reply, after) = former.Do(new FleetCommands.AddDevice(definition));
        Assert.Equal(new FleetReply.Done(definition.Id, 1), reply);
        return after;
    });
}
