using Akka.Configuration;

namespace TuyaActors.Settings;

/// <summary>HOCON swallows typing errors silently; here a key that the reference does not have is refused.</summary>
internal static class UnknownKeys
{
    /// <exception cref="FleetSettingsException">Names the first unknown key's path and the keys that stand beside it in the reference.</exception>
    public static void Refuse(Config config, Config reference, string path)
    {
        var allowed = reference.AsEnumerable().ToDictionary(pair => pair.Key, pair => pair.Value.IsObject(), StringComparer.Ordinal);
        foreach (var (key, value) in config.AsEnumerable())
        {
            if (!allowed.TryGetValue(key, out var isSection))
            {
                var meant = KeyWords.Nearest(key, allowed.Keys) is { } nearest ? $"did you mean {nearest}? Under" : "under";
                throw Refusal($"{path}.{key}", $" is not a setting; {meant} {path} there are: {string.Join(", ", allowed.Keys.Order(StringComparer.Ordinal))}");
            }

            if (isSection != value.IsObject())
                throw Refusal($"{path}.{key}", $" must be {(isSection ? "a section { ... }" : "a value, not a section")}");
            if (isSection)
                Refuse(config.GetConfig(key), reference.GetConfig(key), $"{path}.{key}");
        }
    }

    private static FleetSettingsException Refusal(string path, string why) => new($"{path}{why}") { Path = path };
}
