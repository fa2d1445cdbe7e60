using Akka.Actor;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Router;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class HostReviewSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Gate = new("gate");
    private static readonly DeviceId Child = new("child");

    private readonly HostReview _review = new("house");
    private readonly Dictionary<DeviceId, ExchangeActor.Route> _routes = [];
    private readonly HashSet<DeviceId> _hosted = [];

    [Fact]
    public void Should_leave_all_alone_where_both_agree()
    {
        Add(Lamp);
        Add(Gate);
        Add(Child, Gate);
        Assert.Empty(Look());
        Assert.Empty(Look());
    }

    [Fact]
    public void Should_have_a_device_looked_at_that_nobody_hosts_for_the_second_time()
    {
        Add(Lamp);
        _hosted.Remove(Lamp);
        Assert.Empty(Look());
        Assert.Equal(Lamp, Assert.IsType<HostMessages.Look>(Assert.Single(Look())).Host);

        _hosted.Add(Lamp);
        Assert.Empty(Look());
        _hosted.Remove(Lamp);
        Assert.Empty(Look());
    }

    [Fact]
    public void Should_let_a_device_leave_that_is_not_in_the_fleet_any_more()
    {
        Add(Lamp);
        Remove(Lamp);
        Assert.Empty(Look());
        Assert.Equal(new HostMessages.Leave(Lamp, IsMoved: false), Assert.Single(Look()));
    }

    [Fact]
    public void Should_let_a_device_leave_that_has_moved_to_another_segment()
    {
        Add(Lamp);
        _routes[Lamp] = Route(Lamp, Lamp, "garage");
        Look();
        Assert.Equal(new HostMessages.Leave(Lamp, IsMoved: true), Assert.Single(Look()));
    }

    [Fact]
    public void Should_have_a_gateway_looked_at_whose_child_nobody_hosts()
    {
        Add(Gate);
        Add(Child, Gate);
        Add(new DeviceId("sibling"), Gate);
        _hosted.RemoveWhere(device => device != Gate);
        Look();
        Assert.Equal(Gate, Assert.IsType<HostMessages.Look>(Assert.Single(Look())).Host);
    }

    [Fact]
    public void Should_have_a_gateway_looked_at_that_still_has_a_child_which_was_removed()
    {
        Add(Gate);
        Add(Child, Gate);
        Remove(Child);
        Look();
        Assert.Equal(Gate, Assert.IsType<HostMessages.Look>(Assert.Single(Look())).Host);
        Assert.Equal(Gate, Assert.IsType<HostMessages.Look>(Assert.Single(Look())).Host);
        _hosted.Remove(Child);
        Assert.Empty(Look());
    }

    [Fact]
    public void Should_have_the_former_gateway_looked_at_when_the_child_was_added_behind_one_elsewhere()
    {
        Add(Gate);
        Add(Child, Gate);
        Remove(Child);
        _routes[Child] = Route(Child, new DeviceId("other-gate"), "garage");
        Look();
        Assert.Equal(Gate, Assert.IsType<HostMessages.Look>(Assert.Single(Look())).Host);
    }

    [Fact]
    public void Should_let_a_device_leave_that_was_behind_a_gateway_once_and_is_not_any_more()
    {
        Add(Gate);
        Add(Child, Gate);
        Remove(Child);
        Add(Child);
        Remove(Child);
        Look();
        Assert.Equal(new HostMessages.Leave(Child, IsMoved: false), Assert.Single(Look()));
    }

    private IReadOnlyList<IToHost> Look() => _review.Look(_routes, _hosted, _hosted.Contains);

    private void Add(DeviceId id, DeviceId? gateway = null)
    {
        _routes[id] = Route(id, gateway ?? id, "house");
        _hosted.Add(id);
    }

    private void Remove(DeviceId id)
    {
        _routes.Remove(id, out var route);
        _review.Removed(route!);
    }

    private static ExchangeActor.Route Route(DeviceId id, DeviceId host, string segment) =>
        new(new RouterMessages.Known(new DeviceDefinition(id), ActorRefs.Nobody) { Segment = segment }, host, TimeSpan.FromSeconds(5));
}
