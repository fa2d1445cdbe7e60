using Akka.Configuration;
using TuyaActors.Node.Cli;
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
    /// <summary>In memory, and as the defaults are.</summary>
    public static FleetHocon Memory { get; } = new(StorageChoice.Memory);

    /// <summary>All of it, the strongest on top.</summary>
    public Config Config => HoconText.Parse(Storage.Hocon).WithFallback(HoconText.Parse(Overrides)).WithFallback(HoconText.Parse(File ?? ""));

    /// <summary>The fleet's settings that result.</summary>
    public FleetSettings Settings => FleetSettings.From(Config);

    /// <summary>What the settings say that <paramref name="layers"/> have.</summary>
    /// <param name="layers">All that was said.</param>
    /// <param name="game">Who has only simulated devices: a game is forgotten, unless somebody has said where to keep it. Null: it is none.</param>
    /// <exception cref="UsageException">Two things are said that exclude each other.</exception>
    public static FleetHocon Of(SettingLayers layers, Origin? game = null)
    {
        var hocon = new FleetHocon(StorageChoice.Configured, layers.Environment.Hocon, layers.File?.Text);
        if (Said(layers) is var (storage, origin))
        {
            return hocon with { Storage = storage, StorageOrigin = origin };
        }

        var isSaid = layers.Environment.Origins.Keys.Concat(layers.File?.Leaves.Select(leaf => leaf.Key) ?? []).Any(key => key.StartsWith("tuya.persistence.", StringComparison.Ordinal));
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
}
