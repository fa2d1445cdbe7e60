using TuyaActors.Settings;

namespace TuyaActors.Hosting.Configuration;

/// <summary>What an <c>IConfiguration</c> section says of a fleet.</summary>
/// <param name="Hocon">The same as HOCON.</param>
/// <param name="Origins">Where each setting stands, by its HOCON path.</param>
internal sealed record BoundSettings(string Hocon, IReadOnlyDictionary<string, string> Origins)
{
    /// <summary>The refusal of a setting that stands here, with the path that its author knows.</summary>
    public FleetSettingsException? Translate(FleetSettingsException refusal) =>
        refusal.Path is { } path && Origins.TryGetValue(path, out var origin)
            ? new FleetSettingsException(string.Concat(origin, refusal.Message.AsSpan(path.Length)), refusal) { Path = origin }
            : null;
}
