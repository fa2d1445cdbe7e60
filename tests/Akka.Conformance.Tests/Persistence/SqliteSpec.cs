using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sqlite;
using Microsoft.Data.Sqlite;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>A database in a file that is gone after the test, and actor systems that use it one after the other.</summary>
public abstract class SqliteSpec : TestKit.Xunit2.TestKit
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akka-sqlite-");
    private readonly List<ActorSystem> _systems = [];

    // Longer than the slowest machine takes.
    protected SqliteSpec()
        : base("akka.test.single-expect-default = 20s")
    {
    }

    protected string File => Path.Combine(_folder.FullName, "akka.db");

    internal ActorSystem Open(string config = "", string? file = null)
    {
        // Without a pool no connection outlives its system.
        var where = $"connection-string = \"Data Source={file ?? File};Pooling=False\"";
        var system = ActorSystem.Create("sqlite", ConfigurationFactory.ParseString(config)
            .WithFallback($$"""
                akka.loglevel = OFF
                akka.persistence.journal.sqlite {
                  {{where}}
                  auto-initialize = on
                }
                akka.persistence.snapshot-store.sqlite {
                  {{where}}
                  auto-initialize = on
                }
                """)
            .WithFallback(Ledger.Serializers)
            .WithFallback(SqlitePersistence.DefaultConfiguration()));
        _systems.Add(system);
        return system;
    }

    internal static void Close(ActorSystem system) => Assert.True(system.Terminate().Wait(TimeSpan.FromSeconds(20)));

    internal IActorRef StartDiary(ActorSystem system, string id = "diary") => system.ActorOf(Props.Create(() => new Diary(id, TestActor, null)));

    internal IActorRef StartLedger(ActorSystem system, string id = "ledger") => system.ActorOf(Props.Create(() => new Ledger(id, TestActor)));

    internal void Query(Action<SqliteConnection> action, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? File};Pooling=False");
        connection.Open();
        action(connection);
    }

    internal int Execute(string sql)
    {
        var changed = 0;
        Query(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            changed = command.ExecuteNonQuery();
        });
        return changed;
    }

    /// <summary>A row is a text: its columns with bars between, bytes as hexadecimal digits.</summary>
    internal List<string> Rows(string sql, string? file = null)
    {
        var rows = new List<string>();
        Query(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column) switch
                    {
                        byte[] bytes => Convert.ToHexString(bytes),
                        DBNull => "null",
                        var value => value.ToString(),
                    })));
                }
            },
            file);
        return rows;
    }

    protected override void AfterAll()
    {
        foreach (var system in _systems)
            Close(system);
        base.AfterAll();
        _folder.Delete(recursive: true);
    }
}
