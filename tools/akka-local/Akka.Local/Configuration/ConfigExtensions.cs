namespace Akka.Configuration;

/// <summary>Questions that may also be put to a null <see cref="Config"/>.</summary>
public static class ConfigExtensions
{
    public static bool IsNullOrEmpty(this Config? config) => config is null || config.IsEmpty;

    public static Config SafeWithFallback(this Config? config, Config? fallback) =>
        config.IsNullOrEmpty() ? fallback ?? Config.Empty : config!.WithFallback(fallback);
}
