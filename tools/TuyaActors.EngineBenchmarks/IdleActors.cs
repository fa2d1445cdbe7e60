using System.Diagnostics;
using Akka.Actor;

namespace TuyaActors.EngineBenchmarks;

/// <summary>What actors cost that do nothing. Measured before all else, in a process that has not grown yet.</summary>
internal static class IdleActors
{
    // Long enough to see a thread that spins or polls, in the processor time of the process.
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Measure>> Measure(ActorSystem system, int count)
    {
        // What the first actors bring with them, classes and code, is not theirs.
        await Start(system, 200);
        var before = Memory();
        var since = Stopwatch.GetTimestamp();
        var actors = await Start(system, count);
        var starting = Stopwatch.GetElapsedTime(since);
        var after = Memory();
        var (threads, processor) = await Idle();
        GC.KeepAlive(actors);
        return
        [
            new("start, actors", count / starting.TotalSeconds, "/s", MoreIsBetter: true),
            new("idle actor, managed", (double)(after.Managed - before.Managed) / count, "bytes", MoreIsBetter: false),
            new("idle actor, resident", (double)(after.Resident - before.Resident) / count, "bytes", MoreIsBetter: false),
            new("all idle, threads", threads, "", MoreIsBetter: false),
            new("all idle, processor", processor.TotalMilliseconds / Watching.TotalSeconds, "ms/s", MoreIsBetter: false),
        ];
    }

    /// <summary>Each has answered: it has a mailbox and has run.</summary>
    private static async Task<IActorRef[]> Start(ActorSystem system, int count)
    {
        var actors = new IActorRef[count];
        for (var i = 0; i < count; i++)
            actors[i] = system.ActorOf(Props.Create<Idle>());
        foreach (var actor in actors)
            await actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
        return actors;
    }

    private static (long Managed, long Resident) Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    private static async Task<(int Threads, TimeSpan Processor)> Idle()
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(Watching);
        process.Refresh();
        return (process.Threads.Count, process.TotalProcessorTime - before);
    }
}
