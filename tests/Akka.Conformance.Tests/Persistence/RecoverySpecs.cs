using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class RecoverySpecs : PersistenceSpec
{
    public RecoverySpecs()
        : base("akka.persistence.max-concurrent-recoveries = 2")
    {
    }

    [Fact]
    public void Should_complete_at_once_when_there_is_nothing_to_recover_from()
    {
        StartDiary();

        ExpectMsg("recovered  up to 0");
    }

    [Fact]
    public void Should_recover_from_its_events_in_order()
    {
        WriteAndStop("a", "b", "c");

        var diary = StartDiary();

        ExpectMsg("replayed a as 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("replayed c as 3");
        ExpectMsg("recovered abc up to 3");
        diary.Tell(new Diary.Write("d"));
        ExpectMsg("wrote d as 4");
    }

    [Fact]
    public void Should_recover_from_its_snapshot_and_the_events_after_it()
    {
        var diary = Write("a", "b");
        Snap(diary);
        diary.Tell(new Diary.Write("c"));
        ExpectMsg("wrote c as 3");
        StopAndWait(diary);

        StartDiary();

        ExpectMsg("snapshot ab of 2");
        ExpectMsg("replayed c as 3");
        ExpectMsg("recovered abc up to 3");
    }

    [Fact]
    public void Should_recover_from_its_latest_snapshot_alone_when_no_event_is_after_it()
    {
        var diary = Write("a");
        Snap(diary);
        diary.Tell(new Diary.Write("b"));
        ExpectMsg("wrote b as 2");
        Snap(diary);
        StopAndWait(diary);

        StartDiary();

        ExpectMsg("snapshot ab of 2");
        ExpectMsg("recovered ab up to 2");
    }

    [Fact]
    public void Should_hold_commands_back_until_it_has_recovered()
    {
        WriteAndStop("a", "b");

        var diary = StartDiary();
        diary.Tell(new Diary.Write("c"));
        diary.Tell(new Diary.Write("d"));

        ExpectMsg("replayed a as 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 2");
        ExpectMsg("wrote c as 3");
        ExpectMsg("wrote d as 4");
    }

    [Fact]
    public void Should_recover_without_a_snapshot_when_told_so()
    {
        var diary = Write("a", "b");
        Snap(diary);
        StopAndWait(diary);

        StartDiary(recovery: new Recovery(SnapshotSelectionCriteria.None));

        ExpectMsg("replayed a as 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 2");
    }

    [Fact]
    public void Should_recover_up_to_an_event_and_go_on_behind_the_last_when_told_so()
    {
        WriteAndStop("a", "b", "c");

        var diary = StartDiary(recovery: new Recovery(SnapshotSelectionCriteria.Latest, toSequenceNr: 2));

        ExpectMsg("replayed a as 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 3");
        diary.Tell(new Diary.Write("d"));
        ExpectMsg("wrote d as 4");
    }

    [Fact]
    public void Should_recover_from_no_more_events_than_it_is_told()
    {
        WriteAndStop("a", "b", "c");

        StartDiary(recovery: new Recovery(replayMax: 1));

        ExpectMsg("replayed a as 1");
        ExpectMsg("recovered a up to 3");
    }

    [Fact]
    public void Should_only_find_its_number_when_told_not_to_recover()
    {
        var diary = Write("a", "b");
        Snap(diary);
        StopAndWait(diary);

        StartDiary(recovery: Recovery.None);

        ExpectMsg("recovered  up to 2");
    }

    [Fact]
    public void Should_be_recovering_until_its_recovery_is_completed()
    {
        WriteAndStop("a");

        var actor = Sys.ActorOf(Props.Create(() => new Curious("diary", TestActor)));
        actor.Tell("command");

        ExpectMsg("constructor: recovering");
        ExpectMsg("PreStart: recovering");
        ExpectMsg("event a: recovering, InvalidOperationException");
        ExpectMsg("completed: not recovering");
        ExpectMsg("written in completed");
        ExpectMsg("command: not recovering");
    }

    [Fact]
    public void Should_recover_all_actors_when_only_some_may_at_a_time()
    {
        const int Many = 25;
        for (var i = 0; i < Many; i++)
        {
            var diary = StartDiary($"diary-{i}");
            ExpectMsg("recovered  up to 0");
            diary.Tell(new Diary.Write($"{i}"));
            ExpectMsg($"wrote {i} as 1");
            StopAndWait(diary);
        }

        for (var i = 0; i < Many; i++)
            StartDiary($"diary-{i}");

        var left = Enumerable.Range(0, Many).SelectMany(i => new[] { $"replayed {i} as 1", $"recovered {i} up to 1" }).ToHashSet();
        while (left.Count > 0)
            Assert.True(left.Remove(ExpectMsg<string>()));
    }

    [Fact]
    public void Should_leave_its_place_to_others_when_stopped_while_it_recovers()
    {
        Script.NeverLoads = true;
        StopAndWait(StartDiary("first"));
        StopAndWait(StartDiary("second"));
        StopAndWait(StartDiary("third"));
        Script.NeverLoads = false;

        StartDiary("fourth");

        ExpectMsg("recovered  up to 0");
    }

    private IActorRef Write(params string[] entries)
    {
        var diary = StartDiary();
        ExpectMsg("recovered  up to 0");
        for (var i = 0; i < entries.Length; i++)
        {
            diary.Tell(new Diary.Write(entries[i]));
            ExpectMsg($"wrote {entries[i]} as {i + 1}");
        }

        return diary;
    }

    private void WriteAndStop(params string[] entries) => StopAndWait(Write(entries));

    private void Snap(IActorRef diary)
    {
        diary.Tell(new Diary.Snap());
        ExpectMsg<SaveSnapshotSuccess>();
    }

    private sealed class Curious : ReceivePersistentActor
    {
        private readonly IActorRef _listener;

        public Curious(string id, IActorRef listener)
        {
            _listener = listener;
            PersistenceId = id;
            Recover<string>(entry =>
            {
                var error = Record.Exception(() => Persist("early", _ => { }));
                Tell($"event {entry}", $", {error?.GetType().Name}");
            });
            Recover<RecoveryCompleted>(_ =>
            {
                Tell("completed");
                Persist("b", _ => listener.Tell("written in completed"));
            });
            Command<string>(text => Tell(text));
            Tell("constructor");
        }

        public override string PersistenceId { get; }

        protected override void PreStart() => Tell("PreStart");

        private void Tell(string where, string more = "") => _listener.Tell($"{where}: {(IsRecovering ? "recovering" : "not recovering")}{more}");
    }
}
