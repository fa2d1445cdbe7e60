using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Running;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Node.Definitions;

/// <summary>The options that say where the definitions are: at a running node, or in a database that no node has open.</summary>
internal sealed class DeskOptions
{
    private readonly SettingOptions _settings = new([NodeSettings.Node, NodeClient.TokenFile, .. DatabaseSettings.All]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => _settings.AddTo(command);

    /// <summary>Opens the desk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The world.</param>
    /// <param name="absent">What to do where there is no database.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UsageException">The options are wrong.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<IDefinitionDesk> OpenAsync(ParseResult parsed, CommandEnvironment environment, DatabaseAbsent absent, CancellationToken cancellationToken)
    {
        var layers = SettingLayers.Read(_settings, parsed, environment).Checked();
        var database = layers.FromFlag(NodeSettings.Database);
        if (layers.FromFlag(NodeSettings.Node) is not null && database is not null)
        {
            throw new UsageException("--node and --db are both given; allowed is one of them.");
        }

        if (database is null && NodeClient.Named(layers) is { } node)
        {
            return new RemoteDesk(node);
        }

        var settings = DatabaseSettings.Read(layers);
        if (!Path.Exists(settings.Database) && absent != DatabaseAbsent.Make)
        {
            return absent == DatabaseAbsent.Pretend ? await AtDatabaseAsync(FleetStorage.InMemory(), settings, cancellationToken) : throw DatabaseSettings.NoFile(settings);
        }

        return Holder(settings.Database) is { } holder
            ? AtNode(layers, settings.Database, holder)
            : await AtDatabaseAsync(FleetStorage.Open(settings, environment: environment.Variable), settings, cancellationToken);
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

    private static RemoteDesk AtNode(SettingLayers layers, string database, LockHolder holder) => holder.Url is { } url
        ? new RemoteDesk(NodeClient.At(layers, url))
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
