namespace TuyaActors.Settings;

/// <summary>A setting cannot be used; the message names its path, its value and what is allowed.</summary>
public sealed class FleetSettingsException(string message, Exception? inner = null) : Exception(message, inner);
