using Akka.Actor;
using Akka.Configuration;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>A system whose events and snapshots are in memory, in stores that do what <see cref="Script"/> says.</summary>
public abstract class PersistenceSpec : TestKit.Xunit2.TestKit
{
    private const string InMemory =
        """
        # Longer than the slowest machine takes.
        akka.test.single-expect-default = 20s
        akka.persistence {
          journal.plugin = akka.persistence.journal.scripted
          journal.scripted {
            class = "Akka.Conformance.Tests.Persistence.ScriptedJournal, Akka.Conformance.Tests"
          }
          snapshot-store.plugin = akka.persistence.snapshot-store.scripted
          snapshot-store.scripted {
            class = "Akka.Conformance.Tests.Persistence.ScriptedSnapshotStore, Akka.Conformance.Tests"
          }
        }
        """;

    protected PersistenceSpec(string config = "")
        : base(ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(InMemory)))
    {
    }

    internal StoreScript Script => new StoreScript().Apply(Sys);

    internal IActorRef StartDiary(string id = "diary", Akka.Persistence.Recovery? recovery = null) =>
        Sys.ActorOf(Props.Create(() => new Diary(id, TestActor, recovery)));

    protected void StopAndWait(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }
}
