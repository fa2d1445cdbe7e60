using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>A revision is one device's.</summary>
internal static class RevisionOfOne
{
    /// <summary>The devices.</summary>
    /// <exception cref="UsageException">There are several, and a revision.</exception>
    public static string[] Check(string[] devices, int? revision) => devices.Length > 1 && revision is not null
        ? throw new UsageException("--revision is one device's, and several are named.")
        : devices;
}
