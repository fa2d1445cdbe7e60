using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Device;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Router;
using TuyaActors.Settings;

namespace TuyaActors.Tests.Discovery;

public sealed class DiscoveryActorSpecs : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly UdpPlace _place = new();
    private readonly TestProbe _router;

    public DiscoveryActorSpecs()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """) => _router = CreateTestProbe("router");

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_tell_a_known_device_and_the_router_of_its_broadcast(ProtocolVersion version)
    {
        var (discovery, lamp, plug) = (Start(), CreateTestProbe(), CreateTestProbe());
        Introduce(discovery, "lamp", lamp);
        Introduce(discovery, "plug", plug);

        var port = Announce("lamp", version);

        var told = lamp.ExpectMsg<DeviceMessages.Sighted>(Patience).Sighting;
        Assert.Equal(new DeviceSighting(new DeviceId("lamp"), IPAddress.Parse("192.0.2.7"), version, "product", port, Known: true), told);
        Assert.Equal((new DeviceId("lamp"), told, Time.Now), Sighted());
        plug.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_tell_the_router_of_a_device_that_the_fleet_does_not_have()
    {
        Start();
        Announce("stranger", ProtocolVersion.V33);
        var (id, sighting, _) = Sighted();
        Assert.Equal((new DeviceId("stranger"), false), (id, sighting.Known));
    }

    [Fact]
    public void Should_not_tell_a_device_that_was_forgotten()
    {
        var (discovery, lamp) = (Start(), CreateTestProbe());
        Introduce(discovery, "lamp", lamp);
        discovery.Tell(new RouterMessages.Forgotten(new DeviceId("lamp")));
        Announce("lamp", ProtocolVersion.V33);
        Assert.False(Sighted().Sighting.Known);
        lamp.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_remember_whom_it_has_heard()
    {
        var (discovery, lamp) = (Start(), CreateTestProbe());
        Introduce(discovery, "lamp", lamp);
        foreach (var id in (string[])["stranger", "lamp", "stranger"])
        {
            Announce(id, ProtocolVersion.V33);
            Sighted();
        }

        var asker = CreateTestProbe();
        discovery.Tell(new DeviceQueries.GetSightings(), asker.Ref);
        var heard = asker.ExpectMsg<DeviceReplies.Sightings>(Patience).Heard;
        Assert.Equal([("lamp", true, 1), ("stranger", false, 2)], heard.Select(r => (r.DeviceId.Value, r.Sighting.Known, (int)r.Count)));
    }

    [Fact]
    public void Should_not_take_its_own_probe_for_a_device()
    {
        var discovery = Start(broadcast: true);
        discovery.Tell(new DiscoveryMessages.ProbeNow());
        this.Settle(discovery);
        // The probe lies in the socket before this answer does.
        _place.Send(DiscoveryPacket.ProbeReply(Sighting("lamp", ProtocolVersion.V35)), _place.Ports[2]);
        Assert.Equal((new DeviceId("lamp"), _place.Ports[2]), (Sighted(out var sighting), sighting.Port));
        Assert.Equal(1, Health(discovery).Single(p => p.Port == _place.Ports[2]).Datagrams);
        _router.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_say_since_when_each_port_is_bound_and_when_it_heard_a_device_last()
    {
        var start = Time.Now;
        var discovery = Start(broadcast: true);
        Assert.All(Health(discovery), p => Assert.Equal((start, (DateTimeOffset?)null), (p.BoundAt, p.LastHeardAt)));

        Time.Advance(TimeSpan.FromMinutes(3));
        discovery.Tell(new DiscoveryMessages.ProbeNow());
        Announce("lamp", ProtocolVersion.V33);
        Sighted();

        var encrypted = _place.Ports[1];
        Assert.All(Health(discovery), p => Assert.Equal((start, p.Port == encrypted ? start.AddMinutes(3) : null), (p.BoundAt!.Value, p.LastHeardAt)));
    }

    [Fact]
    public void Should_ask_by_itself_at_the_start_and_at_each_interval()
    {
        using var listening = new ProbeEar(_place);
        var discovery = Sys.ActorOf(DiscoveryActor.Props(
            Settings(false, TimeSpan.FromSeconds(10)) with { BroadcastAddresses = [listening.Address] }, _router.Ref));
        this.Settle(discovery);
        for (var round = 1; round <= 3; round++)
        {
            Time.Advance(round == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(10));
            this.Settle(discovery);
            Assert.True(DiscoveryPacket.IsProbe(listening.Receive()));
        }

        Assert.Equal(0, listening.Available);
    }

    [Fact]
    public void Should_count_and_pass_over_what_is_no_announcement()
    {
        var discovery = Start();
        _place.Send("hello"u8.ToArray(), _place.Ports[0]);
        _place.Send([], _place.Ports[0]);
        _place.Send(new byte[2000], _place.Ports[0]);
        _place.Send(DiscoveryPacket.Announcement(Sighting("not an id", ProtocolVersion.V31)), _place.Ports[0]);
        Announce("lamp", ProtocolVersion.V31);
        Assert.Equal(new DeviceId("lamp"), Sighted(out _));
        Assert.Equal(5, Health(discovery).Single(p => p.Port == _place.Ports[0]).Datagrams);
    }

    [Fact]
    public void Should_say_that_a_port_is_held_by_another_program_and_take_it_when_it_is_free()
    {
        using var taken = _place.Occupy(_place.Ports[1]);
        var discovery = Start();
        var health = Health(discovery);
        Assert.Equal(_place.Ports.Order(), health.Select(p => p.Port));
        var problem = health.Single(p => p.Port == _place.Ports[1]);
        Assert.False(problem.Bound);
        Assert.StartsWith($"UDP port {_place.Ports[1]} is held by another program", problem.Problem, StringComparison.Ordinal);
        Assert.All(health.Where(p => p != problem), p => Assert.Equal((true, null), (p.Bound, p.Problem)));

        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(Health(discovery).Single(p => p.Port == _place.Ports[1]).Bound);
        taken.Dispose();
        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.All(Health(discovery), p => Assert.Equal((true, null), (p.Bound, p.Problem)));
        Announce("lamp", ProtocolVersion.V33);
        Assert.Equal(new DeviceId("lamp"), Sighted(out _));
    }

    [Fact]
    public void Should_share_its_ports_with_others_that_share()
    {
        Start();
        var second = Sys.ActorOf(DiscoveryActor.Props(Settings(false, default), CreateTestProbe().Ref));
        Assert.All(Health(second), p => Assert.True(p.Bound));
    }

    [Fact]
    public void Should_leave_out_a_port_that_is_zero_and_all_when_it_is_off()
    {
        var one = Sys.ActorOf(DiscoveryActor.Props(Settings(false, default) with { PlainPort = 0, ProbePort = 0 }, _router.Ref));
        Assert.Equal([_place.Ports[1]], Health(one).Select(p => p.Port));
        var off = Sys.ActorOf(DiscoveryActor.Props(Settings(true, default) with { Enabled = false }, _router.Ref));
        off.Tell(new DiscoveryMessages.ProbeNow());
        Assert.Empty(Health(off));
    }

    [Fact]
    public void Should_give_its_ports_back_when_it_stops()
    {
        var discovery = Start();
        Watch(discovery);
        Sys.Stop(discovery);
        ExpectTerminated(discovery, Patience);
        foreach (var port in _place.Ports)
            _place.Occupy(port).Dispose();
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _place.Dispose();
    }

    private static Sighting Sighting(string id, ProtocolVersion version) =>
        new(id, IPAddress.Parse("192.0.2.7"), version, version.ToText(), "product", version != ProtocolVersion.V31);

    private int Announce(string id, ProtocolVersion version)
    {
        var port = _place.Ports[version == ProtocolVersion.V31 ? 0 : 1];
        _place.Send(DiscoveryPacket.Announcement(Sighting(id, version)), port);
        return port;
    }

    private IActorRef Start(bool broadcast = false, TimeSpan probeInterval = default)
    {
        var discovery = Sys.ActorOf(DiscoveryActor.Props(Settings(broadcast, probeInterval), _router.Ref));
        this.Settle(discovery);
        return discovery;
    }

    // "Broadcasts" go to its own address, so that it hears itself as it does on a real LAN.
    private DiscoverySettings Settings(bool broadcast, TimeSpan probeInterval) => new(
        true, _place.Address, _place.Ports[0], _place.Ports[1], _place.Ports[2], probeInterval,
        broadcast ? [_place.Address] : [], TimeSpan.FromSeconds(30));

    private static void Introduce(IActorRef discovery, string id, TestProbe device) =>
        discovery.Tell(new RouterMessages.Known(new DeviceDefinition(new DeviceId(id)), device.Ref));

    private (DeviceId Id, DeviceSighting Sighting, DateTimeOffset At) Sighted()
    {
        var e = _router.ExpectMsg<DeviceEvents.Sighted>(Patience);
        return (e.DeviceId, e.Sighting, e.At);
    }

    private DeviceId Sighted(out DeviceSighting sighting)
    {
        (var id, sighting, _) = Sighted();
        return id;
    }

    private ImmutableArray<UdpPortHealth> Health(IActorRef discovery)
    {
        var asker = CreateTestProbe();
        discovery.Tell(new DiscoveryMessages.CompleteHealth(new FleetHealth(3, ImmutableSortedDictionary<DeviceState, int>.Empty, []), asker.Ref));
        var health = asker.ExpectMsg<FleetHealth>(Patience);
        Assert.Equal(3, health.Devices);
        return health.UdpPorts;
    }
}
