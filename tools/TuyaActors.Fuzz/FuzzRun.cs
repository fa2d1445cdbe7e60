using System.Diagnostics;
using TuyaActors.Fuzz.Targets;

namespace TuyaActors.Fuzz;

/// <summary>Runs cases on some threads until they are done or one fails.</summary>
internal sealed class FuzzRun(Corpus corpus, ulong seed, TextWriter output)
{
    // A case takes microseconds; one that takes this long hangs, whatever else the machine does.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private const int Block = 5000;

    private long _next;
    private long _done;
    private int _failed;

    /// <summary>Runs the cases 0 to <paramref name="cases"/> - 1; true where all held.</summary>
    public bool All(long cases, int threads)
    {
        output.WriteLine($"fuzz: {cases} cases, seed {seed}, {threads} threads, {corpus.Stream.Length} frames, {corpus.Datagrams.Length} datagrams and {corpus.Payloads.Length} payloads to begin with");
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(_ => StartWorker(cases)).ToArray();
        foreach (var worker in workers)
        {
            Watch(worker);
        }

        output.WriteLine($"fuzz: {Interlocked.Read(ref _done)} cases in {clock.Elapsed.TotalSeconds:F0} s, {(_failed == 0 ? "all held" : "one failed")}, seed {seed}");
        return _failed == 0;
    }

    /// <summary>Runs one case again; true where it held.</summary>
    public bool One(long index)
    {
        using var targets = new TargetSet(corpus);
        return RunCase(targets, index, show: true);
    }

    private Worker StartWorker(long cases)
    {
        var worker = new Worker();
        var thread = new Thread(() => Work(worker, cases)) { IsBackground = true, Name = "fuzz" };
        worker.Thread = thread;
        thread.Start();
        return worker;
    }

    private void Work(Worker worker, long cases)
    {
        using var targets = new TargetSet(corpus);
        while (_failed == 0)
        {
            var first = Interlocked.Add(ref _next, Block) - Block;
            if (first >= cases)
            {
                return;
            }

            for (var index = first; index < Math.Min(first + Block, cases); index++)
            {
                worker.Case = index;
                worker.Since = Stopwatch.GetTimestamp();
                if (!RunCase(targets, index, show: false))
                {
                    Interlocked.Exchange(ref _failed, 1);
                    return;
                }

                Interlocked.Increment(ref _done);
            }
        }
    }

    private void Watch(Worker worker)
    {
        while (!worker.Thread!.Join(TimeSpan.FromSeconds(1)))
        {
            if (worker.Since != 0 && Stopwatch.GetElapsedTime(worker.Since) > Hang)
            {
                Interlocked.Exchange(ref _failed, 1);
                output.WriteLine($"FAILED: case {worker.Case} of seed {seed} does not end; replay with --seed {seed} --case {worker.Case}");
                return;
            }
        }
    }

    private bool RunCase(TargetSet targets, long index, bool show)
    {
        var random = FuzzRandom.ForCase(seed, index);
        var target = targets.Pick(ref random);
        byte[] input = [];
        try
        {
            target.Run(ref random, out input);
            if (show)
            {
                output.WriteLine($"case {index} of seed {seed} ({target.Name}) held: {Convert.ToHexStringLower(input)}");
            }

            return true;
        }
        catch (Exception failure)
        {
            output.WriteLine($"FAILED: case {index} of seed {seed} ({target.Name}); replay with --seed {seed} --case {index}");
            output.WriteLine($"input: {Convert.ToHexStringLower(input)}");
            output.WriteLine(failure);
            return false;
        }
    }

    private sealed class Worker
    {
        public Thread? Thread;
        public long Case;
        public long Since;
    }

    private sealed class TargetSet(Corpus corpus) : IDisposable
    {
        private readonly IFuzzTarget[] _targets =
            [new StreamTarget(corpus), new SealedTarget(corpus), new JsonTarget(corpus), new DiscoveryTarget(corpus), new SessionTarget()];

        // Of 20 cases: 8 frames and streams, 5 sealed payloads, 3 of JSON, 3 of discovery and 1 negotiation.
        public IFuzzTarget Pick(ref FuzzRandom random) => _targets[random.Below(20) switch
        {
            < 8 => 0,
            < 13 => 1,
            < 16 => 2,
            < 19 => 3,
            _ => 4,
        }];

        public void Dispose()
        {
            foreach (var target in _targets)
            {
                (target as IDisposable)?.Dispose();
            }
        }
    }
}
