using Akka.Configuration;

namespace TuyaActors.Settings;

/// <summary>HOCON from outside: a file, an option.</summary>
public static class HoconText
{
    /// <summary>Reads the text.</summary>
    /// <exception cref="FleetSettingsException">It cannot be read; the message says where and why.</exception>
    public static Config Parse(string hocon)
    {
        ArgumentNullException.ThrowIfNull(hocon);
        if (HoconBraces.Find(hocon) is { } unpaired)
            throw new FleetSettingsException($"the HOCON text cannot be read: {unpaired}");
        try
        {
            return ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            // Each engine's parser has exceptions of its own.
            throw new FleetSettingsException($"the HOCON text cannot be read: {cause.Message.TrimEnd('.')}", cause);
        }
    }
}
