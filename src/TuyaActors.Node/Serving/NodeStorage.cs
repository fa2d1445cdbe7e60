using Akka.Actor;
using Serilog.Core;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Clustering;
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
    /// <param name="logger">Where it is said.</param>
    /// <param name="fleet">The fleet.</param>
    /// <param name="cluster">What makes the node one of several; null: it stands alone.</param>
    /// <param name="end">Ends the waiting.</param>
    public async Task TellAsync(Logger logger, ITuyaFleet fleet, ClusterSettings? cluster, CancellationToken end)
    {
        var all = await fleet.GetDefinitionsAsync(cancellationToken: end);
        if (cluster is { Segment: null })
        {
            logger.Information("this node has no devices of its own; the fleet has {Known}", Words.Count(all.Length, "device"));
            return;
        }

        // Those of other segments are kept there.
        var own = cluster is null ? all.Length : (await fleet.GetDevicesAsync(new DeviceFilter { Segment = cluster.Segment }, new Page(0, 1), end)).Total;
        var known = Words.Count(own, "device");
        var what = cluster is null ? "the fleet" : cluster.Place;
        switch (_settings.Mode)
        {
            case PersistenceMode.Sqlite:
                logger.Information("{Fleet} is kept in {Database}, which has {Known}", what, Path.GetFullPath(_settings.Database), known);
                break;
            case PersistenceMode.Memory:
                logger.Information("{Fleet} is kept in memory, and forgotten at the end; --db FILE keeps it", what);
                break;
            default:
                logger.Information("{Fleet} is kept in the journal that the configuration names, which has {Known}", what, known);
                break;
        }
    }

    /// <summary>Tells other programs where the node is.</summary>
    public static void Announce(ActorSystem system, string url) => TuyaFleets.For(system).Get().Storage.Lock?.Announce(new Uri(url));
}
