using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class RecoveryFailureSpecs : PersistenceSpec
{
    [Fact]
    public void Should_tell_the_event_and_stop_when_its_handler_throws()
    {
        WriteAndSnap("a", "b");

        var actor = StartFragile(message => message is "a", new Recovery(SnapshotSelectionCriteria.None));

        var failure = ExpectMsg<Diary.RecoveryFailed>();
        Assert.Equal(("bug", "a"), (failure.Reason.Message, failure.Message));
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_stop_when_the_handler_of_the_snapshot_throws()
    {
        WriteAndSnap("a");

        var actor = StartFragile(message => message is SnapshotOffer, Recovery.Default);

        var failure = ExpectMsg<Diary.RecoveryFailed>();
        Assert.Equal(("bug", null), (failure.Reason.Message, failure.Message));
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_restart_when_the_handler_of_the_completion_throws()
    {
        var times = 0;
        var actor = StartFragile(message => message is RecoveryCompleted && ++times == 1, Recovery.Default);
        actor.Tell("command");

        ExpectMsg("restarting");
        ExpectMsg("command");
    }

    [Fact]
    public void Should_stop_when_the_journal_cannot_replay()
    {
        WriteAndSnap("a");
        var diary = StartDiary("other");
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("b"));
        ExpectMsg("wrote b as 1");
        StopAndWait(diary);
        var cause = Script.ReplayFailure = new InvalidOperationException("unreadable");

        diary = Watch(StartDiary("other"));

        Assert.Same(cause, ExpectMsg<Diary.RecoveryFailed>().Reason);
        ExpectTerminated(diary);
    }

    [Fact]
    public void Should_stop_when_the_snapshot_cannot_be_loaded()
    {
        WriteAndSnap("a");
        var cause = Script.LoadFailure = new InvalidOperationException("unreadable");

        var diary = Watch(StartDiary());

        Assert.Same(cause, ExpectMsg<Diary.RecoveryFailed>().Reason);
        ExpectTerminated(diary);
    }

    private void WriteAndSnap(params string[] entries)
    {
        var diary = StartDiary();
        ExpectMsg("recovered  up to 0");
        foreach (var (entry, number) in entries.Select((entry, index) => (entry, index + 1)))
        {
            diary.Tell(new Diary.Write(entry));
            ExpectMsg($"wrote {entry} as {number}");
        }

        diary.Tell(new Diary.Snap());
        ExpectMsg<SaveSnapshotSuccess>();
        StopAndWait(diary);
    }

    private IActorRef StartFragile(Func<object, bool> breaks, Recovery recovery) =>
        Watch(Sys.ActorOf(Props.Create(() => new Fragile("diary", TestActor, breaks, recovery))));

    /// <summary>Throws when it recovers from what the test says.</summary>
    private sealed class Fragile : ReceivePersistentActor
    {
        private readonly IActorRef _listener;

        public Fragile(string id, IActorRef listener, Func<object, bool> breaks, Recovery recovery)
        {
            _listener = listener;
            PersistenceId = id;
            Recovery = recovery;
            RecoverAny(message =>
            {
                if (breaks(message))
                    throw new InvalidOperationException("bug");
            });
            Command<string>(text => listener.Tell(text));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery { get; }

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell("restarting");
            base.PreRestart(reason, message);
        }

        protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
            _listener.Tell(new Diary.RecoveryFailed(reason, message));
    }
}
