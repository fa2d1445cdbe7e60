using System.Diagnostics;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>What one client does with so many devices, in a process of its own: memory, processor time, and how long things take.</summary>
internal static class ManyDevices
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What is measured, and for how long.</summary>
    /// <param name="Client"><c>fleet</c> or <c>bare</c>.</param>
    /// <param name="Devices">How many, of all versions.</param>
    /// <param name="Settle">How long nothing is measured after the last came online.</param>
    /// <param name="Time">How long each step takes.</param>
    /// <param name="Rates">Reports a second of all devices together; 0: as many as they can.</param>
    /// <param name="Idle">Whether idling, a query and a common fall are measured too.</param>
    public sealed record Plan(string Client, int Devices, TimeSpan Settle, TimeSpan Time, IReadOnlyList<double> Rates, bool Idle);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(Plan plan)
    {
        var figures = new Dictionary<string, double>();
        await using var farm = await DeviceFarm.StartAsync(plan.Devices, ProtocolVersions.All);
        await using IClient client = plan.Client == "bare" ? new BareClient() : new FleetClient();

        var (watch, cpu) = (Stopwatch.StartNew(), ProcessFigures.Cpu);
        await client.StartAsync(farm.Devices);
        await UntilOnlineAsync(client, plan.Devices, upTo: plan.Devices);
        figures[Names.Online] = watch.Elapsed.TotalSeconds;
        figures[Names.OnlineCpu] = (ProcessFigures.Cpu - cpu).TotalSeconds;
        figures[Names.OnlineHandshakes] = await farm.MostHandshakesAsync();
        await Task.Delay(plan.Settle);

        if (plan.Idle)
        {
            figures[Names.Idle] = await CoresAsync(plan.Time, () => Task.Delay(plan.Time));
            figures[Names.Resident] = ProcessFigures.Resident;
            figures[Names.Managed] = ProcessFigures.Managed();
            figures[Names.ResidentCompacted] = ProcessFigures.ResidentCompacted();
            figures[Names.Query] = await QueryAsync(client, plan);
        }

        foreach (var rate in plan.Rates)
        {
            // The first is for the JIT.
            await farm.PushAsync(rate, TimeSpan.FromSeconds(Math.Max(2, plan.Time.TotalSeconds / 4)));
            await Task.Delay(500);
            var (reports, missed, farmCpu, before) = (client.Reports, client.Missed, await farm.CpuAsync(), ProcessFigures.Cpu);
            var pushing = Stopwatch.StartNew();
            var sent = await farm.PushAsync(rate, plan.Time);
            await Task.Delay(200);
            var took = pushing.Elapsed - TimeSpan.FromMilliseconds(200);
            var used = ProcessFigures.Cpu - before;
            figures[Names.At(rate, Names.Sent)] = sent / took.TotalSeconds;
            figures[Names.At(rate, Names.Arrived)] = (client.Reports - reports) / took.TotalSeconds;
            figures[Names.At(rate, Names.Missed)] = client.Missed - missed;
            figures[Names.At(rate, Names.Cores)] = used.TotalSeconds / took.TotalSeconds;
            figures[Names.At(rate, Names.CpuEach)] = used.TotalMicroseconds / Math.Max(1, client.Reports - reports);
            figures[Names.At(rate, Names.FarmCores)] = (await farm.CpuAsync() - farmCpu).TotalSeconds / took.TotalSeconds;
        }

        if (plan.Idle && plan.Devices > 0)
        {
            var before = ProcessFigures.Cpu;
            var falling = Stopwatch.StartNew();
            await farm.DropAsync();
            await UntilOnlineAsync(client, 0, upTo: plan.Devices - 1);
            await UntilOnlineAsync(client, plan.Devices, upTo: plan.Devices);
            figures[Names.Back] = falling.Elapsed.TotalSeconds;
            figures[Names.BackCpu] = (ProcessFigures.Cpu - before).TotalSeconds;
            figures[Names.BackHandshakes] = await farm.MostHandshakesAsync();
        }

        return figures;
    }

    private static async Task<double> CoresAsync(TimeSpan time, Func<Task> what)
    {
        var before = ProcessFigures.Cpu;
        await what();
        return (ProcessFigures.Cpu - before) / time;
    }

    private static async Task<double> QueryAsync(IClient client, Plan plan)
    {
        var times = new List<double>();
        for (var run = -2; run < 7; run++)
        {
            var watch = Stopwatch.StartNew();
            var told = await client.QueryAsync();
            if (told == 0)
                return double.NaN;
            if (told != plan.Devices)
                throw new InvalidOperationException($"{told} of {plan.Devices} devices told their state");
            if (run >= 0)
                times.Add(watch.Elapsed.TotalSeconds);
        }

        return Numbers.Median(times);
    }

    private static async Task UntilOnlineAsync(IClient client, int from, int upTo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await client.CountOnlineAsync() is var online && (online < from || online > upTo))
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"{online} devices are online after {Patience.TotalMinutes} minutes; expected were {from} to {upTo}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>What the figures are called between processes.</summary>
    internal static class Names
    {
        public const string Online = "online";
        public const string OnlineCpu = "online-cpu";
        public const string OnlineHandshakes = "online-handshakes";
        public const string Idle = "idle";
        public const string Resident = "resident";
        public const string Managed = "managed";
        public const string ResidentCompacted = "resident-compacted";
        public const string Query = "query";
        public const string Back = "back";
        public const string BackCpu = "back-cpu";
        public const string BackHandshakes = "back-handshakes";
        public const string Sent = "sent";
        public const string Arrived = "arrived";
        public const string Missed = "missed";
        public const string Cores = "cores";
        public const string CpuEach = "cpu-each";
        public const string FarmCores = "farm-cores";

        public static string At(double rate, string what) => FormattableString.Invariant($"{what}@{rate}");
    }
}
