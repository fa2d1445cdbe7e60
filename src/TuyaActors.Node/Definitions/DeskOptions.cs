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
    /// <summary>Those that say which node or which database.</summary>
    public NodeOptions Node { get; } = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Node.AddTo(command);

    /// <summary>Opens the desk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The world.</param>
    /// <param name="absent">What to do where there is no database.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UsageException">The options are wrong.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<IDefinitionDesk> OpenAsync(ParseResult parsed, CommandEnvironment environment, DatabaseAbsent absent, CancellationToken cancellationToken)
    {
        var layers = Node.Read(parsed, environment);
        if (NodeOptions.Named(layers) is { } named)
        {
            return new RemoteDesk(named);
        }

        var settings = DatabaseSettings.Read(layers);
        if (!Path.Exists(settings.Database))
        {
            if (await NodeOptions.UsualAsync(layers, environment, cancellationToken) is { } usual)
            {
                return new RemoteDesk(usual);
            }

            if (absent != DatabaseAbsent.Make)
            {
                return absent == DatabaseAbsent.Pretend ? await AtDatabaseAsync(FleetStorage.InMemory(), settings, cancellationToken) : throw DatabaseSettings.NoFile(settings);
            }
        }

        return NodeOptions.Holder(settings.Database) is { } holder
            ? AtNode(layers, settings.Database, holder)
            : await AtDatabaseAsync(FleetStorage.Open(settings, environment: environment.Variable), settings, cancellationToken);
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
