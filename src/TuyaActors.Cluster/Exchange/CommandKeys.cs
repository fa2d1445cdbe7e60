using System.Collections.Immutable;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Exchange;

/// <summary>Takes the local keys out of changes to definitions, and puts them in again.</summary>
internal static class CommandKeys
{
    /// <summary>The keys in a command.</summary>
    public static IEnumerable<(DeviceId DeviceId, LocalKey Key)> Of(object command) =>
        Definitions(command).Where(definition => definition?.Key is not null).Select(definition => (definition.Id, definition.Key!));

    /// <summary>The same command without keys.</summary>
    public static object Without(object command) => Changed(command, definition => definition with { Key = null });

    /// <summary>The same command with keys, where there are some.</summary>
    /// <param name="command">The command.</param>
    /// <param name="keyOf">The key of a device; null: it has none.</param>
    public static object With(object command, Func<DeviceId, LocalKey?> keyOf) => Changed(command, definition => definition with { Key = keyOf(definition.Id) });

    private static ImmutableArray<DeviceDefinition> Definitions(object command) => command switch
    {
        FleetCommands.AddDevice { Definition: { } definition } => [definition],
        FleetCommands.UpdateDevice { Definition: { } definition } => [definition],
        FleetCommands.ImportDevices { Definitions.IsDefault: false } import => import.Definitions,
        _ => [],
    };

    private static object Changed(object command, Func<DeviceDefinition, DeviceDefinition> change) => command switch
    {
        FleetCommands.AddDevice { Definition: { } definition } add => add with { Definition = change(definition) },
        FleetCommands.UpdateDevice { Definition: { } definition } update => update with { Definition = change(definition) },
        FleetCommands.ImportDevices { Definitions.IsDefault: false } import => import with { Definitions = [.. import.Definitions.Select(definition => definition is null ? definition! : change(definition))] },
        _ => command,
    };
}
