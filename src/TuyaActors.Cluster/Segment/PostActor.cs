using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Segment;

/// <summary>
/// The post of a node that hosts devices: gets all that they tell, and passes it on to the exchanges of all nodes that want to know it, over one <see cref="LinkOut"/>
/// each. What was told is kept until it has arrived.
/// </summary>
internal sealed class PostActor : UntypedActor, IWithTimers
{
    /// <summary>From a host: this actor is this device from now on.</summary>
    public sealed record Hosting(DeviceId DeviceId, IActorRef Device);

    /// <summary>From a host, or where the device's actor has ended: it is on this node no more.</summary>
    public sealed record Ending(DeviceId DeviceId, IActorRef Device);

    /// <summary>From a host: what was asked under this number has reached the device's actor.</summary>
    public sealed record Taken(long Number, IActorRef Exchange);

    /// <summary>From a host: the device has been asked how it stands, and answers the post.</summary>
    public sealed record Asked(DeviceId DeviceId, long Number, IActorRef Exchange);

    /// <summary>From the head of the segment, where that is on this node: it wants to know how the storage is, by <see cref="StorageHealth"/>.</summary>
    public sealed record HeadHere(IActorRef Head);

    /// <summary>From the fleet's front: for the head, where that is on this node.</summary>
    public sealed record ForHead(object Message);

    /// <summary>What a crash of this actor must not lose. Handed over by the props.</summary>
    public sealed class Memory
    {
        internal Memory()
        {
        }

        internal Dictionary<DeviceId, Hosted> Hosted { get; } = [];
        internal Dictionary<IActorRef, Link> Links { get; } = [];
        internal Dictionary<DeviceId, List<(long Number, IActorRef Exchange)>> Asked { get; } = [];
        internal StorageHealth Storage { get; set; } = new(false, null);
        internal IActorRef Head { get; set; } = ActorRefs.Nobody;
        internal long Incarnation { get; set; }
    }

    internal sealed class Hosted(IActorRef device, long incarnation)
    {
        public IActorRef Device { get; } = device;
        public long Incarnation { get; } = incarnation;
        public DeviceState State { get; set; } = DeviceState.Stopped;
        public DiagnosisKind? Finding { get; set; }
    }

    internal sealed class Link(LinkOut items, Interest interest)
    {
        public LinkOut Items { get; } = items;
        public Interest Interest { get; private set; } = interest;
        public WatchedDps Watched { get; private set; } = new(interest.Watched);

        public void Take(Interest interest) => (Interest, Watched) = (interest, new WatchedDps(interest.Watched));

        /// <summary>Whether something was acknowledged since the last look.</summary>
        public bool HasMoved { get; set; }
    }

    private sealed record SendDue;

    private sealed record LookDue;

    // A round trip between two nodes of one cluster takes milliseconds; what is lost is lost with a connection, which is seldom.
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Memory _memory;
    private bool _isSendDue;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public PostActor(Memory memory) => _memory = memory;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props()
    {
        var memory = new Memory();
        return Akka.Actor.Props.Create(() => new PostActor(memory));
    }

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookDue), new LookDue(), SendAgainAfter);

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        foreach (var link in _memory.Links.Values)
            link.Items.SendAgain();
        SendSoon();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDeviceEvent e:
                Tell(e);
                break;
            case DeviceReplies.DeviceFound found:
                Answer(found);
                break;
            case ExchangeMessages.Acknowledge acknowledge:
                Acknowledge(acknowledge);
                break;
            case ExchangeMessages.OpenLink open:
                Open(open);
                break;
            case Asked asked:
                Note(asked);
                break;
            case Hosting hosting:
                Begin(hosting);
                break;
            case Ending ending:
                End(ending);
                break;
            case Taken taken:
                Take(taken);
                break;
            case Terminated terminated:
                Close(terminated.ActorRef);
                break;
            case SendDue:
                _isSendDue = false;
                foreach (var (exchange, link) in _memory.Links)
                    Send(exchange, link);
                break;
            case LookDue:
                SendAgain();
                break;
            case StorageHealth storage:
                _memory.Storage = storage;
                _memory.Head.Tell(storage);
                break;
            case ForHead letter:
                _memory.Head.Tell(letter.Message, ActorRefs.NoSender);
                break;
            case HeadHere here:
                _memory.Head = here.Head;
                here.Head.Tell(_memory.Storage);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // ---- devices

    private void Begin(Hosting hosting)
    {
        // Later than what any other node has said of the device, as far as the clocks of the segment's nodes agree.
        _memory.Incarnation = Math.Max(_memory.Incarnation + 1, Context.System.Scheduler.Now.UtcTicks);
        var hosted = new Hosted(hosting.Device, _memory.Incarnation);
        _memory.Hosted[hosting.DeviceId] = hosted;
        Context.WatchWith(hosting.Device, new Ending(hosting.DeviceId, hosting.Device));
        foreach (var link in _memory.Links.Values)
            link.Items.Add(Item(hosting.DeviceId, hosted));
        TellWatched(hosting.DeviceId, onlyIfAny: true);
        SendSoon();
    }

    private void End(Ending ending)
    {
        var device = ending.DeviceId;
        if (!_memory.Hosted.TryGetValue(device, out var hosted) || !hosted.Device.Equals(ending.Device))
            return;
        _memory.Hosted.Remove(device);
        _memory.Asked.Remove(device);
        Context.Unwatch(ending.Device);
        foreach (var link in _memory.Links.Values)
            link.Items.Add(new LinkItems.Gone(device, hosted.Incarnation));
        SendSoon();
    }

    // By the same way as the news that the device is hosted here: else it would be taken for the former host's.
    private void Take(Taken taken)
    {
        if (_memory.Links.TryGetValue(taken.Exchange, out var link))
            link.Items.Add(new ExchangeMessages.Taken(taken.Number));
        else
            taken.Exchange.Tell(new ExchangeMessages.Taken(taken.Number));
        SendSoon();
    }

    private void Tell(IDeviceEvent e)
    {
        var hosted = _memory.Hosted.GetValueOrDefault(e.DeviceId);
        if (hosted is not null && e is DeviceEvents.StateChanged change)
            (hosted.State, hosted.Finding) = (change.To, change.Diagnosis?.Kind);
        LinkItems.Happened? item = null;
        foreach (var link in _memory.Links.Values)
        {
            if (link.Interest.Wants(e))
                link.Items.Add(item ??= new LinkItems.Happened(hosted?.Incarnation ?? 0, e));
        }

        if (item is not null)
            SendSoon();
    }

    private void Note(Asked asked)
    {
        if (!_memory.Asked.TryGetValue(asked.DeviceId, out var askers))
            _memory.Asked[asked.DeviceId] = askers = [];
        askers.Add((asked.Number, asked.Exchange));
    }

    private void Answer(DeviceReplies.DeviceFound found)
    {
        if (!_memory.Asked.Remove(found.DeviceId, out var askers))
            return;
        foreach (var (number, exchange) in askers)
        {
            if (_memory.Links.TryGetValue(exchange, out var link))
                link.Items.Add(new LinkItems.Stands(number, found.Device));
            else
                exchange.Tell(new ExchangeMessages.Answered(number, found));
        }

        SendSoon();
    }

    // ---- links

    private void Open(ExchangeMessages.OpenLink open)
    {
        var interest = open.Interest;
        var before = WatchedDps.None;
        if (_memory.Links.TryGetValue(Sender, out var link) && link.Items.Link == open.Link)
        {
            before = link.Watched;
            link.Take(interest);
        }
        else
        {
            // What still waited for the former link is not told any more.
            var lost = link?.Items.Events ?? 0;
            before = link?.Watched ?? before;
            link = new Link(new LinkOut(open.Link), interest);
            _memory.Links[Sender] = link;
            Context.Watch(Sender);
            if (lost > 0)
                link.Items.Add(new LinkItems.Missed(lost));
            TellHosted(link);
        }

        link.Items.Add(new LinkItems.InterestTaken(open.Version));
        TellWatched(before, link.Watched);
        SendSoon();
    }

    private void TellHosted(Link link)
    {
        foreach (var (device, hosted) in _memory.Hosted)
            link.Items.Add(Item(device, hosted));
    }

    private void Close(IActorRef exchange)
    {
        if (_memory.Links.Remove(exchange, out var link))
            TellWatched(link.Watched, WatchedDps.None);
    }

    private void Acknowledge(ExchangeMessages.Acknowledge acknowledge)
    {
        if (!_memory.Links.TryGetValue(Sender, out var link) || link.Items.Link != acknowledge.Link)
            return;
        link.HasMoved = true;
        if (link.Items.Acknowledge(acknowledge.UpTo))
            TellHosted(link);
        if (acknowledge.IsGap && link.Items.IsNewGap(acknowledge.UpTo))
            link.Items.SendAgain();
        Send(Sender, link);
    }

    private void SendAgain()
    {
        foreach (var (exchange, link) in _memory.Links)
        {
            if (link.Items.IsWaiting && !link.HasMoved)
            {
                link.Items.SendAgain();
                Send(exchange, link);
            }

            link.HasMoved = false;
        }
    }

    // What comes in meanwhile goes with it.
    private void SendSoon()
    {
        if (_isSendDue || _memory.Links.Count == 0)
            return;
        _isSendDue = true;
        Self.Tell(new SendDue());
    }

    private static void Send(IActorRef exchange, Link link)
    {
        foreach (var batch in link.Items.Due())
            exchange.Tell(batch);
    }

    /// <summary>To those devices for which it is another now.</summary>
    private void TellWatched(WatchedDps before, WatchedDps after)
    {
        if (before.IsEmpty && after.IsEmpty)
            return;
        foreach (var device in _memory.Hosted.Keys.Where(device => !before.Of(device).SetEquals(after.Of(device))))
            TellWatched(device);
    }

    private void TellWatched(DeviceId device, bool onlyIfAny = false)
    {
        if (!_memory.Hosted.TryGetValue(device, out var hosted))
            return;
        var dps = _memory.Links.Values.Aggregate(ImmutableHashSet<int>.Empty, (all, link) => all.Union(link.Watched.Of(device)));
        if (!onlyIfAny || !dps.IsEmpty)
            hosted.Device.Tell(new DeviceMessages.WatchedDps(dps));
    }

    private static LinkItems.Hosted Item(DeviceId device, Hosted hosted) => new(device, hosted.Incarnation, hosted.State, hosted.Finding);
}
