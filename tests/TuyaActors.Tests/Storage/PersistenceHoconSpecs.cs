using Akka.Actor;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using TuyaActors.Settings;
using TuyaActors.Storage;
using PersistenceSettings = TuyaActors.Settings.PersistenceSettings;

namespace TuyaActors.Tests.Storage;

public sealed class PersistenceHoconSpecs : Akka.TestKit.Xunit2.TestKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tuya-hocon-").FullName;

    public PersistenceHoconSpecs()
        : base(PersistenceHocon.Serialization.WithFallback("akka.test.single-expect-default = 20s"))
    {
    }

    [Fact]
    public void Should_keep_the_fleets_of_one_system_in_databases_of_their_own()
    {
        var (a, b) = (Settings("a.db"), Settings("b.db"));
        using var one = Attach(a, "tuya");
        using var other = Attach(b, "second.fleet_2 (attic)");

        Write(one, "in a");
        Write(other, "in b");

        Assert.Equal(["in a"], Rows(a.Database));
        Assert.Equal(["in b"], Rows(b.Database));
    }

    [Theory]
    [InlineData("with space.db")]
    [InlineData("semi;colon='quoted'.db")]
    [InlineData("back\\slash \"quotes\".db")]
    [InlineData("${not.a.substitution} #no comment.db")]
    public void Should_find_a_database_of_any_name(string name)
    {
        using var storage = Attach(Settings(name), "tuya");

        Write(storage, "here");

        Assert.Equal(["here"], Rows(Path.Combine(_folder, name)));
    }

    [Fact]
    public void Should_give_back_what_it_does_not_know_and_its_snapshot()
    {
        using var storage = Attach(Settings("a.db"), "tuya");
        var keeper = Start(storage);
        ExpectMsg("recovered");
        keeper.Tell(Unknown("first"));
        ExpectMsg("written");
        keeper.Tell("snapshot");
        ExpectMsg("saved");
        keeper.Tell(Unknown("second"));
        ExpectMsg("written");
        Watch(keeper);
        keeper.Tell(PoisonPill.Instance);
        ExpectTerminated(keeper);

        Start(storage);

        Assert.Equal("unknown 't.whole' of 5 bytes", ExpectMsg<string>());
        Assert.Equal("second", Text(ExpectMsg<UnknownStored>()));
        ExpectMsg("recovered");
    }

    [Fact]
    public void Should_give_other_plugins_to_fleets_of_other_names()
    {
        string[] names = ["tuya", "a.b", "a_b", "a-b", "a b", "ä", "a_2e_b", "A.b"];

        Assert.Equal(names.Length, names.Select(name => PersistenceHocon.JournalPluginId(Settings("a.db"), name)).Distinct().Count());
    }

    [Fact]
    public void Should_wait_for_the_disk_at_each_commit()
    {
        var settings = Settings("a.db");
        using (var storage = Attach(settings, "tuya"))
        {
            // The journal's connections set nothing: what counts is what the file says, and SQLite's default.
            using var connection = new SqliteConnection($"Data Source={settings.Database}");
            connection.Open();

            Assert.Equal("wal", Value(connection, "PRAGMA journal_mode"));
            Assert.Equal(2L, Value(connection, "PRAGMA synchronous"));
        }
    }

    [Fact]
    public async Task Should_leave_all_in_one_file_when_it_is_disposed_of()
    {
        var settings = Settings("a.db");
        using (var system = ActorSystem.Create("short", PersistenceHocon.For(settings, "tuya").WithFallback("akka.loglevel = OFF")))
        {
            using var storage = FleetStorage.Open(settings, "tuya", _ => null);
            var keeper = system.ActorOf(Props.Create(() => new Keeper(storage, TestActor)));
            ExpectMsg("recovered");
            keeper.Tell(Unknown("written"));
            ExpectMsg("written");
            await system.Terminate();
        }

        AssertNoLog(settings);
    }

    [Fact]
    public void Should_take_in_what_connections_have_left_in_the_log()
    {
        const int NoCheckpointOnClose = 1006;
        var settings = Settings("a.db");
        using (FleetStorage.Open(settings, "tuya", _ => null))
        {
            // As two do that are closed at the same time.
            using var connection = new SqliteConnection($"Data Source={settings.Database};Pooling=False");
            connection.Open();
            _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
            Value(connection, "CREATE TABLE written (it INTEGER)");
            connection.Close();
            Assert.NotEqual(0, new FileInfo(settings.Database + "-wal").Length);
        }

        AssertNoLog(settings);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    // A pool may keep it open, without anything in it.
    private static void AssertNoLog(PersistenceSettings settings) =>
        Assert.True(new FileInfo(settings.Database + "-wal") is { Exists: false } or { Length: 0 }, "the log has something in it");

    private static UnknownStored Unknown(string text) => new("t.later", [.. System.Text.Encoding.UTF8.GetBytes(text)]);

    private static string Text(UnknownStored unknown) => System.Text.Encoding.UTF8.GetString(unknown.Bytes.AsSpan());

    private static object? Value(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private PersistenceSettings Settings(string file) =>
        new(PersistenceMode.Sqlite, Path.Combine(_folder, file), null, TimeSpan.FromSeconds(30), 200);

    // As a host does: the plugins come into the system when it is there already.
    private FleetStorage Attach(PersistenceSettings settings, string fleet)
    {
        var storage = FleetStorage.Open(settings, fleet, _ => null);
        Sys.Settings.InjectTopLevelFallback(PersistenceHocon.For(settings, fleet));
        return storage;
    }

    private IActorRef Start(FleetStorage storage) => Sys.ActorOf(Props.Create(() => new Keeper(storage, TestActor)));

    private void Write(FleetStorage storage, string text)
    {
        var keeper = Start(storage);
        ExpectMsg("recovered");
        keeper.Tell(Unknown(text));
        ExpectMsg("written");
    }

    private static List<string> Rows(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT payload FROM event_journal WHERE serializer_id = {TuyaSerializer.Number} AND manifest = 't.later'";
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(System.Text.Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(0)));
        return texts;
    }

    private sealed class Keeper : ReceivePersistentActor
    {
        public Keeper(FleetStorage storage, IActorRef listener)
        {
            JournalPluginId = storage.JournalPluginId;
            SnapshotPluginId = storage.SnapshotPluginId;
            Recover<SnapshotOffer>(offer => listener.Tell(offer.Snapshot.ToString()));
            Recover<IStored>(one => listener.Tell(one));
            Recover<RecoveryCompleted>(_ => listener.Tell("recovered"));
            Command<IStored>(one => Persist(one, _ => listener.Tell("written")));
            Command<string>(_ => SaveSnapshot(new UnknownStored("t.whole", [1, 2, 3, 4, 5])));
            Command<SaveSnapshotSuccess>(_ => listener.Tell("saved"));
        }

        public override string PersistenceId => "keeper";
    }
}
