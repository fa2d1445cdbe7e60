using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>
/// One command to a whole fleet of simulated devices, some of them off and some slow; and to those that are well, against bare sockets that do the
/// same with as many at once, and against single commands.
/// </summary>
internal static class ManyRun
{
    private const int AtOnce = 64;
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int devices, int offline, int slow, int runs, TextWriter output, CancellationToken ended)
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false });
        simulator.AddRange(Enumerable.Range(0, devices).Select(_ => new SimulatedDeviceOptions { Port = 0 }));
        await simulator.StartAsync(ended);
        var well = simulator.Devices.Skip(offline + slow).ToList();

        var bare = await MeasureBareAsync(well, runs);
        using var host = StartHost(simulator);
        await host.StartAsync(ended);
        var fleet = host.Services.GetRequiredService<ITuyaFleet>();
        await OnlineAsync(fleet, devices, ended);

        var ids = well.Select(device => new DeviceId(device.Id)).ToList();
        var (manyTimes, singleTimes) = (new List<double>(), new List<double>());
        for (var run = -2; run < runs; run++)
        {
            var many = await TimeAsync(async () => Require((await fleet.SetDpsAsync(DeviceSelector.Of(ids), Value(run), Deadline, parallelism: AtOnce, cancellationToken: ended)).Each, ids.Count));
            var single = await TimeAsync(async () => Require(await Task.WhenAll(ids.Select(id => fleet.SetDpsAsync(id, Value(run + 1), Deadline, ended))), ids.Count));
            if (run < 0)
                continue;
            manyTimes.Add(many);
            singleTimes.Add(single);
        }

        foreach (var device in simulator.Devices.Take(offline))
            device.Kill();
        foreach (var device in simulator.Devices.Skip(offline).Take(slow))
            device.ChangeFaults(faults => faults with { ReplyDelay = Slowness });
        await OnlineAsync(fleet, devices - offline, ended);

        var late = 0;
        output.WriteLine($"{devices} devices, {offline} of them off and {slow} slow ({Slowness.TotalSeconds:0} s), {Deadline.TotalSeconds:0} s time:");
        for (var run = 0; run < Math.Min(runs, 3); run++)
        {
            var watch = Stopwatch.StartNew();
            var reply = await fleet.SetDpsAsync(DeviceSelector.All, Value(run), Deadline, cancellationToken: ended);
            var took = watch.Elapsed;
            var kinds = string.Join(", ", reply.Each.GroupBy(outcome => outcome.GetType().Name).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reply.Each.Length} outcomes after {took.TotalSeconds:0.000} s: {kinds}"));
            var isWhole = reply.Each.Length == devices && reply.Each.Select(outcome => outcome.DeviceId).Distinct().Count() == devices && reply.Succeeded == devices - offline;
            if (!isWhole || took > Deadline)
                late++;
        }

        output.WriteLine($"{well.Count} devices that are well, median of {runs}:");
        Print($"bare sockets, {AtOnce} at once", bare);
        Print($"one command to many, {AtOnce} at once", Numbers.Median(manyTimes));
        Print("single commands, all at once", Numbers.Median(singleTimes));
        await host.StopAsync(ended);
        return late == 0 ? 0 : 1;

        void Print(string name, double milliseconds) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-40}{milliseconds,10:0.0} ms{milliseconds / bare,10:0.00} of bare"));
    }

    private static DpSet Value(int run) => DpSet.Of((1, run % 2 == 0));

    private static async Task<double> MeasureBareAsync(IReadOnlyList<SimulatedDevice> devices, int runs)
    {
        var clients = devices.Select(device => new BareConnection(new BareDevice(device.Id, device.Key, device.Version, device.EndPoint))).ToList();
        foreach (var client in clients)
            await client.ConnectAsync();
        var times = new List<double>();
        for (var run = -2; run < runs; run++)
        {
            var time = await TimeAsync(() => Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) => await client.SetAsync(Value(run))));
            if (run >= 0)
                times.Add(time);
        }

        clients.ForEach(client => client.Dispose());
        return Numbers.Median(times);
    }

    private static IHost StartHost(TuyaSimulator simulator)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddTuyaFleet(options =>
        {
            options.Hocon = "tuya { persistence.mode = memory, reconnect.first = 200ms, reconnect.start-jitter = 0s, max-sets-per-second = 0 }";
            options.DiscoveryEnabled = false;
            foreach (var device in simulator.Devices)
                options.Devices.Add(new DeviceDefinition(new DeviceId(device.Id)) { Key = device.Key, Version = device.Version, Address = device.EndPoint.Address, Port = device.EndPoint.Port });
        });
        return builder.Build();
    }

    /// <summary>Until so many are online, and no more.</summary>
    private static async Task OnlineAsync(ITuyaFleet fleet, int count, CancellationToken ended)
    {
        while ((await fleet.GetHealthAsync(ended)).Online != count)
            await Task.Delay(50, ended);
    }

    private static async Task<double> TimeAsync(Func<Task> what)
    {
        var watch = Stopwatch.StartNew();
        await what();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Require(IReadOnlyCollection<CommandOutcome> outcomes, int count)
    {
        if (outcomes.Count(outcome => outcome is CommandOutcome.Confirmed) is var confirmed && confirmed != count)
            throw new InvalidOperationException($"{confirmed} of {count} devices confirmed: {string.Join(", ", outcomes.Where(o => o is not CommandOutcome.Confirmed).Take(3).Select(o => o.Sentence))}");
    }
}
