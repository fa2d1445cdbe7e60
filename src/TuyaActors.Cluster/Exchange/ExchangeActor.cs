using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Event;
using TuyaActors.Cluster.Segment;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Router;
using Region = Akka.Cluster.Sharding.ClusterSharding;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// A node's way to all devices, wherever they are hosted: commands and questions go out by the shard region of the device's segment, events come in over one link
/// from each node that hosts devices. Whatever is asked is answered, also where nobody is left to answer.
/// </summary>
/// <remarks>
/// A link carries events and snapshots in the order in which they happened, each once, so that the router of this node can take them for those of devices
/// of its own. Where a link breaks for good, its devices count as abandoned until a node tells of them again.
/// </remarks>
internal sealed partial class ExchangeActor : UntypedActor, IWithTimers
{
    /// <summary>From the fleet's front: where a device is, and who stands for it here. Goes on to the router.</summary>
    /// <param name="Known">The device.</param>
    /// <param name="Host">The device itself, or the gateway it sits behind.</param>
    /// <param name="Patience">How long a command may take that says nothing of it.</param>
    public sealed record Route(RouterMessages.Known Known, DeviceId Host, TimeSpan Patience)
    {
        /// <summary>What has happened to its definition, for those who listen; null: nothing new.</summary>
        public IDeviceEvent? News { get; init; }

        public DeviceId DeviceId => Known.Definition.Id;

        public string Segment => Known.Segment!;
    }

    /// <summary>From the fleet's front: there is no such device any more.</summary>
    public sealed record Unroute(DeviceId DeviceId, DateTimeOffset At);

    /// <summary>From the head of the node's segment, every now and then: hosts that should be there and are not, or the other way round, are told once more.</summary>
    public sealed record Reconcile;

    /// <summary>From the fleet's front: somebody's message to the router.</summary>
    public sealed record ForRouter(object Message);

    /// <summary>From the fleet's front: the router, which is made after the exchange.</summary>
    public sealed record Here(IActorRef Router);

    /// <summary>To the fleet's front, after a crash: what it has told before is to be told again.</summary>
    public sealed record Restarted;

    /// <summary>What a crash of this actor must not lose: the wishes of subscribers. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal RouterMessages.Wanted Wanted { get; set; } = new(EventKinds.None, null);

        internal Dictionary<DeviceId, ImmutableArray<int>> Watched { get; } = [];

        internal bool HasRun { get; set; }
    }

    /// <summary>The shard region of a segment, or its proxy.</summary>
    public sealed record RegionHere(string Segment, IActorRef Region);

    private sealed record NoRegion(string Segment, Exception Cause);

    /// <summary>What somebody says to a device. A question of the router waits until the node that hosts it knows what is wanted here.</summary>
    /// <param name="Through">What, and who says it.</param>
    /// <param name="Door">Who stands for the device.</param>
    /// <param name="At">When it came.</param>
    /// <param name="Interest">The version of the interest that the node is to know.</param>
    /// <param name="Wanted">The number of what is in it.</param>
    private sealed record Said(DeviceDoorActor.Through Through, IActorRef Door, DateTimeOffset At, long Interest, long Wanted);

    private sealed record RequestsDue;

    private sealed record LinksDue;

    // What is known is a look into memory, and where that is being handed over it takes some seconds more.
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(5);

    // A device's own word that it was not in time says more than ours; whoever asks waits for two seconds more.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);

    private static readonly TimeSpan LinkRetry = TimeSpan.FromMilliseconds(500);

    private readonly ClusterPlace _place;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<DeviceId, Route> _routes = [];
    private readonly SortedDictionary<string, SegmentState> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<UniqueAddress, NodeLink> _links = [];
    private readonly Hosts _hosts = new();
    private readonly OpenRequests _requests = new();

    // Hosted by somebody before the directory has told of them here.
    private readonly Dictionary<DeviceId, LinkItems.Hosted> _unrouted = [];
    private readonly Dictionary<DeviceId, Said> _held = [];
    private readonly Memory _memory;
    private readonly HostReview _review;
    private IActorRef _router = ActorRefs.Nobody;
    private long _version = 1;
    private Alarm _requestsDue;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ExchangeActor(ClusterPlace place, Memory memory) => (_place, _memory, _review) = (place, memory, new HostReview(place.Segment));

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one; it waits for <see cref="Here"/>.</summary>
    public static Props Props(ClusterPlace place)
    {
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new ExchangeActor(place, memory));
    }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(LinksDue), new LinksDue(), LinkRetry);
    }

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(new Restarted());
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        foreach (var request in _requests.TakeAll())
            request.Asker.Tell(request.WhenEnded(), request.Door);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeviceDoorActor.Through through:
                Pass(new Said(through, Sender, Now, _version, _memory.Wanted.Number));
                break;
            case ForRouter letter:
                _router.Forward(letter.Message);
                break;
            case ExchangeMessages.Batch batch:
                Take(batch);
                break;
            case ExchangeMessages.Answered answered:
                if (_requests.Take(answered.Number) is { } request)
                    request.Asker.Tell(Read(answered.Reply, request), request.Door);
                break;
            case ExchangeMessages.Taken taken:
                if (_requests.Find(taken.Number) is { } reached)
                    _requests.Take(reached, Now, GiveUpAfter);
                break;
            case ExchangeMessages.Returned returned:
                GiveBack(returned.Number);
                break;
            case Route route:
                Learn(route);
                break;
            case Unroute unroute:
                Unlearn(unroute);
                break;
            case Reconcile:
                ReconcileHosts();
                break;
            case RouterMessages.Wanted wanted:
                _memory.Wanted = wanted;
                TellInterest();
                break;
            case Here here:
                _router = here.Router;
                _router.Tell(new DiscoveryMessages.Here(Self));
                // After a crash: what came meanwhile was lost.
                if (_memory.HasRun)
                    _router.Tell(new RouterMessages.Missed(1));
                _memory.HasRun = true;
                break;
            case RegionHere region:
                Connect(region);
                break;
            case NoRegion none:
                _log.Warning("The way to the devices of segment '{0}' could not be made, and is tried again: {1}", none.Segment, none.Cause.Message);
                SegmentOf(none.Segment).IsRegionAskedFor = false;
                break;
            case RequestsDue:
                _requestsDue.Ended();
                foreach (var late in _requests.TakeDue(Now))
                    late.Asker.Tell(late.WhenSilent(Now), late.Door);
                break;
            case LinksDue:
                OpenLinks();
                break;
            default:
                if (!Membership(message) && !Gather(message))
                    Unhandled(message);
                break;
        }

        Arm();
    }

    // ---- out

    private void Pass(Said said)
    {
        // What lies ahead was before the clock was set back.
        if (said.At > Now)
            said = said with { At = Now };
        var (through, door, at, interest, wanted) = said;
        if (through.Message is DeviceMessages.WatchedDps watched)
        {
            Watch(through.DeviceId, watched.Dps);
        }
        else if (!_routes.TryGetValue(through.DeviceId, out var route))
        {
            through.Asker.Tell(through.Message is IDeviceCommand
                ? new CommandOutcome.UnknownDevice(through.DeviceId)
                : new DeviceReplies.DeviceNotFound(through.DeviceId), door);
        }
        else
        {
            var segment = SegmentOf(route.Segment);
            var deadline = (through.Message as IDeviceCommand)?.Deadline;
            var voidAt = through.Message is IDeviceCommand ? deadline ?? at + route.Patience : at + QuestionPatience;
            // Some mean for ever by the last moment that there is.
            var givenUpAt = voidAt < DateTimeOffset.MaxValue - GiveUpAfter ? voidAt + GiveUpAfter : DateTimeOffset.MaxValue;
            var isForEvents = through.Asker.Equals(_router);
            var request = new OpenRequest(route.Segment, door, through.Asker, at, givenUpAt)
            {
                Interest = interest,
                Wanted = wanted,
                Patience = through.Message is IDeviceCommand && deadline is null ? route.Patience : null,
                Carry = new HostMessages.Carry(route.Host, through.DeviceId, 0, through.Message, voidAt),
            };
            if (!segment.IsAvailable)
                through.Asker.Tell(request.WhenUnavailable(wasSent: false), door);
            // A snapshot that the router asks for says how a device stands before the events that follow: these must be on their way here.
            else if (isForEvents && !IsInterestTaken(segment, through.DeviceId, interest))
                Hold(said, request);
            else
                Send(segment, request);
        }
    }

    private void Hold(Said said, OpenRequest request)
    {
        if (Now >= request.GivenUpAt)
            said.Through.Asker.Tell(request.WhenSilent(Now), said.Door);
        // Who asks again asks the same: of two that wait, the one that is for more subscribers goes.
        else if (!_held.TryGetValue(request.DeviceId, out var held) || held.Wanted < said.Wanted)
            _held[request.DeviceId] = said;
    }

    private void Send(SegmentState segment, OpenRequest request)
    {
        _requests.Add(request);
        Send(segment, request.Carry);
    }

    private object Read(object reply, OpenRequest request) => reply switch
    {
        UnknownMessage unknown => request.WhenUnreadable(unknown.Manifest),
        DeviceReplies.DeviceFound found => new DeviceReplies.DeviceFound(AsDefined(found.Device)),
        _ => reply,
    };

    // A device hears of a new name later than the directory.
    private DeviceSnapshot AsDefined(DeviceSnapshot device) => !_routes.TryGetValue(device.DeviceId, out var route) ? device : device with
    {
        Segment = route.Segment,
        Name = route.Known.Definition.Name,
        Tags = route.Known.Definition.Tags,
        Group = route.Known.Definition.Group,
        ProductName = route.Known.Definition.ProductName,
    };

    private static void Send(SegmentState segment, object message)
    {
        if (segment.Region is { } region)
            region.Tell(message);
        else
            segment.BeforeRegion.Add(message);
    }

    private void Connect(RegionHere region)
    {
        var segment = SegmentOf(region.Segment);
        segment.Region = region.Region;
        foreach (var message in segment.BeforeRegion)
            region.Region.Tell(message);
        segment.BeforeRegion.Clear();
    }

    private void Arm()
    {
        if (_requestsDue.Set(_requests.NextDue, Now) is { } wait)
            Timers.StartSingleTimer(nameof(RequestsDue), new RequestsDue(), wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : wait < LongestTimer ? wait : LongestTimer);
    }

    /// <summary>It was to be carried out by a host that hands over: the next one gets it as soon as it tells of itself, or at once where that one has.</summary>
    private void GiveBack(long number)
    {
        if (_requests.Find(number) is not { } request)
            return;
        request.IsTaken = false;
        if (SegmentOf(request.Segment) is { IsAvailable: true } segment)
            Send(segment, request.Carry);
    }

    // ---- who is where

    private void Learn(Route route)
    {
        var isNew = !_routes.ContainsKey(route.DeviceId);
        _routes[route.DeviceId] = route;
        _router.Tell(route.Known);
        if (route.News is { } news)
            _router.Tell(news);
        if (!isNew)
            return;
        if (_unrouted.Remove(route.DeviceId, out var hosted))
            _router.Tell(new RouterMessages.Begun(hosted.DeviceId, hosted.State, hosted.Finding));
        if (_earlyEvents.Remove(route.DeviceId, out var early))
            early.ForEach(e => _router.Tell(e));
    }

    private void Unlearn(Unroute unroute)
    {
        var device = unroute.DeviceId;
        if (!_routes.Remove(device, out var route))
            return;
        _review.Removed(route);
        _unrouted.Remove(device);
        _held.Remove(device);
        _router.Tell(new RouterMessages.Forgotten(device));
        _router.Tell(new DeviceEvents.Removed(device, unroute.At));
        if (_memory.Watched.Remove(device))
            TellInterest();
        foreach (var request in _requests.TakeOf(device))
            request.Asker.Tell(request.WhenRemoved(), request.Door);
    }

    private void ReconcileHosts()
    {
        if (_place.Segment is not { } own || SegmentOf(own).Region is not { } region)
            return;
        var hosted = _links.Values.Where(link => link.Segment == own).SelectMany(link => _hosts.Of(link.Node));
        foreach (var message in _review.Look(_routes, hosted, device => _hosts.Host(device) is not null))
            region.Tell(message);
    }

    private SegmentState SegmentOf(string name)
    {
        if (_segments.TryGetValue(name, out var known))
            return known;
        var segment = new SegmentState(name);
        _segments.Add(name, segment);
        segment.Head = Context.ActorOf(ClusterSingletonProxy.Props(
            _place.HeadManagerPath, ClusterSingletonProxySettings.Create(Context.System).WithRole(TuyaSegments.RoleOf(name)).WithSingletonName(ClusterPlace.HeadName)));
        return segment;
    }

    private void FindRegion(SegmentState segment)
    {
        // That of the own segment is told.
        if (segment.Region is not null || segment.IsRegionAskedFor || segment.Name == _place.Segment)
            return;
        segment.IsRegionAskedFor = true;
        Region.Get(Context.System).StartProxyAsync(_place.RegionName(segment.Name), TuyaSegments.RoleOf(segment.Name), new HostExtractor())
            .PipeTo(Self, success: region => new RegionHere(segment.Name, region), failure: cause => new NoRegion(segment.Name, cause));
    }
}
