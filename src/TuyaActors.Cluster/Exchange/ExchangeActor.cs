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
        public DeviceId DeviceId => Known.Definition.Id;

        public string Segment => Known.Segment!;
    }

    /// <summary>From the fleet's front: there is no such device any more.</summary>
    public sealed record Unroute(DeviceId DeviceId);

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
    }

    /// <summary>The shard region of a segment, or its proxy.</summary>
    public sealed record RegionHere(string Segment, IActorRef Region);

    private sealed record NoRegion(string Segment, Exception Cause);

    private sealed record RequestsDue;

    private sealed record LinksDue;

    // What is known is a look into memory, and where that is being handed over it takes some seconds more.
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(5);

    // A device's own word that it was not in time says more than ours; whoever asks waits for two seconds more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

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
    private readonly List<(DeviceDoorActor.Through Question, IActorRef Door)> _held = [];
    private readonly Memory _memory;
    private IActorRef _router = ActorRefs.Nobody;
    private long _version = 1;
    private DateTimeOffset? _armed;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ExchangeActor(ClusterPlace place, Memory memory) => (_place, _memory) = (place, memory);

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
                Pass(through, Sender);
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
                    reached.IsTaken = true;
                break;
            case Route route:
                Learn(route);
                break;
            case Unroute unroute:
                Unlearn(unroute.DeviceId);
                break;
            case RouterMessages.Wanted wanted:
                _memory.Wanted = wanted;
                TellInterest();
                break;
            case Here here:
                _router = here.Router;
                _router.Tell(new DiscoveryMessages.Here(Self));
                break;
            case RegionHere region:
                Connect(region);
                break;
            case NoRegion none:
                _log.Warning("The way to the devices of segment '{0}' could not be made, and is tried again: {1}", none.Segment, none.Cause.Message);
                SegmentOf(none.Segment).IsRegionAskedFor = false;
                break;
            case RequestsDue:
                _armed = null;
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

    private void Pass(DeviceDoorActor.Through through, IActorRef door)
    {
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
            var now = Now;
            var segment = SegmentOf(route.Segment);
            var voidAt = through.Message is IDeviceCommand command ? command.Deadline ?? now + route.Patience : now + QuestionPatience;
            var request = new OpenRequest(route.Segment, door, through.Asker, now, voidAt + Grace)
            {
                Carry = new HostMessages.Carry(route.Host, through.DeviceId, 0, through.Message, voidAt),
            };
            if (!segment.IsAvailable)
                through.Asker.Tell(request.WhenUnavailable(wasSent: false), door);
            // A snapshot that the router asks for says how a device stands before the events that follow: these must be on their way here.
            else if (through.Asker.Equals(_router) && !IsInterestTaken(segment))
                _held.Add((through, door));
            else
                Send(segment, request);
        }
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
        if (_requests.NextDue is not { } due || _armed <= due)
            return;
        var wait = due - Now;
        _armed = due;
        Timers.StartSingleTimer(nameof(RequestsDue), new RequestsDue(), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }

    // ---- who is where

    private void Learn(Route route)
    {
        var isNew = !_routes.ContainsKey(route.DeviceId);
        _routes[route.DeviceId] = route;
        _router.Tell(route.Known);
        if (isNew && _unrouted.Remove(route.DeviceId, out var hosted))
            _router.Tell(new RouterMessages.Begun(hosted.DeviceId, hosted.State, hosted.Finding));
    }

    private void Unlearn(DeviceId device)
    {
        if (!_routes.Remove(device))
            return;
        _unrouted.Remove(device);
        _router.Tell(new RouterMessages.Forgotten(device));
        if (_memory.Watched.Remove(device))
            TellInterest();
        foreach (var request in _requests.TakeOf(device))
            request.Asker.Tell(request.WhenRemoved(), request.Door);
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
