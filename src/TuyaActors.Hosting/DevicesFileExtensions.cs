using TuyaActors.Interop;
using TuyaActors.Settings;

namespace TuyaActors.Hosting;

/// <summary>Gives a fleet the devices of a file.</summary>
public static class DevicesFileExtensions
{
    /// <summary>
    /// Adds the devices of a <c>devices.json</c> in tinytuya's format to those that the fleet knows at its start. The file is read now, and not
    /// looked at again.
    /// </summary>
    /// <param name="options">The fleet's.</param>
    /// <param name="path">Where the file is; a relative path starts at the working directory.</param>
    /// <param name="tell">
    /// Gets a sentence with file, line and field for each entry that cannot be used, and the others are added; <c>null</c>: such a file is refused.
    /// </param>
    /// <exception cref="FleetSettingsException">The file cannot be read, or is refused; the message says why and never a key.</exception>
    public static TuyaFleetOptions AddDevicesFile(this TuyaFleetOptions options, string path, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = TinytuyaDevicesFile.Read(Bytes(path), Path.GetFileName(path));
        if (tell is null && !file.Problems.IsEmpty)
            throw new FleetSettingsException(file.Problems.Length == 1 ? file.Problems[0] : $"{file.Problems[0]} (and {file.Problems.Length - 1} more problems)");
        foreach (var problem in file.Problems)
            tell!(problem);
        foreach (var device in file.Devices)
            options.Devices.Add(device);
        return options;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FleetSettingsException($"the devices file cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
