using Akka.Actor;
using Akka.TestKit.Xunit2;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Registry;

namespace TuyaActors.Tests.Registry;

public sealed class FleetRegistryActorSpecs : TestKit
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    private static readonly DeviceDefinition Lamp = new(new DeviceId("lamp")) { Key = Key };
    private static readonly DeviceDefinition Gate = new(new DeviceId("gate")) { Key = Key };
    private static readonly DeviceDefinition Child = new(new DeviceId("child")) { Gateway = Gate.Id, Cid = "c1" };

    private readonly IActorRef _registry;

    public FleetRegistryActorSpecs()
    {
        _registry = Sys.ActorOf(FleetRegistryActor.Props());
        Stored(Gate);
    }

    public static TheoryData<string, DeviceDefinition> BadOnes => new()
    {
        { "the id is empty", new DeviceDefinition(default(DeviceId)) { Name = "x", Key = Key } },
        { "port 0 is out of range; allowed are 1 to 65535", Lamp with { Port = 0 } },
        { "port 65536 is out of range; allowed are 1 to 65535", Lamp with { Port = 65536 } },
        { "it has no local key; only a sub-device, which names its gateway, needs none", Lamp with { Key = null } },
        { "it names a gateway, but not its own id behind it (cid)", Child with { Cid = null } },
        { "it names a gateway, but not its own id behind it (cid)", Child with { Cid = "" } },
        { "it names itself as its gateway", Child with { Gateway = Child.Id } },
        { "its gateway 'nowhere' is not in the fleet", Child with { Gateway = new DeviceId("nowhere") } },
    };

    [Theory]
    [MemberData(nameof(BadOnes))]
    public void Should_refuse_a_definition_that_contradicts_itself_or_the_fleet(string reason, DeviceDefinition definition)
    {
        foreach (var mode in Enum.GetValues<StoreMode>())
            Assert.Equal((definition.Id, reason), NotStored(definition, mode));
        Assert.Equal([Gate], All());
    }

    [Fact]
    public void Should_refuse_to_add_what_is_there_already()
    {
        Stored(Lamp, StoreMode.Add);
        Assert.Equal((Lamp.Id, "the fleet has a device with this id already"), NotStored(Lamp with { Name = "other" }, StoreMode.Add));
        Assert.Contains(Lamp, All());
    }

    [Fact]
    public void Should_refuse_to_replace_what_is_not_there() =>
        Assert.Equal((Lamp.Id, "the fleet has no such device"), NotStored(Lamp, StoreMode.Replace));

    [Fact]
    public void Should_refuse_a_gateway_that_is_a_sub_device_itself()
    {
        Stored(Child);
        Assert.Equal("its gateway 'child' is a sub-device itself", NotStored(new DeviceDefinition(new DeviceId("grandchild")) { Gateway = Child.Id, Cid = "c2" }).Reason);
    }

    [Fact]
    public void Should_refuse_two_devices_with_one_cid_behind_one_gateway()
    {
        Stored(Child);
        Assert.Equal(
            "its gateway 'gate' has a device with the cid 'c1' already: 'child'",
            NotStored(Child with { Id = new DeviceId("sibling") }).Reason);
        Stored(Child with { Name = "the same one" });
        Stored(new DeviceDefinition(new DeviceId("gate-2")) { Key = Key });
        Stored(Child with { Id = new DeviceId("sibling"), Gateway = new DeviceId("gate-2") });
    }

    [Fact]
    public void Should_refuse_to_turn_a_sub_device_into_a_device_and_back()
    {
        const string reason = "a sub-device cannot become a device of its own, nor the other way round; remove it first";
        Stored(Child);
        Stored(Lamp);
        Assert.Equal(reason, NotStored(new DeviceDefinition(Child.Id) { Key = Key }).Reason);
        Assert.Equal(reason, NotStored(new DeviceDefinition(Lamp.Id) { Gateway = Gate.Id, Cid = "c9" }).Reason);
    }

    [Fact]
    public void Should_tell_what_was_there_before()
    {
        var changed = Lamp with { Name = "other" };
        Assert.Null(Stored(Lamp, StoreMode.Add).Previous);
        Assert.Equal(Lamp, Stored(changed, StoreMode.Replace).Previous);
        Assert.Equal(changed, Stored(changed).Previous);
    }

    [Fact]
    public void Should_keep_a_gateway_while_devices_are_behind_it()
    {
        Stored(Child);
        Assert.Equal((Gate.Id, "1 sub-devices are behind it; remove those first"), Refusal(new RegistryMessages.Remove(Gate.Id, "t")));
        Removed(Child);
        Removed(Gate);
        Assert.Empty(All());
    }

    [Fact]
    public void Should_refuse_to_remove_what_is_not_there() =>
        Assert.Equal((Lamp.Id, "the fleet has no such device"), Refusal(new RegistryMessages.Remove(Lamp.Id, "t")));

    private DeviceDefinition[] All()
    {
        _registry.Tell(new RegistryMessages.GetAll(), TestActor);
        return [.. ExpectMsg<RegistryMessages.All>().Definitions.OrderBy(d => d.Id.Value, StringComparer.Ordinal)];
    }

    private RegistryMessages.Stored Stored(DeviceDefinition definition, StoreMode mode = StoreMode.AddOrReplace)
    {
        var ticket = new object();
        _registry.Tell(new RegistryMessages.Store(definition, mode, ticket), TestActor);
        var stored = ExpectMsg<RegistryMessages.Stored>();
        Assert.Same(ticket, stored.Ticket);
        Assert.Equal(definition, stored.Definition);
        return stored;
    }

    private void Removed(DeviceDefinition definition)
    {
        _registry.Tell(new RegistryMessages.Remove(definition.Id, "t"), TestActor);
        Assert.Equal(definition, ExpectMsg<RegistryMessages.Removed>().Definition);
    }

    private (DeviceId Id, string Reason) NotStored(DeviceDefinition definition, StoreMode mode = StoreMode.AddOrReplace) =>
        Refusal(new RegistryMessages.Store(definition, mode, "t"));

    private (DeviceId Id, string Reason) Refusal(object request)
    {
        _registry.Tell(request, TestActor);
        var refused = ExpectMsg<RegistryMessages.NotStored>();
        Assert.Equal("t", refused.Ticket);
        return (refused.DeviceId, refused.Reason);
    }
}
