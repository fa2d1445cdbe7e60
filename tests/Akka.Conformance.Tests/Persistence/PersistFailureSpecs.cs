using Akka.Actor;

namespace Akka.Conformance.Tests.Persistence;

public sealed class PersistFailureSpecs : PersistenceSpec
{
    [Fact]
    public void Should_tell_the_event_and_stop_when_the_journal_fails()
    {
        var diary = StartRecovered();
        var cause = Script.WriteFailure = new InvalidOperationException("disk full");

        diary.Tell(new Diary.Write("a"));

        Assert.Equal(new Diary.PersistFailed(cause, "a", 1), ExpectMsg<Diary.PersistFailed>());
        ExpectTerminated(diary);
        Script.WriteFailure = null;
        StartDiary();
        ExpectMsg("recovered  up to 0");
    }

    [Fact]
    public void Should_tell_the_event_and_go_on_when_the_journal_rejects_it()
    {
        var diary = StartRecovered();
        var cause = new InvalidOperationException("too long");
        Script.Reject = entry => entry is "b" ? cause : null;

        diary.Tell(new Diary.Write("a"));
        diary.Tell(new Diary.Write("b"));
        diary.Tell(new Diary.Write("c"));

        ExpectMsg("wrote a as 1");
        Assert.Equal(new Diary.PersistRejected(cause, "b", 2), ExpectMsg<Diary.PersistRejected>());
        ExpectMsg("wrote c as 3");
        StopAndWait(diary);
        StartDiary();
        ExpectMsg("replayed a as 1");
        ExpectMsg("replayed c as 3");
        ExpectMsg("recovered ac up to 3");
    }

    [Fact]
    public void Should_reject_a_whole_list_but_not_the_events_beside_it()
    {
        Script.Reject = entry => entry is "bad" ? new InvalidOperationException("too long") : null;
        Action<Scribe, int> command = (self, _) =>
        {
            self.Persist("before", TestActor.Tell);
            self.PersistAll(["good", "bad"], TestActor.Tell);
            self.Persist("after", TestActor.Tell);
        };
        var actor = Sys.ActorOf(Props.Create(() => new Scribe("scribe", command)));

        actor.Tell(1);

        ExpectMsg("before");
        ExpectMsg("after");
        Assert.Equal(["scribe/1/before", "scribe/4/after"], Script.Writes);
    }

    private IActorRef StartRecovered()
    {
        var diary = Watch(StartDiary());
        ExpectMsg("recovered  up to 0");
        return diary;
    }
}
