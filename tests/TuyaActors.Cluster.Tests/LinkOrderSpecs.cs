using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Router;
using TuyaActors.Settings;

namespace TuyaActors.Cluster.Tests;

/// <summary>
/// What comes over the links of two nodes in an order that is in nobody's hand, such as a device's answer under its former host after the news that another one hosts it. Here the
/// test stands for the posts of both nodes.
/// </summary>
public sealed class LinkOrderSpecs : TestKit
{
    private const string Segment = "house";
    private static readonly DeviceId Lamp = new("lamp");

    private readonly ActorSystem _other;
    private readonly TestProbe _router;
    private readonly TestProbe _region;
    private readonly IActorRef _exchange;
    private long _incarnation;

    public LinkOrderSpecs()
        : base(Node, "home")
    {
        _other = ActorSystem.Create("home", Node);
        (_router, _region) = (CreateTestProbe("router"), CreateTestProbe("region"));
        _exchange = Sys.ActorOf(ExchangeActor.Props(new ClusterPlace("tuya", Segment, FleetSettings.From(Config.Empty))), "exchange");
        _exchange.Tell(new ExchangeActor.Here(_router));
        _exchange.Tell(new ExchangeActor.RegionHere(Segment, _region));
        _exchange.Tell(new ExchangeActor.Route(new RouterMessages.Known(new DeviceDefinition(Lamp), TestActor) { Segment = Segment }, Lamp, TimeSpan.FromSeconds(10)));
    }

    private static Config Node => ConfigurationFactory.ParseString(
        $$"""
        akka {
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster { roles = ["{{TuyaSegments.RoleOf(Segment)}}"], gossip-interval = 200ms, leader-actions-interval = 200ms }
        }
        """).WithFallback(ClusterHocon.Serialization).WithFallback(ClusterHocon.Defaults);

    [Fact]
    public async Task Should_not_take_its_answer_for_how_the_device_stands_under_the_new_host()
    {
        var (former, present) = await PostsAsync();
        await HostedAsync(former, DeviceState.Online);
        var early = await AskAsync(_router);
        await HostedAsync(present, DeviceState.Stopped);
        var late = await AskAsync(_router);

        former.Tell(new LinkItems.Stands(early.Number, Stood(DeviceState.Online)));
        present.Tell(new LinkItems.Stands(late.Number, Stood(DeviceState.Connecting)));

        Assert.Equal(DeviceState.Connecting, (await StoodAsync()).Device.State);
    }

    [Fact]
    public async Task Should_say_of_an_answer_what_was_wanted_when_it_was_asked_for()
    {
        var (post, _) = await PostsAsync();
        await HostedAsync(post, DeviceState.Online);
        var early = await AskAsync(_router);
        _exchange.Tell(new RouterMessages.Wanted(EventKinds.Reports, null) { Number = 7 });
        _exchange.Tell(new DeviceDoorActor.Through(Lamp, new DeviceQueries.GetDevice(Lamp), _router), TestActor);

        post.Tell(new LinkItems.Stands(early.Number, Stood(DeviceState.Online)));

        Assert.Equal(0, (await StoodAsync()).Wanted);
        // The other question goes out when the node that hosts the device knows.
        await post.OpenAsync();
        var late = await _region.ExpectMsgAsync<HostMessages.Carry>();
        post.Tell(new LinkItems.Stands(late.Number, Stood(DeviceState.Online)));
        Assert.Equal(7, (await StoodAsync()).Wanted);
    }

    [Fact]
    public async Task Should_let_go_of_an_earlier_question_when_a_later_one_is_answered()
    {
        var (post, _) = await PostsAsync();
        await HostedAsync(post, DeviceState.Online);
        var (lost, asked) = (await AskAsync(_router), await AskAsync(_router));

        post.Tell(new LinkItems.Stands(asked.Number, Stood(DeviceState.Online)));
        post.Tell(new LinkItems.Stands(lost.Number, Stood(DeviceState.Connecting)));
        post.Tell(new LinkItems.Happened(_incarnation, new DeviceEvents.StateChanged(Lamp, DeviceState.Online, DeviceState.Backoff, null, DateTimeOffset.UnixEpoch)));

        Assert.Equal(DeviceState.Online, (await StoodAsync()).Device.State);
        await _router.ExpectMsgAsync<DeviceEvents.StateChanged>();
    }

    [Fact]
    public async Task Should_ask_the_new_host_what_somebody_asked_and_the_former_one_has_not_answered()
    {
        var (former, present) = await PostsAsync();
        await HostedAsync(former, DeviceState.Online);
        var somebody = CreateTestProbe("somebody");
        var asked = await AskAsync(somebody);

        await HostedAsync(present, DeviceState.Online);

        Assert.Equal(asked, await _region.ExpectMsgAsync<HostMessages.Carry>());
        present.Tell(new LinkItems.Stands(asked.Number, Stood(DeviceState.Online)));
        Assert.Equal(Lamp, (await somebody.ExpectMsgAsync<DeviceReplies.DeviceFound>()).DeviceId);
    }

    protected override void AfterAll()
    {
        Shutdown(_other);
        base.AfterAll();
    }

    /// <summary>Two nodes, a post on each, linked to the exchange.</summary>
    private async Task<(Post Former, Post Present)> PostsAsync()
    {
        var (former, present) = (new Post(Sys, this, _exchange), new Post(_other, this, _exchange));
        var first = Akka.Cluster.Cluster.Get(Sys);
        await first.JoinAsync(first.SelfAddress);
        await Akka.Cluster.Cluster.Get(_other).JoinAsync(first.SelfAddress);
        await former.OpenAsync();
        await present.OpenAsync();
        return (former, present);
    }

    private async Task HostedAsync(Post post, DeviceState state)
    {
        post.Tell(new LinkItems.Hosted(Lamp, ++_incarnation, state, null));
        await _router.FishForMessageAsync(message => message is RouterMessages.Begun);
    }

    private async Task<HostMessages.Carry> AskAsync(IActorRef asker)
    {
        _exchange.Tell(new DeviceDoorActor.Through(Lamp, new DeviceQueries.GetDevice(Lamp), asker), TestActor);
        return await _region.ExpectMsgAsync<HostMessages.Carry>();
    }

    private async Task<RouterMessages.Stood> StoodAsync() =>
        (RouterMessages.Stood)await _router.FishForMessageAsync(message => message is RouterMessages.Stood);

    private static DeviceSnapshot Stood(DeviceState state) => new(Lamp) { Name = "lamp", State = state, Since = DateTimeOffset.UnixEpoch };

    /// <summary>In the place of a node's post.</summary>
    private sealed class Post
    {
        private readonly TestProbe _probe;
        private readonly IActorRef _exchange;
        private ExchangeMessages.OpenLink? _link;
        private long _next = 1;

        public Post(ActorSystem system, TestKitBase test, IActorRef exchange)
        {
            _probe = test.CreateTestProbe(system);
            var probe = _probe.Ref;
            _exchange = exchange;
            system.ActorOf(Props.Create(() => new Front(probe)), "tuya");
        }

        public async Task OpenAsync()
        {
            var before = _link?.Version ?? 0;
            _link = (ExchangeMessages.OpenLink)await _probe.FishForMessageAsync(message => message is ExchangeMessages.OpenLink open && open.Version > before, TimeSpan.FromSeconds(30));
            Tell(new LinkItems.InterestTaken(_link.Version));
        }

        public void Tell(object item) => _probe.Send(_exchange, new ExchangeMessages.Batch(_link!.Link, _next++, [item]));
    }

    private sealed class Front : ReceiveActor
    {
        public Front(IActorRef probe) => Context.ActorOf(Props.Create(() => new Forwarder(probe)), "post");
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef probe) => ReceiveAny(probe.Forward);
    }
}
