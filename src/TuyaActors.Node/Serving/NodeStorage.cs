using Akka.Actor;
using Serilog.Core;
using TuyaActors.Hosting;
using TuyaActors.Node.Definitions;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Node.Serving;

/// <summary>Where a node keeps its fleet.</summary>
internal sealed class NodeStorage
{
    private readonly PersistenceSettings _settings;

    private NodeStorage(PersistenceSettings settings, bool mayKnowDevices) => (_settings, MayKnowDevices) = (settings, mayKnowDevices);

    /// <summary>Whether devices may be known from before.</summary>
    public bool MayKnowDevices { get; }

    /// <summary>Looks whether it is free, before anything is started for it.</summary>
    /// <exception cref="StorageException">Another process has it.</exception>
    public static NodeStorage Check(PersistenceSettings settings)
    {
        if (settings.Mode != PersistenceMode.Sqlite)
        {
            return new NodeStorage(settings, settings.Mode == PersistenceMode.System);
        }

        var isThere = File.Exists(settings.Database);
        if (!DatabaseLock.TryAcquire(settings.Database, out var free, out var holder))
        {
            throw new StorageException($"The database {Path.GetFullPath(settings.Database)} is in use by {holder}. One process at a time can use it.");
        }

        free.Dispose();
        return new NodeStorage(settings, isThere);
    }

    /// <summary>Says where the fleet is kept, and what was there.</summary>
    public async Task TellAsync(Logger logger, ITuyaFleet fleet, CancellationToken end)
    {
        var known = Words.Count((await fleet.GetDefinitionsAsync(cancellationToken: end)).Length, "device");
        switch (_settings.Mode)
        {
            case PersistenceMode.Sqlite:
                logger.Information("the fleet is kept in {Database}, which has {Known}", Path.GetFullPath(_settings.Database), known);
                break;
            case PersistenceMode.Memory:
                logger.Information("the fleet is kept in memory, and forgotten at the end; --db FILE keeps it");
                break;
            default:
                logger.Information("the fleet is kept in the journal that the configuration names, which has {Known}", known);
                break;
        }
    }

    /// <summary>Tells other programs where the node is.</summary>
    public static void Announce(ActorSystem system, string url) => TuyaFleets.For(system).Get().Storage.Lock?.Announce(new Uri(url));
}
