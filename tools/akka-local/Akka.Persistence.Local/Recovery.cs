using Akka.Actor;

namespace Akka.Persistence;

/// <summary>How an actor recovers: from which snapshot, up to which event, and from how many events at most.</summary>
public sealed class Recovery
{
    public Recovery(SnapshotSelectionCriteria fromSnapshot = null, long toSequenceNr = long.MaxValue, long replayMax = long.MaxValue)
    {
        FromSnapshot = fromSnapshot ?? SnapshotSelectionCriteria.Latest;
        ToSequenceNr = toSequenceNr;
        ReplayMax = replayMax;
    }

    /// <summary>From the latest snapshot and all events after it.</summary>
    public static Recovery Default { get; } = new();

    /// <summary>From nothing; the numbers go on where the journal ends.</summary>
    public static Recovery None { get; } = new(SnapshotSelectionCriteria.None, 0);

    internal SnapshotSelectionCriteria FromSnapshot { get; }

    internal long ToSequenceNr { get; }

    internal long ReplayMax { get; }
}

/// <summary>The last thing that a recovering actor gets. From here on it may persist.</summary>
public sealed class RecoveryCompleted
{
    internal static readonly RecoveryCompleted Instance = new();

    private RecoveryCompleted()
    {
    }
}

/// <summary>Neither the snapshot nor the next event came in time.</summary>
public sealed class RecoveryTimedOutException : AkkaException
{
    internal RecoveryTimedOutException(string message)
        : base(message)
    {
    }
}

internal sealed class RequestRecoveryPermit
{
    public static readonly RequestRecoveryPermit Instance = new();
}

internal sealed class RecoveryPermitGranted
{
    public static readonly RecoveryPermitGranted Instance = new();
}

internal sealed class ReturnRecoveryPermit
{
    public static readonly ReturnRecoveryPermit Instance = new();
}

/// <summary>Lets a limited number of actors recover at a time, in the order they came. Who stops gives its permit back.</summary>
internal sealed class RecoveryPermitter : ReceiveActor
{
    private readonly HashSet<IActorRef> _recovering = [];
    private readonly LinkedList<IActorRef> _waiting = [];
    private readonly int _permits;

    public RecoveryPermitter(int permits)
    {
        _permits = permits;
        Receive<RequestRecoveryPermit>(_ => Admit(Sender));
        Receive<ReturnRecoveryPermit>(_ => Leave(Sender));
        Receive<Terminated>(stopped => Leave(stopped.ActorRef));
    }

    private void Admit(IActorRef actor)
    {
        // Who was restarted while it waited or recovered asks again.
        Context.Watch(actor);
        if (_recovering.Contains(actor))
            actor.Tell(RecoveryPermitGranted.Instance);
        else if (!_waiting.Contains(actor))
            _waiting.AddLast(actor);
        Grant();
    }

    private void Leave(IActorRef actor)
    {
        Context.Unwatch(actor);
        if (!_recovering.Remove(actor))
            _waiting.Remove(actor);
        Grant();
    }

    private void Grant()
    {
        while (_waiting.First is { } next && _recovering.Count < _permits)
        {
            _waiting.RemoveFirst();
            _recovering.Add(next.Value);
            next.Value.Tell(RecoveryPermitGranted.Instance);
        }
    }
}
