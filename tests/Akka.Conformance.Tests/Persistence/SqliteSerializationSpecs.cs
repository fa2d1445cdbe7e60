using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Conformance.Tests.Persistence;

public sealed class SqliteSerializationSpecs : SqliteSpec
{
    [Fact]
    public void Should_store_the_serializers_number_and_the_manifest()
    {
        var ledger = StartLedger(Open());
        ExpectMsg("recovered");

        Write(ledger, new Ledger.Paid(5));
        Write(ledger, new Ledger.Refunded(2));

        Assert.Equal(
            ["ledger|1|paid-2|1001|35|0|null", "ledger|2|refunded-1|1001|32|0|null"],
            Rows("SELECT persistence_id, sequence_nr, manifest, serializer_id, payload, is_deleted, tags FROM event_journal ORDER BY ordering"));
    }

    [Fact]
    public void Should_store_the_time_in_ticks_of_utc()
    {
        var before = DateTime.UtcNow.Ticks;
        var ledger = StartLedger(Open());
        ExpectMsg("recovered");

        Write(ledger, new Ledger.Paid(5));
        ledger.Tell(new Ledger.Balance(5));
        ExpectMsg<Akka.Persistence.SaveSnapshotSuccess>();

        foreach (var ticks in (IEnumerable<string>)[.. Rows("SELECT timestamp FROM event_journal"), .. Rows("SELECT created_at FROM snapshot")])
            Assert.InRange(long.Parse(ticks, null), before, DateTime.UtcNow.Ticks);
    }

    [Fact]
    public void Should_read_what_an_older_version_wrote_by_its_manifest()
    {
        var system = Open();
        var ledger = StartLedger(system);
        ExpectMsg("recovered");
        Write(ledger, new Ledger.Paid(5));
        Close(system);
        Assert.Equal(1, Execute("UPDATE event_journal SET manifest = 'paid-1'"));

        StartLedger(Open());

        ExpectMsg(new Ledger.Paid(500));
        ExpectMsg("recovered");
    }

    [Fact]
    public void Should_reject_what_cannot_be_written_and_go_on()
    {
        var system = Open();
        var ledger = StartLedger(system);
        ExpectMsg("recovered");

        ledger.Tell(new Ledger.Unwritable());
        ledger.Tell(new Ledger.Paid(1));

        var rejected = ExpectMsg<Diary.PersistRejected>();
        Assert.IsType<SerializationException>(rejected.Cause);
        Assert.Equal((new Ledger.Unwritable(), 1L), (rejected.Event, rejected.SequenceNr));
        ExpectMsg(new Ledger.Paid(1));
        Assert.Equal(["2|paid-2"], Rows("SELECT sequence_nr, manifest FROM event_journal"));
    }

    [Fact]
    public void Should_write_nothing_of_a_list_that_cannot_be_written()
    {
        var ledger = StartLedger(Open());
        ExpectMsg("recovered");

        ledger.Tell(new Ledger.IEvent[] { new Ledger.Paid(1), new Ledger.Unwritable() });
        Assert.Equal(new Ledger.Paid(1), ExpectMsg<Diary.PersistRejected>().Event);
        Assert.Equal(new Ledger.Unwritable(), ExpectMsg<Diary.PersistRejected>().Event);

        Assert.Empty(Rows("SELECT * FROM event_journal"));
    }

    [Fact]
    public void Should_write_what_others_write_beside_what_cannot_be_written()
    {
        const int Many = 20;
        var system = Open();
        var bad = StartLedger(system, "bad");
        var good = Enumerable.Range(0, Many).Select(i => StartLedger(system, $"good-{i}")).ToList();
        for (var i = 0; i < Many + 1; i++)
            ExpectMsg("recovered");

        // The number of the event is taken: whoever writes it second must not take the others' with it.
        Assert.Equal(1, Execute(
            "INSERT INTO event_journal (persistence_id, sequence_nr, is_deleted, manifest, timestamp, payload, serializer_id) VALUES ('good-7', 1, 0, 'paid-2', 0, x'37', 1001)"));
        foreach (var ledger in good)
        {
            ledger.Tell(new Ledger.Paid(1));
            bad.Tell(new Ledger.Unwritable());
        }

        var answers = Enumerable.Range(0, 2 * Many).Select(_ => ExpectMsg<object>()).ToList();
        Assert.Equal(Many - 1, answers.Count(answer => answer.Equals(new Ledger.Paid(1))));
        Assert.Equal(Many, answers.OfType<Diary.PersistRejected>().Count(one => one.Event is Ledger.Unwritable));
        Assert.Single(answers.OfType<Diary.PersistRejected>(), one => one.Event is Ledger.Paid);
        Assert.Equal([$"{Many - 1}"], Rows("SELECT COUNT(*) FROM event_journal WHERE payload = x'31'"));
    }

    [Fact]
    public void Should_reject_events_while_the_database_refuses_them()
    {
        var ledger = StartLedger(Open());
        ExpectMsg("recovered");
        Execute("ALTER TABLE event_journal RENAME TO hidden");

        ledger.Tell(new Ledger.Paid(1));
        Assert.Equal(new Ledger.Paid(1), ExpectMsg<Diary.PersistRejected>().Event);
        Execute("ALTER TABLE hidden RENAME TO event_journal");
        Write(ledger, new Ledger.Paid(2));

        Assert.Equal(["2"], Rows("SELECT sequence_nr FROM event_journal"));
    }

    [Theory]
    [InlineData("manifest = 'paid-9'", "paid-9")]
    [InlineData("serializer_id = 4711", "4711")]
    public void Should_fail_to_recover_from_what_nobody_can_read(string change, string named)
    {
        var system = Open();
        var ledger = StartLedger(system);
        ExpectMsg("recovered");
        Write(ledger, new Ledger.Paid(1));
        Write(ledger, new Ledger.Paid(2));
        Close(system);
        Execute($"UPDATE event_journal SET {change} WHERE sequence_nr = 2");

        ledger = Watch(StartLedger(Open()));

        ExpectMsg(new Ledger.Paid(1));
        Assert.Contains(named, ExpectMsg<Diary.RecoveryFailed>().Reason.Message, StringComparison.Ordinal);
        ExpectTerminated(ledger);
    }

    private void Write(IActorRef ledger, Ledger.IEvent one)
    {
        ledger.Tell(one);
        ExpectMsg(one);
    }
}
