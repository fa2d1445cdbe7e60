using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class PluginSpecs : TestKit.Xunit2.TestKit
{
    public PluginSpecs()
        : base(ConfigurationFactory.ParseString(
            """
            # Longer than the slowest machine takes.
            akka.test.single-expect-default = 20s
            akka.persistence {
              journal.other {
                class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence"
              }
              snapshot-store {
                plugin = akka.persistence.snapshot-store.inmem
                other {
                  class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence"
                }
              }
            }
            """))
    {
    }

    [Fact]
    public void Should_remember_in_memory_as_long_as_the_system_lives()
    {
        var actor = Start(null, null);
        actor.Tell("a");
        ExpectMsg("wrote a");
        ExpectMsg("saved");
        actor.Tell("b");
        ExpectMsg("wrote b");
        ExpectMsg("saved");
        Stop(actor);

        Start(null, null);

        ExpectMsg("snapshot b");
    }

    [Fact]
    public void Should_use_the_journal_and_the_snapshot_store_that_the_actor_names()
    {
        var actor = Start("akka.persistence.journal.other", "akka.persistence.snapshot-store.other");
        actor.Tell("a");
        ExpectMsg("wrote a");
        ExpectMsg("saved");
        Stop(actor);

        // The default ones know nothing of it.
        actor = Start(null, null);
        actor.Tell("b");
        ExpectMsg("wrote b");
        ExpectMsg("saved");
        Stop(actor);

        // Its events are in one, its snapshots in the other.
        actor = Start("akka.persistence.journal.other", null);
        ExpectMsg("snapshot b");
        Stop(actor);
        Start("akka.persistence.journal.other", "akka.persistence.snapshot-store.other");
        ExpectMsg("snapshot a");
    }

    [Theory]
    [InlineData("akka.persistence.journal.missing", null)]
    [InlineData(null, "akka.persistence.snapshot-store.missing")]
    public void Should_not_start_when_a_plugin_is_not_configured(string? journal, string? snapshotStore)
    {
        var actor = Start(journal, snapshotStore);

        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Should_work_without_a_snapshot_store_until_a_snapshot_is_saved()
    {
        using var system = ActorSystem.Create("without", "akka.persistence.snapshot-store.plugin = \"\", akka.loglevel = OFF");

        var actor = system.ActorOf(Props.Create(() => new Remembering(TestActor, null, null)));
        actor.Tell("a");

        ExpectMsg("wrote a");
        ExpectMsg("not saved");
    }

    private IActorRef Start(string? journal, string? snapshotStore) =>
        Sys.ActorOf(Props.Create(() => new Remembering(TestActor, journal, snapshotStore)));

    private void Stop(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    private sealed class Remembering : ReceivePersistentActor
    {
        public Remembering(IActorRef listener, string? journal, string? snapshotStore)
        {
            JournalPluginId = journal;
            SnapshotPluginId = snapshotStore;
            Recover<SnapshotOffer>(offer => listener.Tell($"snapshot {offer.Snapshot}"));
            Recover<string>(text => listener.Tell($"replayed {text}"));
            Command<string>(text => Persist(text, written =>
            {
                listener.Tell($"wrote {written}");
                SaveSnapshot(written);
            }));
            Command<SaveSnapshotSuccess>(_ => listener.Tell("saved"));
            Command<SaveSnapshotFailure>(_ => listener.Tell("not saved"));
        }

        public override string PersistenceId => "remembering";
    }
}
