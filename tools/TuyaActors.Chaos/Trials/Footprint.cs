using System.Diagnostics;

namespace TuyaActors.Chaos.Trials;

/// <summary>What the process holds.</summary>
/// <param name="Sockets">Open sockets, those of the devices included; -1 where the system does not tell.</param>
/// <param name="Actors">Actors of the fleet.</param>
/// <param name="Megabytes">Managed memory after a full collection.</param>
public sealed record Footprint(int Sockets, int Actors, double Megabytes)
{
    /// <summary>Measures.</summary>
    public static async Task<Footprint> OfAsync(TrialFleet fleet, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var actors = await fleet.Host.CountActorsAsync(cancellation);
        return new Footprint(CountSockets(), actors, CountMegabytes());
    }

    /// <summary>How long the system may take to close what has been let go.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The sockets that this process has open.</summary>
    public static int CountSockets()
    {
        if (!OperatingSystem.IsLinux())
            return -1;
        var sockets = 0;
        foreach (var descriptor in Directory.EnumerateFiles("/proc/self/fd"))
        {
            try
            {
                if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true)
                    sockets++;
            }
            catch (IOException)
            {
                // Closed since it was listed.
            }
        }

        return sockets;
    }

    /// <summary>All that this process has open.</summary>
    public static int CountHandles()
    {
        if (OperatingSystem.IsLinux())
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    /// <summary>The processor time that this process has used.</summary>
    public static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double CountMegabytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
    }
}
