using System.Diagnostics;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;

namespace TuyaActors.Chaos.Soak;

/// <summary>Looks at this process.</summary>
internal sealed class Sampler(TrialHost host, OutcomeLedger ledger, DirectoryInfo database)
{
    private const double Megabyte = 1048576;

    // The deepest of the fleet's actors sit behind a gateway.
    private static readonly string[] Everywhere = ["/user/*", "/user/*/*", "/user/*/*/*", "/user/*/*/*/*"];

    private readonly long _begun = Stopwatch.GetTimestamp();

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    /// <summary>One look.</summary>
    /// <param name="collect">Whether a full collection is forced, to tell what is alive. It comes last: a look at the rest is not to see its tidying.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<SoakSample> TakeAsync(bool collect, CancellationToken cancellation)
    {
        var at = Elapsed;
        using var process = Process.GetCurrentProcess();
        var sample = new SoakSample
        {
            Seconds = at.TotalSeconds,
            ResidentMegabytes = process.WorkingSet64 / Megabyte,
            ManagedMegabytes = GC.GetTotalMemory(forceFullCollection: false) / Megabyte,
            HeapMegabytes = GC.GetGCMemoryInfo().HeapSizeBytes / Megabyte,
            Collections = [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            Handles = Footprint.CountHandles(),
            Threads = process.Threads.Count,
            Actors = await CensusActor.CountAsync(host.System, Everywhere, cancellation),
            ProcessorSeconds = process.TotalProcessorTime.TotalSeconds,
            DatabaseMegabytes = database.EnumerateFiles().Sum(file => file.Length) / Megabyte,
            Online = host.Watch.Count - host.Watch.Away.Count,
            Commands = ledger.Ended,
            Reports = host.Watch.Reports,
        };
        return collect ? sample with { LiveMegabytes = Live() } : sample;
    }

    private static double Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var left = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return (left.HeapSizeBytes - left.FragmentedBytes) / Megabyte;
    }
}
