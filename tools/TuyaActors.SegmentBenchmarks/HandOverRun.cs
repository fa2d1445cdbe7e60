using System.Diagnostics;
using TuyaActors.Protocol;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>How long a segment's other node takes for all devices to be online again, when a node leaves, and when it dies.</summary>
internal static class HandOverRun
{
    public static async Task<int> RunAsync(int devices, bool dies, TextWriter output)
    {
        await using var home = new Home();
        var simulated = Enumerable.Range(0, devices).Select(n => home.Simulator.Add(n % 2 == 0 ? ProtocolVersion.V33 : ProtocolVersion.V35)).ToList();
        await home.Simulator.StartAsync();
        var begun = Stopwatch.GetTimestamp();
        var first = await home.AddAsync("house", simulated);
        await first.OnlineAsync(devices);
        output.WriteLine($"{devices} devices online at one node {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s after its start");

        var second = await home.AddAsync("house", []);
        begun = Stopwatch.GetTimestamp();
        while (await second.HostedAsync() < devices / 3)
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        await second.OnlineAsync(devices);
        var hosted = await second.HostedAsync();
        output.WriteLine($"a second node has {hosted} of them {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s after it came");

        begun = Stopwatch.GetTimestamp();
        var going = dies ? first.DieAsync() : first.LeaveAsync();
        while (await second.HostedAsync() < devices)
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        await second.OnlineAsync(devices);
        var taken = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await going;
        var twice = simulated.Sum(device => device.Connections.Doubles);
        output.WriteLine($"all {devices} online at it {taken:0.0} s after the first began to {(dies ? "be dead (Akka's failure detector and split-brain resolver, 20 s, included)" : "leave")}, {devices - hosted} of them handed over; double connections: {twice}");
        return twice == 0 ? 0 : 1;
    }
}
