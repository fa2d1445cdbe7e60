using TuyaActors.Cluster.Segment;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Tests.Segment;

public sealed class WatchedDpsSpecs
{
    [Fact]
    public void Should_count_what_is_said_of_a_device_before_what_is_said_of_all()
    {
        var (lamp, plug, other) = (new DeviceId("lamp"), new DeviceId("plug"), new DeviceId("other"));
        var watched = new WatchedDps([new WatchedDevice(null, [18, 19]), new WatchedDevice(lamp, [20]), new WatchedDevice(plug, [])]);
        Assert.Equal([20], watched.Of(lamp));
        Assert.Empty(watched.Of(plug));
        Assert.Equal([18, 19], watched.Of(other).Order());
        Assert.True(WatchedDps.None.IsEmpty);
        Assert.False(watched.IsEmpty);
    }
}
