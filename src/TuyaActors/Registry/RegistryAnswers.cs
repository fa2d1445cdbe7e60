using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>Answers to questions about definitions.</summary>
internal static class RegistryAnswers
{
    /// <summary>Null while the state is not known.</summary>
    public static object? To(object query, RegistryState? state) => (query, state) switch
    {
        (_, null) => null,
        (DeviceQueries.GetDefinition one, _) => state.Find(one.DeviceId) is { } found
            ? new DeviceReplies.DefinitionFound(found)
            : new DeviceReplies.DeviceNotFound(one.DeviceId),
        (DeviceQueries.GetDefinitions many, _) => new DeviceReplies.Definitions(
        [
            .. state.All.Where(stored => many.Devices?.Selects(stored.Definition) ?? true)
                .OrderBy(stored => stored.Definition.Name, StringComparer.OrdinalIgnoreCase).ThenBy(stored => stored.Definition.Id.Value, StringComparer.Ordinal),
        ]),
        _ => throw new ArgumentOutOfRangeException(nameof(query)),
    };
}
