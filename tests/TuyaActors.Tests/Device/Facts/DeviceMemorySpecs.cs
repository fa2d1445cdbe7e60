using TuyaActors.Device;
using TuyaActors.Device.Facts;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device.Facts;

public sealed class DeviceMemorySpecs
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    private static readonly DeviceDefinition Definition = new(new DeviceId("gateway")) { Key = Key };
    private static readonly DeviceFacts Known = Sample.Facts with { Configured = null, KeyMark = KeyMark.Of(Key, Definition.Id) };

    [Fact]
    public void Should_know_after_a_restart_all_that_it_knew_before()
    {
        var memory = Restored(Definition);
        Assert.Empty(Known.ChangesTo(memory.Facts()));
        Assert.Empty(memory.Facts().ChangesTo(Known));
        Assert.Equal((Known.Address!.Address, Known.Version, true), (memory.Addresses.Next, memory.Versions.Current, memory.KeyServed));
        Assert.False(memory.Versions.IsGuess);
    }

    [Fact]
    public void Should_not_believe_in_a_key_that_is_another_now() =>
        Assert.False(Restored(Definition with { Key = LocalKey.Parse("fedcba9876543210") }).KeyServed);

    [Fact]
    public void Should_not_believe_in_a_version_when_the_operator_says_another()
    {
        var memory = Restored(Definition with { Version = ProtocolVersion.V33 });
        Assert.Equal((ProtocolVersion.V33, null), (memory.Versions.Current, memory.Versions.Proved));
    }

    [Fact]
    public void Should_not_name_children_that_are_defined_by_now()
    {
        var memory = new DeviceActor.Memory(Definition);
        memory.Restore(Known, cid => cid == "c2");
        Assert.Equal(["c3"], memory.Children.Unknown);
    }

    [Fact]
    public void Should_forget_everything_of_a_device_whose_cid_another_one_may_take()
    {
        var memory = Restored(Definition);
        memory.LimitOf("c9").Learn(2);
        memory.Dialects["c9"] = DialectTrial.RestoredDevice22;
        memory.WithoutUpdateDps.Add("c9");
        memory.KnownDps.Note("c9", DpSet.Of((1, true)));
        Assert.False(memory.Facts().LineOf("c9").IsEmpty);
        memory.Forget("c9");
        Assert.True(memory.Facts().LineOf("c9").IsEmpty);
        Assert.Null(memory.LimitOf("c9").Most);
    }

    [Fact]
    public void Should_prefer_what_it_has_learned_meanwhile_when_the_past_comes_late()
    {
        var memory = new DeviceActor.Memory(Definition);
        memory.Versions = memory.Versions.Succeeded(ProtocolVersion.V35);
        memory.Restore(Known, _ => false);
        Assert.Equal(ProtocolVersion.V35, memory.Versions.Proved);
    }

    private static DeviceActor.Memory Restored(DeviceDefinition definition)
    {
        var memory = new DeviceActor.Memory(definition);
        memory.Restore(Known, _ => false);
        return memory;
    }
}
