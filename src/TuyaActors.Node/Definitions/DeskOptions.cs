using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;
using TuyaActors.Node.Running;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Node.Definitions;

/// <summary>The options that say where the definitions are: at a running node, or in a database that no node has open.</summary>
internal sealed class DeskOptions
{
    private readonly Option<string?> _node = Options.Text("--node", "The running node to ask, such as http://127.0.0.1:8377 (default: the one that has the database open, if any)", "URL");
    private readonly Option<string?> _database = Options.Text("--db", "The database (default tuya.db)", "FILE");
    private readonly Option<string?> _config = ConfigOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_node, _database, _config])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Opens the desk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The world.</param>
    /// <param name="absent">What to do where there is no database.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UsageException">The options are wrong.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<IDefinitionDesk> OpenAsync(ParseResult parsed, CommandEnvironment environment, DatabaseAbsent absent, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_node) is { } url)
        {
            return parsed.GetValue(_database) is null
                ? new RemoteDesk(ListenAddress.TryParse(url, out var node, out var why) ? node : throw new UsageException($"--node: {why}."))
                : throw new UsageException("--node and --db are both given; allowed is one of them.");
        }

        var settings = DatabaseSettings.Read(parsed.GetValue(_database), parsed.GetValue(_config));
        if (!Path.Exists(settings.Database) && absent != DatabaseAbsent.Make)
        {
            return absent == DatabaseAbsent.Pretend ? await AtDatabaseAsync(FleetStorage.InMemory(), settings, cancellationToken) : throw DatabaseSettings.NoFile(settings);
        }

        return Holder(settings.Database) is { } holder ? AtNode(settings.Database, holder) : await AtDatabaseAsync(FleetStorage.Open(settings, environment: environment.Variable), settings, cancellationToken);
    }

    private static LockHolder? Holder(string database)
    {
        if (!DatabaseLock.TryAcquire(database, out var free, out var holder))
        {
            return holder;
        }

        free.Dispose();
        return null;
    }

    private static RemoteDesk AtNode(string database, LockHolder holder) => holder.Url is { } url && ListenAddress.TryParse(url.ToString(), out var node, out _)
        ? new RemoteDesk(node)
        : throw new StorageException($"The database {Path.GetFullPath(database)} is in use by {holder}, which says no address to ask it at (it may be starting or ending). One process at a time can use it.");

    private static async Task<IDefinitionDesk> AtDatabaseAsync(FleetStorage storage, PersistenceSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var registry = await OfflineRegistry.OpenAsync(storage, cancellationToken: cancellationToken);
            return new DefinitionDesk(new OfflineDefinitions(registry), $"the database {settings.Database}", async () =>
            {
                await registry.DisposeAsync();
                storage.Dispose();
            });
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }
}

/// <summary>What to do where there is no database.</summary>
internal enum DatabaseAbsent
{
    /// <summary>Say so.</summary>
    Refuse,

    /// <summary>Make one.</summary>
    Make,

    /// <summary>Act as if there were an empty one.</summary>
    Pretend,
}
