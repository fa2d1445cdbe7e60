using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

public sealed class SqlitePersistenceSpecs : SqliteSpec
{
    [Fact]
    public void Should_remember_events_and_snapshots_when_the_system_is_started_again()
    {
        var system = Open();
        var diary = StartDiary(system);
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("a"));
        ExpectMsg("wrote a as 1");
        diary.Tell(new Diary.Snap());
        ExpectMsg<SaveSnapshotSuccess>();
        diary.Tell(new Diary.Write("b"));
        ExpectMsg("wrote b as 2");
        Close(system);

        diary = StartDiary(Open());

        ExpectMsg("snapshot a of 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 2");
        diary.Tell(new Diary.Write("c"));
        ExpectMsg("wrote c as 3");
    }

    [Fact]
    public void Should_have_in_the_file_what_was_acknowledged()
    {
        var diary = StartDiary(Open());
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("a"));
        ExpectMsg("wrote a as 1");
        diary.Tell(new Diary.Snap());
        ExpectMsg<SaveSnapshotSuccess>();
        diary.Tell(new Diary.Write("b"));
        ExpectMsg("wrote b as 2");

        // As a process leaves it that is killed now.
        System.IO.File.Copy(File, File + ".copy");

        StartDiary(Open(file: File + ".copy"));
        ExpectMsg("snapshot a of 1");
        ExpectMsg("replayed b as 2");
        ExpectMsg("recovered ab up to 2");
    }

    [Fact]
    public void Should_keep_many_actors_apart_that_write_at_the_same_time()
    {
        const int Actors = 40;
        const int Events = 5;
        var system = Open();
        for (var i = 0; i < Actors; i++)
        {
            var ledger = StartLedger(system, $"ledger-{i}");
            for (var number = 1; number <= Events; number++)
                ledger.Tell(new Ledger.Paid((i * 100) + number));
        }

        var written = Enumerable.Range(0, Actors * (Events + 1)).Select(_ => ExpectMsg<object>()).OfType<Ledger.Paid>().ToList();
        Assert.Equal(Actors * Events, written.Distinct().Count());
        Close(system);

        system = Open();
        for (var i = 0; i < Actors; i++)
        {
            StartLedger(system, $"ledger-{i}");
            for (var number = 1; number <= Events; number++)
                ExpectMsg(new Ledger.Paid((i * 100) + number));
            ExpectMsg("recovered");
        }
    }

    [Fact]
    public void Should_delete_events_and_remember_the_last_number()
    {
        var system = Open();
        var diary = StartDiary(system);
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("a"));
        ExpectMsg("wrote a as 1");
        diary.Tell(new Diary.Write("b"));
        ExpectMsg("wrote b as 2");
        diary.Tell(new Diary.Forget(1));
        ExpectMsg<DeleteMessagesSuccess>();
        Assert.Equal(["2"], Rows("SELECT sequence_nr FROM event_journal"));
        Assert.Empty(Rows("SELECT sequence_nr FROM journal_metadata"));

        diary.Tell(new Diary.Forget(2));
        ExpectMsg<DeleteMessagesSuccess>();

        Assert.Empty(Rows("SELECT sequence_nr FROM event_journal"));
        Assert.Equal(["diary|2"], Rows("SELECT persistence_id, sequence_nr FROM journal_metadata"));
        Close(system);
        diary = StartDiary(Open());
        ExpectMsg("recovered  up to 2");
        diary.Tell(new Diary.Write("c"));
        ExpectMsg("wrote c as 3");
    }

    [Fact]
    public void Should_replace_a_snapshot_after_the_same_event_and_delete_those_that_fit()
    {
        var system = Open();
        var ledger = StartLedger(system);
        ExpectMsg("recovered");
        ledger.Tell(new Ledger.Balance(1));
        ExpectMsg<SaveSnapshotSuccess>();
        ledger.Tell(new Ledger.Balance(2));
        ExpectMsg<SaveSnapshotSuccess>();
        Assert.Equal(["ledger|0|balance-1|1001|32"], Rows("SELECT persistence_id, sequence_nr, manifest, serializer_id, payload FROM snapshot"));
        Close(system);

        var diary = StartDiary(Open());
        ExpectMsg("recovered  up to 0");
        foreach (var (entry, number) in (IEnumerable<(string, int)>)[("a", 1), ("b", 2), ("c", 3)])
        {
            diary.Tell(new Diary.Write(entry));
            ExpectMsg($"wrote {entry} as {number}");
            diary.Tell(new Diary.Snap());
            ExpectMsg<SaveSnapshotSuccess>();
        }

        diary.Tell(new Diary.DropSnapshots(new SnapshotSelectionCriteria(1)));
        ExpectMsg<DeleteSnapshotsSuccess>();
        diary.Tell(new Diary.DropSnapshot(3));
        ExpectMsg<DeleteSnapshotSuccess>();
        Assert.Equal(["diary|2", "ledger|0"], Rows("SELECT persistence_id, sequence_nr FROM snapshot ORDER BY persistence_id"));
    }

    [Fact]
    public void Should_use_the_tables_that_the_configuration_names()
    {
        const string Names =
            """
            akka.persistence.journal.sqlite.table-name = events
            akka.persistence.journal.sqlite.metadata-table-name = deleted
            akka.persistence.snapshot-store.sqlite.table-name = balances
            """;
        var ledger = StartLedger(Open(Names));
        ExpectMsg("recovered");
        ledger.Tell(new Ledger.Paid(1));
        ExpectMsg(new Ledger.Paid(1));
        ledger.Tell(new Ledger.Balance(1));
        ExpectMsg<SaveSnapshotSuccess>();

        Assert.Equal(["balances", "deleted", "events"], Rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        Assert.Equal(["1"], Rows("SELECT COUNT(*) FROM events"));
        Assert.Equal(["1"], Rows("SELECT COUNT(*) FROM balances"));
    }

    [Fact]
    public void Should_fail_to_recover_when_the_tables_are_missing_and_not_to_be_made()
    {
        const string Off =
            """
            akka.persistence.journal.sqlite.auto-initialize = off
            akka.persistence.snapshot-store.sqlite.auto-initialize = off
            """;

        var ledger = Watch(StartLedger(Open(Off)));

        Assert.Contains("snapshot", ExpectMsg<Diary.RecoveryFailed>().Reason.Message, StringComparison.Ordinal);
        ExpectTerminated(ledger);
    }

    [Fact]
    public void Should_fail_to_recover_in_time_when_the_database_cannot_be_opened()
    {
        const string Soon = "akka.persistence.journal.sqlite.recovery-event-timeout = 300ms";

        var ledger = Watch(StartLedger(Open(Soon, file: Path.Combine(File, "nowhere", "akka.db"))));

        Assert.IsType<RecoveryTimedOutException>(ExpectMsg<Diary.RecoveryFailed>().Reason);
        ExpectTerminated(ledger);
    }

    [Fact]
    public void Should_remember_in_a_shared_database_in_memory_as_long_as_the_system_lives()
    {
        var system = Open(file: "shared;Mode=Memory;Cache=Shared");
        var diary = StartDiary(system);
        ExpectMsg("recovered  up to 0");
        diary.Tell(new Diary.Write("a"));
        ExpectMsg("wrote a as 1");
        Watch(diary);
        system.Stop(diary);
        ExpectTerminated(diary);

        StartDiary(system);

        ExpectMsg("replayed a as 1");
        ExpectMsg("recovered a up to 1");
    }
}
