using System.Reflection;
using Microsoft.Data.Sqlite;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

/// <summary>A folder for a database and what lies beside it.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    /// <summary>Of the dumps.</summary>
    public static readonly string DumpKey = new('5', 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("tuya-").FullName;

    public string Database => Path.Combine(_folder, "fleet.db");

    public string KeyFile => Database + ".key";

    public PersistenceSettings Settings => new(PersistenceMode.Sqlite, Database, null, TimeSpan.FromSeconds(30), 200);

    /// <summary>The environment of a process that has none of the variables.</summary>
    public static string? Nothing(string variable) => null;

    /// <summary>An environment that gives the master key.</summary>
    public static Func<string, string?> Given(string keys) => variable => variable == "TUYA_MASTER_KEY" ? keys : null;

    public FleetStorage Open(Func<string, string?>? environment = null) => FleetStorage.Open(Settings, "tuya", environment ?? Nothing);

    public DatabaseCare Care(Func<string, string?>? environment = null) => DatabaseCare.Open(Settings, environment ?? Nothing);

    /// <summary>Opens the registry, does something with it, and closes all of it.</summary>
    public async Task<T> WithRegistryAsync<T>(Func<OfflineRegistry, Task<T>> work, Func<string, string?>? environment = null)
    {
        using var storage = Open(environment);
        await using var registry = await OfflineRegistry.OpenAsync(storage);
        return await work(registry);
    }

    /// <summary>Makes the database from a dump among the resources.</summary>
    public void Restore(string dump)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(dump)!);
        Execute(reader.ReadToEnd());
    }

    public void Execute(string sql) => Use(connection => TuyaDatabase.Execute(connection, sql));

    public void Use(Action<SqliteConnection> work)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        work(connection);
    }

    /// <summary>All files but the lock's, with what is in them; the log's index is memory that processes share.</summary>
    public SortedDictionary<string, string> Files() => new(
        Directory.GetFiles(_folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file), file => file.EndsWith("-shm", StringComparison.Ordinal) ? "" : Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    /// <summary>All that is stored, as text.</summary>
    public List<string> Rows()
    {
        var all = new List<string>();
        Use(connection =>
        {
            foreach (var events in (bool[])[true, false])
                all.AddRange(DatabaseRow.All(connection, events).Select(row => $"{row.Name} {row.Manifest} {Convert.ToHexString(row.Payload)}"));
        });
        return all;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
