using Akka.Configuration;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Running;
using TuyaActors.Settings;

namespace TuyaActors.Node.Configuration;

/// <summary>The settings of a fleet and of its actor system as HOCON, in the order in which they go before each other.</summary>
/// <param name="Storage">What was said of the place where it is kept.</param>
/// <param name="Overrides">What the environment says.</param>
/// <param name="File">The configuration file; null: none.</param>
/// <param name="StorageOrigin">Who said <paramref name="Storage"/>; null: nobody.</param>
internal sealed record FleetHocon(StorageChoice Storage, string Overrides = "", string? File = null, Origin? StorageOrigin = null)
{
    /// <summary>The profile; null: none.</summary>
    public string? Profile { get; init; }

    /// <summary>What makes the node one of several; null: it stands alone.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>In memory, and as the defaults are.</summary>
    public static FleetHocon Memory { get; } = new(StorageChoice.Memory);

    /// <summary>All of it, the strongest on top.</summary>
    public Config Config => Cluster is null ? Laid : HoconText.Parse(ClusterAbove).WithFallback(Laid).WithFallback(HoconText.Parse(Cluster.Below));

    /// <summary>What the settings of the cluster lay over all else; empty: nothing.</summary>
    public string ClusterAbove => Cluster?.Above(Laid.HasPath("akka.cluster.roles") ? Laid.GetStringList("akka.cluster.roles") : []) ?? "";

    /// <summary>The fleet's settings that result.</summary>
    public FleetSettings Settings => FleetSettings.From(Config);

    /// <summary>What the settings say that <paramref name="layers"/> have.</summary>
    /// <param name="layers">All that was said.</param>
    /// <param name="cluster">What makes the node one of several; null: it stands alone.</param>
    /// <param name="game">Who has only simulated devices: a game is forgotten, unless somebody has said where to keep it. Null: it is none.</param>
    /// <exception cref="UsageException">Two things are said that exclude each other.</exception>
    public static FleetHocon Of(SettingLayers layers, ClusterChoice? cluster = null, Origin? game = null)
    {
        var hocon = new FleetHocon(StorageChoice.Configured, layers.Environment.Hocon, layers.File?.Text) { Profile = layers.Profile?.Text, Cluster = cluster?.Settings };
        if (cluster is { Settings.Segment: null })
        {
            return layers.FromFlag(NodeSettings.Database) is { } database
                ? throw new UsageException($"{database.Subject} says where devices are kept, and a node without a segment keeps none.")
                : hocon with { Storage = StorageChoice.Memory, StorageOrigin = cluster.Origin };
        }

        if (Said(layers) is var (storage, origin))
        {
            return hocon with { Storage = storage, StorageOrigin = origin };
        }

        var isSaid = layers.Environment.Origins.Keys.Concat(layers.Files.SelectMany(file => file.Leaves).Select(leaf => leaf.Key)).Any(key => key.StartsWith("tuya.persistence.", StringComparison.Ordinal));
        return game is null || isSaid ? hocon : hocon with { Storage = StorageChoice.Memory, StorageOrigin = game };
    }

    // A flag goes before a variable also where the one says --db and the other --memory.
    private static (StorageChoice Storage, Origin Origin)? Said(SettingLayers layers)
    {
        Given? memory = null;
        foreach (var find in (ReadOnlySpan<Func<Setting, Given?>>)[layers.FromFlag, layers.Environment.Find])
        {
            var database = find(NodeSettings.Database);
            memory ??= find(NodeSettings.Memory);
            switch (database, memory is not null && SettingReader.Switch(memory))
            {
                case (not null, true):
                    throw new UsageException($"{database.Subject} and {memory!.Subject} are both given; allowed is one of them.");
                case (not null, false):
                    return (StorageChoice.Of(database.Subject, database.Text), database.Origin);
                case (null, true):
                    return (StorageChoice.Memory, memory!.Origin);
            }
        }

        return null;
    }

    private Config Laid => HoconText.Parse(Storage.Hocon)
        .WithFallback(HoconText.Parse(Overrides)).WithFallback(HoconText.Parse(File ?? "")).WithFallback(HoconText.Parse(Profile ?? ""));
}
