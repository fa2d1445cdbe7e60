using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>
/// Persists what it is told to write, and tells a listener what it recovers from and what happens. Its state is one text, its events are
/// what is appended, and its snapshots the text so far.
/// </summary>
internal sealed class Diary : ReceivePersistentActor
{
    private readonly IActorRef _listener;
    private string _text = "";

    public Diary(string id, IActorRef listener, Recovery? recovery = null)
    {
        _listener = listener;
        PersistenceId = id;
        Recovery = recovery ?? Recovery.Default;

        Recover<SnapshotOffer>(offer =>
        {
            _text = (string)offer.Snapshot;
            _listener.Tell($"snapshot {_text} of {offer.Metadata.SequenceNr}");
        });
        Recover<string>(entry =>
        {
            _text += entry;
            _listener.Tell($"replayed {entry} as {LastSequenceNr}");
        });
        Recover<RecoveryCompleted>(_ => _listener.Tell($"recovered {_text} up to {LastSequenceNr}"));

        Command<Write>(write => Persist(write.Entry, entry =>
        {
            _text += entry;
            _listener.Tell($"wrote {entry} as {LastSequenceNr}");
        }));
        Command<Snap>(_ => SaveSnapshot(_text));
        Command<Forget>(forget => DeleteMessages(forget.To));
        Command<DropSnapshot>(drop => DeleteSnapshot(drop.Of));
        Command<DropSnapshots>(drop => DeleteSnapshots(drop.Which));
        Command<Fail>(_ => throw new InvalidOperationException("bug"));
        CommandAny(other => _listener.Tell(other));
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery { get; }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => _listener.Tell(new RecoveryFailed(reason, message));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _listener.Tell(new PersistFailed(cause, @event, sequenceNr));

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        _listener.Tell(new PersistRejected(cause, @event, sequenceNr));

    public sealed record Write(string Entry);

    public sealed record Snap;

    public sealed record Forget(long To);

    public sealed record DropSnapshot(long Of);

    public sealed record DropSnapshots(SnapshotSelectionCriteria Which);

    public sealed record Fail;

    public sealed record RecoveryFailed(Exception Reason, object? Message);

    public sealed record PersistFailed(Exception Cause, object Event, long SequenceNr);

    public sealed record PersistRejected(Exception Cause, object Event, long SequenceNr);
}
