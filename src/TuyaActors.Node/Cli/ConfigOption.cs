using System.CommandLine;
using TuyaActors.Node.Running;
using TuyaActors.Settings;

namespace TuyaActors.Node.Cli;

/// <summary>The option that names a file of settings in HOCON.</summary>
internal static class ConfigOption
{
    /// <summary>Makes it.</summary>
    public static Option<string?> Create() => Options.Text("--config", "Settings of the fleet in HOCON, laid over the defaults (hocon/reference.conf)", "FILE");

    /// <summary>The file's text, checked; null: no file is named.</summary>
    /// <exception cref="UsageException">It cannot be read, or a setting is wrong.</exception>
    public static string? Read(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var hocon = TextFile.Read("--config", file);
        try
        {
            FleetSettings.From(HoconText.Parse(hocon));
            return hocon;
        }
        catch (FleetSettingsException wrong)
        {
            throw new UsageException($"--config: '{file}': {wrong.Message}.");
        }
    }
}
