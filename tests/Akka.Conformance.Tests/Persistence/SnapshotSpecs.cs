using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class SnapshotSpecs : PersistenceSpec
{
    [Fact]
    public void Should_say_what_it_saved_and_when()
    {
        var before = DateTime.UtcNow;
        var diary = Write("a", "b");

        diary.Tell(new Diary.Snap());

        var saved = ExpectMsg<SaveSnapshotSuccess>().Metadata;
        Assert.Equal(("diary", 2), (saved.PersistenceId, saved.SequenceNr));
        Assert.InRange(saved.Timestamp, before, DateTime.UtcNow);
        Assert.Equal(DateTimeKind.Utc, saved.Timestamp.Kind);
    }

    [Fact]
    public void Should_say_why_it_could_not_save_and_go_on()
    {
        var diary = Write("a");
        var cause = Script.SaveFailure = new InvalidOperationException("disk full");

        diary.Tell(new Diary.Snap());
        diary.Tell(new Diary.Write("b"));

        // The stores answer on their own, so the two may come in any order.
        var answers = new[] { ExpectMsg<object>(), ExpectMsg<object>() };
        var failure = Assert.Single(answers.OfType<SaveSnapshotFailure>());
        Assert.Equal((cause, 1L), (failure.Cause, failure.Metadata.SequenceNr));
        Assert.Contains("wrote b as 2", answers);
    }

    [Fact]
    public void Should_number_a_snapshot_by_the_last_event_that_was_handled()
    {
        Action<Scribe, int> command = (self, _) => self.PersistAll(["a", "b"], written =>
        {
            if (written == "a")
                self.SaveSnapshot(written);
            TestActor.Tell(self.SnapshotSequenceNr);
        });
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

        actor.Tell(1);

        ExpectMsg(1L);
        ExpectMsg(2L);
        StopAndWait(actor);
        StartDiary("scribe");
        ExpectMsg("snapshot a of 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 2");
    }

    [Fact]
    public void Should_offer_the_newer_one_of_two_snapshots_after_the_same_event()
    {
        var texts = new Queue<string>(["old", "new"]);
        Action<Scribe, int> command = (self, _) =>
        {
            self.SaveSnapshot(texts.Dequeue());
            self.Answer("saving");
        };
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));
        actor.Tell(1);
        ExpectMsg("saving");
        actor.Tell(1);
        ExpectMsg("saving");
        StopAndWait(actor);

        StartDiary("scribe");

        ExpectMsg("snapshot new of 0");
        ExpectMsg("recovered new up to 0");
    }

    [Fact]
    public void Should_offer_the_latest_snapshot_that_fits()
    {
        var diary = Write();
        for (var i = 1; i <= 3; i++)
            WriteAndSnap(diary, $"{i}", i);
        StopAndWait(diary);

        StartDiary(recovery: new Recovery(new SnapshotSelectionCriteria(2)));

        ExpectMsg("snapshot 12 of 2");
        ExpectMsg("replayed 3 as 3");
        ExpectMsg("recovered 123 up to 3");
    }

    [Fact]
    public void Should_offer_the_latest_snapshot_of_a_time()
    {
        var diary = Write();
        WriteAndSnap(diary, "1", 1);
        var time = WriteAndSnap(diary, "2", 2).Timestamp;
        AwaitCondition(() => DateTime.UtcNow > time);
        WriteAndSnap(diary, "3", 3);
        StopAndWait(diary);

        StartDiary(recovery: new Recovery(new SnapshotSelectionCriteria(long.MaxValue, time)));

        ExpectMsg("snapshot 12 of 2");
        ExpectMsg("replayed 3 as 3");
        ExpectMsg("recovered 123 up to 3");
    }

    [Fact]
    public void Should_offer_a_snapshot_no_later_than_the_event_to_recover_up_to()
    {
        var diary = Write();
        for (var i = 1; i <= 3; i++)
            WriteAndSnap(diary, $"{i}", i);
        StopAndWait(diary);

        StartDiary(recovery: new Recovery(SnapshotSelectionCriteria.Latest, toSequenceNr: 2));

        ExpectMsg("snapshot 12 of 2");
        ExpectMsg("recovered 12 up to 3");
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

    private SnapshotMetadata WriteAndSnap(IActorRef diary, string entry, int number)
    {
        diary.Tell(new Diary.Write(entry));
        ExpectMsg($"wrote {entry} as {number}");
        diary.Tell(new Diary.Snap());
        return ExpectMsg<SaveSnapshotSuccess>().Metadata;
    }
}
