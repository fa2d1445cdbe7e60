using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>
/// One command to many devices: lives until each has its outcome, or the time is up. Devices that are well take turns, so many at once; the others
/// are told at once and wait beside, and so does one that holds its place for long.
/// </summary>
internal sealed class ManyCommandActor : UntypedActor, IWithTimers
{
    /// <summary>How long a device holds its place. 1 s: one in good health answers in under 200 ms; a slow one must not keep the others waiting.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private sealed record TimeIsUp;

    private sealed record NextDue;

    private readonly record struct Told(DateTimeOffset At, bool HoldsPlace, IActorRef Actor);

    private readonly ManyRequest _request;
    private readonly Dictionary<DeviceId, CommandOutcome> _outcomes = [];
    private readonly Queue<ManyTarget> _waiting = [];
    private readonly Dictionary<DeviceId, Told> _told = [];
    private readonly Dictionary<IActorRef, DeviceId> _ids = [];
    private readonly PriorityQueue<(DeviceId Id, bool IsOver), DateTimeOffset> _due = new();
    private DateTimeOffset _forDevices;
    private DateTimeOffset? _armed;
    private int _places;
    private bool _replied;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ManyCommandActor(ManyRequest request) => _request = request;

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>How to make one.</summary>
    public static Props Props(ManyRequest request) => Akka.Actor.Props.Create(() => new ManyCommandActor(request));

    protected override void PreStart()
    {
        var now = Now;
        foreach (var id in _request.Unknown)
            _outcomes[id] = new CommandOutcome.UnknownDevice(id);
        foreach (var target in _request.Targets.Where(target => target.IsWell))
            _waiting.Enqueue(target);
        if (_request.Deadline <= now)
        {
            foreach (var target in _request.Targets)
                _outcomes[target.Id] = new CommandOutcome.Expired(target.Id);
            _waiting.Clear();
        }
        else
        {
            _forDevices = Margins.ForDevices(now, _request.Deadline);
            Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), Margins.ForAnswer(now, _request.Deadline) - now);
            foreach (var target in _request.Targets.Where(target => !target.IsWell))
                Tell(target, holdsPlace: false);
        }

        GoOn();
    }

    /// <summary>Also where the router, or the fleet, ends before it: whoever asks gets an answer.</summary>
    protected override void PostStop()
    {
        if (_replied)
            return;
        foreach (var id in _told.Keys.Concat(_waiting.Select(target => target.Id)))
            _outcomes[id] = new CommandOutcome.Cancelled(id, "the fleet ended before the outcome was there");
        Reply();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CommandOutcome outcome:
                End(outcome);
                break;
            case Terminated terminated when _ids.TryGetValue(terminated.ActorRef, out var id):
                End(new CommandOutcome.Cancelled(id, "the device was taken out of service before the command ended"));
                break;
            case NextDue:
                TakeDue();
                break;
            case TimeIsUp:
                foreach (var (id, told) in _told)
                    _outcomes[id] = new CommandOutcome.TimedOut(id, Now - told.At);
                foreach (var target in _waiting)
                    _outcomes[target.Id] = new CommandOutcome.Expired(target.Id);
                _told.Clear();
                _waiting.Clear();
                break;
            default:
                Unhandled(message);
                break;
        }

        GoOn();
    }

    private void Tell(ManyTarget target, bool holdsPlace)
    {
        var now = Now;
        var until = _request.Command.Each is { } each && now + each < _forDevices ? now + each : _forDevices;
        _told[target.Id] = new Told(now, holdsPlace, target.Actor);
        _ids[target.Actor] = target.Id;
        // One that is over its own time has its actor stuck: a little later it counts as silent.
        if (until < _forDevices)
            _due.Enqueue((target.Id, IsOver: true), until + (until - now) / 10);
        if (holdsPlace)
        {
            _places++;
            _due.Enqueue((target.Id, IsOver: false), now + LongestTurn);
        }

        Context.Watch(target.Actor);
        target.Actor.Tell(_request.For(target.Id, until));
    }

    private void End(CommandOutcome outcome)
    {
        if (!_told.Remove(outcome.DeviceId, out var told))
            return;
        Context.Unwatch(told.Actor);
        _outcomes[outcome.DeviceId] = outcome;
        if (told.HoldsPlace)
            _places--;
    }

    private void TakeDue()
    {
        _armed = null;
        var now = Now;
        while (_due.TryPeek(out var due, out var at) && at <= now)
        {
            _due.Dequeue();
            if (!_told.TryGetValue(due.Id, out var told))
                continue;
            if (due.IsOver)
            {
                End(new CommandOutcome.TimedOut(due.Id, now - told.At));
            }
            else if (told.HoldsPlace)
            {
                _told[due.Id] = told with { HoldsPlace = false };
                _places--;
            }
        }
    }

    private void GoOn()
    {
        while (_places < _request.Parallelism && _waiting.TryDequeue(out var target))
            Tell(target, holdsPlace: true);
        if (_told.Count == 0 && _waiting.Count == 0)
        {
            Reply();
            Context.Stop(Self);
            Become(static _ => { });
        }
        else if (_due.TryPeek(out _, out var next) && !(_armed <= next))
        {
            var wait = next - Now;
            _armed = next;
            Timers.StartSingleTimer(nameof(NextDue), new NextDue(), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        }
    }

    private void Reply()
    {
        _replied = true;
        _request.ReplyTo.Tell(new DeviceReplies.Outcomes([.. _outcomes.Values.OrderBy(outcome => outcome.DeviceId.Value, StringComparer.Ordinal)], _request.Unmatched));
    }
}
