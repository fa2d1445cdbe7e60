using System.Text.Json;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>What an operator said of a device. There is no room for a key in it, only for whether there is one.</summary>
internal sealed record DefinitionJson(
    string Id,
    string Name,
    bool HasKey,
    string? Version,
    string? Address,
    int Port,
    string Connection,
    string? Gateway,
    string? Cid,
    string? ProductName,
    string? Group,
    IReadOnlyList<string> Tags,
    JsonElement? Details,
    long Revision,
    DateTimeOffset ChangedAt)
{
    /// <summary>What the registry has.</summary>
    public static DefinitionJson Of(StoredDefinition stored)
    {
        var definition = stored.Definition;
        return new DefinitionJson(
            definition.Id.Value,
            definition.Name,
            definition.HasKey(),
            definition.Version?.ToText(),
            definition.Address?.ToString(),
            definition.Port,
            definition.Mode.ToText(),
            definition.Gateway?.Value,
            definition.Cid,
            definition.ProductName,
            definition.Group,
            [.. definition.Tags],
            DetailsOf(definition),
            stored.Revision,
            stored.ChangedAt);
    }

    // Cleaned again: who put it there may have been another program.
    private static JsonElement? DetailsOf(DeviceDefinition definition) =>
        TinytuyaDevicesFile.CleanDetails(definition.Details, definition.Key) is { } details ? JsonElement.Parse(details) : null;
}

/// <summary>All definitions, by name.</summary>
internal sealed record DefinitionsJson(IReadOnlyList<DefinitionJson> Definitions);

/// <summary>What a definition says without its key.</summary>
internal static class DefinitionWords
{
    /// <summary>Whether there is a local key: a definition that comes from another node comes without it, and whatever sits behind no gateway has one.</summary>
    public static bool HasKey(this DeviceDefinition definition) => definition.Key is not null || !definition.IsSubDevice;
}
