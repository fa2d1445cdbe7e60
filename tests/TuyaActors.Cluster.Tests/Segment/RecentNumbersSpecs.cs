using Akka.Actor;
using TuyaActors.Cluster.Segment;

namespace TuyaActors.Cluster.Tests.Segment;

public sealed class RecentNumbersSpecs
{
    [Fact]
    public void Should_know_a_number_again_until_many_others_have_come()
    {
        var numbers = new RecentNumbers();
        Assert.True(numbers.Add(1, ActorRefs.Nobody));
        Assert.False(numbers.Add(1, ActorRefs.Nobody));
        Assert.True(numbers.Add(1, ActorRefs.NoSender));
        for (var n = 2; n < 2000; n++)
            Assert.True(numbers.Add(n, ActorRefs.Nobody));
        Assert.False(numbers.Add(1999, ActorRefs.Nobody));
        Assert.True(numbers.Add(1, ActorRefs.Nobody));
        numbers.Remove(1999, ActorRefs.Nobody);
        Assert.True(numbers.Add(1999, ActorRefs.Nobody));
    }
}
