using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class RecoveryTimeoutSpecs : PersistenceSpec
{
    public RecoveryTimeoutSpecs()
        : base("akka.persistence.journal.scripted.recovery-event-timeout = 200ms")
    {
    }

    [Fact]
    public void Should_stop_when_the_snapshot_does_not_come_in_time()
    {
        Script.NeverLoads = true;

        var diary = Watch(StartDiary());

        Assert.IsType<RecoveryTimedOutException>(ExpectMsg<Diary.RecoveryFailed>().Reason);
        ExpectTerminated(diary);
    }

    [Fact]
    public void Should_stop_when_the_events_do_not_come_in_time()
    {
        Script.NeverReplays = true;

        var diary = Watch(StartDiary(recovery: new Recovery(SnapshotSelectionCriteria.None)));

        Assert.IsType<RecoveryTimedOutException>(ExpectMsg<Diary.RecoveryFailed>().Reason);
        ExpectTerminated(diary);
    }
}
