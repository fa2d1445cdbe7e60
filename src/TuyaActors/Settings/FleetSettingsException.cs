namespace TuyaActors.Settings;

/// <summary>A setting cannot be used; the message names its path, its value and what is allowed.</summary>
public sealed class FleetSettingsException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The setting's path, e.g. <c>tuya.command-timeout</c>; <c>null</c>: it is no single setting. The message begins with it.</summary>
    public string? Path { get; init; }
}
