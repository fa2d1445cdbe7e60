using TuyaActors.Messages;

namespace TuyaActors.Interop;

/// <summary>The words for a <see cref="ConnectionMode"/> in devices files and on command lines.</summary>
public static class ConnectionModes
{
    private static readonly Dictionary<string, ConnectionMode> Modes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["persistent"] = ConnectionMode.Persistent,
        ["on-demand"] = ConnectionMode.OnDemand,
        ["battery"] = ConnectionMode.Battery,
    };

    /// <summary>All words, for sentences.</summary>
    public static string Allowed { get; } = string.Join(", ", Modes.Keys);

    /// <summary>Reads a word, without regard to case.</summary>
    public static bool TryParse(string text, out ConnectionMode mode) => Modes.TryGetValue(text, out mode);

    /// <summary>The word for a mode.</summary>
    public static string ToText(this ConnectionMode mode) => Modes.First(word => word.Value == mode).Key;
}
