using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>
/// <c>written-by-akka.sql</c> is the dump of the database that Akka.Persistence.Sqlite 1.5.30 made of <see cref="WriteAll"/>. Whichever
/// engine runs must read it, and make the same of the same.
/// </summary>
public sealed partial class SqliteInterchangeSpecs : SqliteSpec
{
    private const string Text = "line\nquote\" back\\slash tab\t bell\a é ☃ \u2028 <&'>/";

    [Fact]
    public void Should_open_what_akka_wrote()
    {
        Execute(WrittenByAkka());
        var system = Open();

        var diary = StartDiary(system);
        ExpectMsg("snapshot ab of 2");
        ExpectMsg("replayed c as 3");
        ExpectMsg("recovered abc up to 3");
        diary.Tell(new Diary.Write("d"));
        ExpectMsg("wrote d as 4");

        StartLedger(system);
        ExpectMsg(new Ledger.Balance(5));
        ExpectMsg(new Ledger.Refunded(2));
        ExpectMsg("recovered");

        diary = StartDiary(system, "forgotten");
        ExpectMsg("recovered  up to 2");
        diary.Tell(new Diary.Write("z"));
        ExpectMsg("wrote z as 3");

        system.ActorOf(Props.Create(() => new Anything("anything", TestActor)));
        ExpectMsg(Text);
        ExpectMsg(7);
        ExpectMsg(-8_000_000_000L);
        ExpectMsg(true);
        Assert.Equal([0, 1, 254, 255], ExpectMsg<byte[]>());
        ExpectMsg("recovered");
    }

    [Fact]
    public void Should_make_the_same_tables_with_the_same_rows_as_akka()
    {
        WriteAll();
        var other = File + ".akka";
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={other};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = WrittenByAkka();
            command.ExecuteNonQuery();
        }

        foreach (var sql in (IEnumerable<string>)[
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name",
            "SELECT ordering, persistence_id, sequence_nr, is_deleted, typeof(is_deleted), manifest, payload, tags, serializer_id FROM event_journal ORDER BY ordering",
            "SELECT typeof(timestamp), length(timestamp), typeof(payload), typeof(manifest), typeof(serializer_id) FROM event_journal",
            "SELECT * FROM journal_metadata ORDER BY persistence_id",
            "SELECT persistence_id, sequence_nr, manifest, payload, serializer_id FROM snapshot ORDER BY persistence_id",
            "SELECT typeof(created_at), length(created_at), typeof(payload), typeof(manifest), typeof(serializer_id) FROM snapshot"])
        {
            var akkas = Rows(sql, other);
            Assert.NotEmpty(akkas);
            Assert.Equal(akkas.Select(Even), Rows(sql).Select(Even));
        }
    }

    /// <summary>How a statement is broken into lines is nobody's concern.</summary>
    private static string Even(string row) => Blank().Replace(row, "").TrimEnd(';');

    private static string WrittenByAkka()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("written-by-akka.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    private void WriteAll()
    {
        var system = Open();

        var diary = StartDiary(system);
        ExpectMsg("recovered  up to 0");
        Write(diary, "a", 1);
        Write(diary, "b", 2);
        diary.Tell(new Diary.Snap());
        ExpectMsg<SaveSnapshotSuccess>();
        Write(diary, "c", 3);

        var ledger = StartLedger(system);
        ExpectMsg("recovered");
        ledger.Tell(new Ledger.Paid(5));
        ExpectMsg(new Ledger.Paid(5));
        ledger.Tell(new Ledger.Balance(5));
        ExpectMsg<SaveSnapshotSuccess>();
        ledger.Tell(new Ledger.Refunded(2));
        ExpectMsg(new Ledger.Refunded(2));

        diary = StartDiary(system, "forgotten");
        ExpectMsg("recovered  up to 0");
        Write(diary, "x", 1);
        Write(diary, "y", 2);
        diary.Tell(new Diary.Forget(long.MaxValue));
        ExpectMsg<DeleteMessagesSuccess>();

        var anything = system.ActorOf(Props.Create(() => new Anything("anything", TestActor)));
        ExpectMsg("recovered");
        foreach (var one in (object[])[Text, 7, -8_000_000_000L, true, new byte[] { 0, 1, 254, 255 }])
        {
            anything.Tell(one);
            ExpectMsg(one);
        }

        Close(system);
    }

    private void Write(IActorRef diary, string entry, int number)
    {
        diary.Tell(new Diary.Write(entry));
        ExpectMsg($"wrote {entry} as {number}");
    }

    /// <summary>Persists whatever it is told, without a serializer of its own.</summary>
    private sealed class Anything : ReceivePersistentActor
    {
        public Anything(string id, IActorRef listener)
        {
            PersistenceId = id;
            Recover<RecoveryCompleted>(_ => listener.Tell("recovered"));
            RecoverAny(listener.Tell);
            CommandAny(one => Persist(one, listener.Tell));
        }

        public override string PersistenceId { get; }
    }
}
