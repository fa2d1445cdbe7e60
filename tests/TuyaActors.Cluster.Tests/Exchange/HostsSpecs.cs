using Akka.Actor;
using Akka.Cluster;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class HostsSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly UniqueAddress First = Node(1);
    private static readonly UniqueAddress Second = Node(2);

    private readonly Hosts _hosts = new();

    [Fact]
    public void Should_count_the_later_incarnation_in_whatever_order_the_nodes_tell_of_it()
    {
        Assert.True(_hosts.Begin(Lamp, Second, 20));
        Assert.False(_hosts.Begin(Lamp, First, 10));
        Assert.True(_hosts.IsHost(Lamp, Second, 20));
        Assert.False(_hosts.IsHost(Lamp, First, 10));
        Assert.Null(_hosts.End(Lamp, First, 10));
        Assert.True(_hosts.IsHost(Lamp, Second, 20));
    }

    [Fact]
    public void Should_fall_back_on_the_node_that_still_claims_a_device_when_the_other_lets_go()
    {
        _hosts.Begin(Lamp, First, 10);
        _hosts.Begin(Lamp, Second, 20);
        Assert.Equal(First, _hosts.End(Lamp, Second, 20));
        Assert.True(_hosts.IsHost(Lamp, First, 10));
        Assert.Null(_hosts.End(Lamp, First, 10));
        Assert.Empty(_hosts.Of(First));
    }

    [Fact]
    public void Should_forget_a_node_with_all_that_it_claimed()
    {
        _hosts.Begin(Lamp, First, 10);
        _hosts.Begin(new DeviceId("plug"), First, 11);
        _hosts.Begin(Lamp, Second, 20);
        var (lost, claimants) = _hosts.Forget(First);
        Assert.Equal([new DeviceId("plug")], lost);
        Assert.Empty(claimants);
        Assert.Empty(_hosts.Of(First));
        Assert.Null(_hosts.End(Lamp, Second, 20));
        Assert.Null(_hosts.Host(Lamp));
    }

    [Fact]
    public void Should_name_the_node_whose_claim_counts_when_the_one_that_had_a_device_is_no_more()
    {
        // The clock of the one that is lost was ahead.
        _hosts.Begin(Lamp, First, 30);
        _hosts.Begin(Lamp, Second, 20);
        var (lost, claimants) = _hosts.Forget(First);
        Assert.Empty(lost);
        Assert.Equal([Second], claimants);
        Assert.Equal(Second, _hosts.Host(Lamp));
    }

    private static UniqueAddress Node(int port) => new(new Address("akka.tcp", "home", "127.0.0.1", port), port);
}
