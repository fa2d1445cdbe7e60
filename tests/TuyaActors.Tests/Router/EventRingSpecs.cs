using TuyaActors.Messages;
using TuyaActors.Router;

namespace TuyaActors.Tests.Router;

public sealed class EventRingSpecs
{
    [Fact]
    public void Should_give_back_in_order_what_it_took_and_take_no_more_than_it_may()
    {
        var (ring, expected, random, number) = (new EventRing(37), new Queue<IDeviceEvent>(), new Random(1), 0);
        for (var i = 0; i < 5_000; i++)
        {
            if (random.Next(5) < 3)
            {
                var e = new DeviceEvents.Removed(new DeviceId($"d{++number}"), default);
                Assert.Equal(expected.Count < 37, ring.TryAdd(e));
                if (expected.Count < 37)
                    expected.Enqueue(e);
            }
            else if (expected.Count > 0)
            {
                Assert.Same(expected.Dequeue(), ring.Take());
            }

            Assert.Equal((expected.Count, 37 - expected.Count), (ring.Count, ring.Room));
        }
    }

    [Fact]
    public void Should_hold_one_and_begin_anew_after_it_was_cleared()
    {
        var ring = new EventRing(1);
        var e = new DeviceEvents.Removed(new DeviceId("d"), default);
        Assert.True(ring.TryAdd(e));
        Assert.False(ring.TryAdd(e));
        ring.Clear();
        Assert.Equal(0, ring.Count);
        Assert.Throws<ArgumentOutOfRangeException>(ring.Take);
        Assert.True(ring.TryAdd(e));
        Assert.Same(e, ring.Take());
    }
}
