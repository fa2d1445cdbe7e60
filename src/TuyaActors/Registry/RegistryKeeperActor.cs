using Akka.Actor;
using Akka.Event;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Registry;

/// <summary>
/// Keeps a registry at work, and answers in its place where it cannot: no command stays without an answer. Tells its parent what changed.
/// Questions it answers itself, from the state that the registry had last.
/// </summary>
/// <remarks>
/// <code>
/// Recovering --Recovered--> Serving
///     any of them --the registry ends--> Down --timer--> Recovering
/// </code>
/// </remarks>
internal sealed class RegistryKeeperActor : UntypedActor, IWithTimers
{
    private sealed record StartDue;

    // A disk that is full or a database that another program holds is so for seconds at least, and somebody waits for the end of it.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly FleetStorage _storage;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private readonly HashSet<RegistryMessages.Carry> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<(object Query, IActorRef Asker)> _questions = [];

    private IActorRef _registry = ActorRefs.Nobody;
    private RegistryState? _state;
    private RegistryMessages.Failed? _failure;
    private string? _problem;
    private int _failures;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public RegistryKeeperActor(FleetStorage storage) => _storage = storage;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one; the registry recovers at once.</summary>
    public static Props Props(FleetStorage storage) => Akka.Actor.Props.Create(() => new RegistryKeeperActor(storage));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => StartRegistry();

    /// <summary>The parent ends as well, so whoever waits is told straight on.</summary>
    protected override void PostStop()
    {
        foreach (var carry in _open)
            carry.ReplyTo.Tell(new FleetReply.NotStored(carry.DeviceId, "the registry has been stopped; whether it is stored shows at its next start"));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegistryMessages.Carry carry when _registry.IsNobody():
                Context.Parent.Tell(new RegistryMessages.Carried(carry, new FleetReply.NotStored(carry.DeviceId, _problem!), []));
                break;
            case RegistryMessages.Carry carry:
                _open.Add(carry);
                _registry.Tell(carry);
                break;
            case RegistryMessages.Carried carried:
                Carried(carried);
                break;
            case DeviceQueries.GetDefinition or DeviceQueries.GetDefinitions:
                _questions.Add((message, Sender));
                AnswerQuestions();
                break;
            case RegistryMessages.Recovered recovered:
                Recovered(recovered);
                break;
            case RegistryMessages.StorageChanged changed:
                Note(changed.Problem);
                break;
            case RegistryMessages.Failed failed:
                _failure = failed;
                break;
            case Terminated:
                Ended();
                break;
            case StartDue:
                StartRegistry();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void StartRegistry()
    {
        _failure = null;
        _registry = Context.Watch(Context.ActorOf(FleetRegistryActor.Props(_storage)));
    }

    private void Carried(RegistryMessages.Carried carried)
    {
        _open.Remove(carried.Request);
        _failures = 0;
        _state = carried.After ?? _state;
        if (carried.Reply is FleetReply.NotStored notStored)
            Note(notStored.Reason);
        else if (!carried.Events.IsEmpty)
            Note(null);
        Context.Parent.Tell(carried);
    }

    private void Recovered(RegistryMessages.Recovered recovered)
    {
        if (_state is not null)
            _log.Info("The registry is there again, with {0} devices", recovered.State.Count);
        // What could not be read is read now; what could not be written may not be so next time.
        else if (_problem is not null)
            Note(null);
        _state = recovered.State;
        Context.Parent.Tell(recovered);
        AnswerQuestions();
    }

    private void Ended()
    {
        _registry = ActorRefs.Nobody;
        var failure = _failure ?? new RegistryMessages.Failed("the registry stopped because of a fault of its own; the log says more", null);
        if (_failures == 0)
            _log.Error("The registry ended and is started again: {0}", failure.Problem);
        else
            _log.Debug("The registry ended again, and is started later: {0}", failure.Problem);
        Note(failure.Problem);
        AnswerAll(failure.Problem);
        Context.Parent.Tell(failure);
        AnswerQuestions();
        // Of one that has just served, the first failure may have been the last.
        if (_failures++ == 0 && _state is not null)
            StartRegistry();
        else
            Timers.StartSingleTimer(nameof(StartDue), new StartDue(), Wait(_failures));
    }

    private static TimeSpan Wait(int failures)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < LongestWait ? wait : LongestWait;
    }

    private void AnswerAll(string problem)
    {
        foreach (var carry in _open)
            Context.Parent.Tell(new RegistryMessages.Carried(carry, new FleetReply.NotStored(carry.DeviceId, problem), []));
        _open.Clear();
    }

    private void AnswerQuestions()
    {
        if (_state is null && !_registry.IsNobody())
            return;
        foreach (var (query, asker) in _questions)
            asker.Tell(RegistryAnswers.To(query, _state) ?? new DeviceReplies.Refused(_problem!));
        _questions.Clear();
    }

    private void Note(string? problem)
    {
        if (problem == _problem)
            return;
        _problem = problem;
        Context.Parent.Tell(new RegistryMessages.StorageChanged(problem));
    }
}
