using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class DeletionSpecs : PersistenceSpec
{
    [Fact]
    public void Should_not_replay_deleted_events()
    {
        var diary = Write("a", "b", "c");

        diary.Tell(new Diary.Forget(2));

        Assert.Equal(2, ExpectMsg<DeleteMessagesSuccess>().ToSequenceNr);
        StopAndWait(diary);
        StartDiary();
        ExpectMsg("replayed c as 3");
        ExpectMsg("recovered c up to 3");
    }

    [Fact]
    public void Should_go_on_with_the_numbers_when_all_events_are_deleted()
    {
        var diary = Write("a", "b");

        diary.Tell(new Diary.Forget(long.MaxValue));

        Assert.Equal(2, ExpectMsg<DeleteMessagesSuccess>().ToSequenceNr);
        StopAndWait(diary);
        diary = StartDiary();
        ExpectMsg("recovered  up to 2");
        diary.Tell(new Diary.Write("c"));
        ExpectMsg("wrote c as 3");
    }

    [Fact]
    public void Should_refuse_to_delete_events_that_are_not_there_yet()
    {
        var diary = Write("a");

        diary.Tell(new Diary.Forget(2));

        var failure = ExpectMsg<DeleteMessagesFailure>();
        Assert.Equal(2, failure.ToSequenceNr);
        Assert.IsType<InvalidOperationException>(failure.Cause);
        StopAndWait(diary);
        StartDiary();
        ExpectMsg("replayed a as 1");
    }

    [Fact]
    public void Should_say_why_events_could_not_be_deleted()
    {
        var diary = Write("a");
        var cause = Script.DeleteFailure = new InvalidOperationException("read-only");

        diary.Tell(new Diary.Forget(1));

        var failure = ExpectMsg<DeleteMessagesFailure>();
        Assert.Equal((cause, 1L), (failure.Cause, failure.ToSequenceNr));
    }

    [Fact]
    public void Should_delete_one_snapshot()
    {
        var diary = WriteAndSnap(3);

        diary.Tell(new Diary.DropSnapshot(3));

        Assert.Equal(3, ExpectMsg<DeleteSnapshotSuccess>().Metadata.SequenceNr);
        StopAndWait(diary);
        StartDiary();
        ExpectMsg("snapshot 12 of 2");
        ExpectMsg("replayed 3 as 3");
    }

    [Fact]
    public void Should_delete_the_snapshots_that_fit()
    {
        var diary = WriteAndSnap(3);
        var which = new SnapshotSelectionCriteria(2);

        diary.Tell(new Diary.DropSnapshots(which));

        Assert.Same(which, ExpectMsg<DeleteSnapshotsSuccess>().Criteria);
        StopAndWait(diary);
        diary = StartDiary();
        ExpectMsg("snapshot 123 of 3");
        ExpectMsg("recovered 123 up to 3");
        StopAndWait(diary);
        StartDiary(recovery: new Recovery(which));
        ExpectMsg("replayed 1 as 1");
    }

    [Fact]
    public void Should_say_why_snapshots_could_not_be_deleted()
    {
        var diary = WriteAndSnap(1);
        var cause = Script.DeleteFailure = new InvalidOperationException("read-only");

        diary.Tell(new Diary.DropSnapshot(1));
        var one = ExpectMsg<DeleteSnapshotFailure>();
        diary.Tell(new Diary.DropSnapshots(SnapshotSelectionCriteria.Latest));
        var all = ExpectMsg<DeleteSnapshotsFailure>();

        Assert.Equal((cause, 1L), (one.Cause, one.Metadata.SequenceNr));
        Assert.Equal((cause, SnapshotSelectionCriteria.Latest), (all.Cause, all.Criteria));
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

    private IActorRef WriteAndSnap(int count)
    {
        var diary = Write();
        for (var i = 1; i <= count; i++)
        {
            diary.Tell(new Diary.Write($"{i}"));
            ExpectMsg($"wrote {i} as {i}");
            diary.Tell(new Diary.Snap());
            ExpectMsg<SaveSnapshotSuccess>();
        }

        return diary;
    }
}
