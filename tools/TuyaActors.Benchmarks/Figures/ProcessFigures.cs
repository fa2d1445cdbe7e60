namespace TuyaActors.Benchmarks.Figures;

/// <summary>What this process holds and has used.</summary>
internal static class ProcessFigures
{
    /// <summary>Processor time so far.</summary>
    public static TimeSpan Cpu => Environment.CpuUsage.TotalTime;

    /// <summary>Resident bytes, as they stand.</summary>
    public static long Resident => Environment.WorkingSet;

    /// <summary>Managed bytes that are in use, after a full collection.</summary>
    public static long Managed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        // GC.GetTotalMemory tells of a small heap too little.
        var left = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return left.HeapSizeBytes - left.FragmentedBytes;
    }

    /// <summary>Resident bytes after the collector has given back what it can.</summary>
    public static long ResidentCompacted()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
