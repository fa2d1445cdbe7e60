using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Restart;

/// <summary>What a restart came to.</summary>
/// <param name="Devices">How many devices, those behind gateways included.</param>
/// <param name="Stop">From the wish to stop until the host had ended, every device's last state written.</param>
/// <param name="Definitions">From the start until the fleet answered, all definitions there.</param>
/// <param name="Recovered">From the start until every device told its last known state.</param>
/// <param name="DatabaseMegabytes">The database and its log.</param>
/// <param name="Megabytes">Managed memory of the fleet that came back.</param>
/// <param name="Wrong">What was wrong; empty where all was as it must be.</param>
public sealed record RestartResult(int Devices, TimeSpan Stop, TimeSpan Definitions, TimeSpan Recovered, double DatabaseMegabytes, double Megabytes, IReadOnlyList<string> Wrong)
{
    /// <summary>For people's eyes.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"devices         {Devices}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stop            {Stop.TotalSeconds:0.00} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"definitions     {Definitions.TotalSeconds:0.00} s after the start"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all recovered   {Recovered.TotalSeconds:0.00} s after the start: {Recovered.TotalMilliseconds / Devices:0.00} ms a device"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"database        {DatabaseMegabytes:0.0} MB: {DatabaseMegabytes * 1024 / Devices:0.0} kB a device"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory          {Megabytes:0.0} MB: {Megabytes * 1024 / Devices:0.0} kB a device"));
        output.WriteLine($"wrong           {(Wrong.Count == 0 ? "nothing" : string.Join("; ", Wrong))}");
    }
}

/// <summary>
/// A fleet that has had all its devices online stops, and starts anew where none of them is: from its database alone it must know each device, where
/// it was, and what it said last.
/// </summary>
public static class RestartRun
{
    /// <summary>Runs it.</summary>
    /// <param name="devices">How many with a connection of their own.</param>
    /// <param name="firstAddress">Of the first.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<RestartResult> RunAsync(int devices, IPAddress firstAddress, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("tuyactors-restart-");
        try
        {
            var database = Path.Combine(folder.FullName, "fleet.db");
            var before = new Dictionary<DeviceId, DeviceSnapshot>();
            var stop = TimeSpan.Zero;
            foreach (var batch in SimulatedFleet.Create(devices, firstAddress: firstAddress, port: 0).Chunk(MostAtOnce))
                stop = await LiveAsync(batch, database, before, cancellation);
            GC.Collect();
            var memory = GC.GetTotalMemory(forceFullCollection: true);

            var since = Stopwatch.StartNew();
            // Nobody connects in the time of this trial: what is known is what was kept.
            using var host = Build(database, "tuya.reconnect.start-jitter = 12h", []);
            await host.StartAsync(cancellation);
            var fleet = host.Services.GetRequiredService<ITuyaFleet>();
            await fleet.GetHealthAsync(cancellation);
            var definitions = since.Elapsed;
            var after = await UntilAsync(fleet, all => all.Unavailable.IsEmpty && all.Found.Length == before.Count && all.Found.All(d => d.ReportedAt is not null), cancellation);
            var recovered = since.Elapsed;
            var wrong = Compare(before, after);
            after = null;
            var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - memory) / 1048576.0;
            await host.StopAsync(cancellation);
            var size = folder.EnumerateFiles("fleet.db*").Sum(file => file.Length) / 1048576.0;
            return new RestartResult(before.Count, stop, definitions, recovered, size, megabytes, wrong);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A simulated device and its connection are three open files of one process.
    private const int MostAtOnce = 2000;

    /// <summary>A first life: these devices online, each with what it says, beside those of former batches, which are away.</summary>
    private static async Task<TimeSpan> LiveAsync(
        SimulatedDeviceOptions[] devices, string database, Dictionary<DeviceId, DeviceSnapshot> seen, CancellationToken cancellation)
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false });
        simulator.AddRange(devices);
        await simulator.StartAsync(cancellation);
        using var host = Build(database, "tuya.reconnect { max-handshakes = 200, first = 30m, max = 30m }\ntuya.persistence.state-interval = 2s", simulator.Devices.SelectMany(Define));
        await host.StartAsync(cancellation);
        var fleet = host.Services.GetRequiredService<ITuyaFleet>();
        var mine = simulator.Devices.SelectMany(Define).Select(d => d.Id).ToHashSet();
        var all = await UntilAsync(fleet, now => now.Unavailable.IsEmpty && now.Found.All(d => !mine.Contains(d.DeviceId) || (d.State.IsWell() && d.ReportedAt is not null)), cancellation);
        // What is said last is written by the clock; a stop in the same moment writes as much as it has time for.
        await Task.Delay(TimeSpan.FromSeconds(15), cancellation);
        foreach (var device in all.Found.Where(d => mine.Contains(d.DeviceId)))
            seen[device.DeviceId] = device;
        var since = Stopwatch.StartNew();
        await host.StopAsync(cancellation);
        return since.Elapsed;
    }

    private static async Task<DeviceReplies.Devices> UntilAsync(ITuyaFleet fleet, Func<DeviceReplies.Devices, bool> isSo, CancellationToken cancellation)
    {
        while (true)
        {
            var all = await fleet.GetDevicesAsync(cancellation);
            if (isSo(all))
                return all;
            await Task.Delay(50, cancellation);
        }
    }

    private static List<string> Compare(Dictionary<DeviceId, DeviceSnapshot> before, DeviceReplies.Devices after)
    {
        var wrong = new List<string>();
        foreach (var device in after.Found)
        {
            var was = before[device.DeviceId];
            if (!device.Stale)
                wrong.Add($"{device.DeviceId} is not called stale");
            if (!device.Reported.Equals(was.Reported) || device.ReportedAt != was.ReportedAt)
                wrong.Add($"{device.DeviceId} has another last state than it had");
            if (device.Gateway is null && device.Version != was.Version)
                wrong.Add($"{device.DeviceId} had version {was.Version}, and has {device.Version}");
        }

        return wrong;
    }

    private static IHost Build(string database, string hocon, IEnumerable<DeviceDefinition> devices)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
        builder.Services.AddTuyaFleet(options =>
        {
            options.Hocon = hocon;
            options.DiscoveryEnabled = false;
            options.Database = database;
            foreach (var device in devices)
                options.Devices.Add(device);
        });
        return builder.Build();
    }

    private static IEnumerable<DeviceDefinition> Define(SimulatedDevice device)
    {
        var id = new DeviceId(device.Id);
        yield return new DeviceDefinition(id) { Name = device.Name, Key = device.Key, Address = device.EndPoint.Address, Port = device.EndPoint.Port, Version = device.Version };
        foreach (var sub in device.SubDevices)
            yield return new DeviceDefinition(new DeviceId(sub.Id)) { Name = sub.Name, Gateway = id, Cid = sub.Cid };
    }
}
