using System.Diagnostics;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.SegmentBenchmarks;

/// <summary>What a command costs that goes to another node, against one in the own process.</summary>
internal static class CommandsRun
{
    private const int Switch = 1;

    public static async Task<int> RunAsync(int rounds, TextWriter output)
    {
        await using var home = new Home();
        var device = home.Simulator.Add(ProtocolVersion.V35);
        await home.Simulator.StartAsync();
        var own = await home.AddAsync("house", [device]);
        var other = await home.AddAsync(null, []);
        await other.OnlineAsync(1);
        var third = home.Simulator.Add(ProtocolVersion.V35);
        await using var alone = await AloneFleet.StartAsync(third);
        var single = new DeviceId(third.Id);

        var id = new DeviceId(device.Id);
        (string Name, ITuyaFleet Fleet, DeviceId Id, List<double> Times)[] ways =
            [("a fleet of one segment, own process", alone.Fleet, single, []), ("a node of the segment, own process", own.Fleet, id, []), ("another node, by remoting on loopback", other.Fleet, id, [])];
        var value = false;
        for (var round = -rounds / 10; round < rounds; round++)
        {
            // By turns, so that what the machine does meanwhile concerns all alike.
            value = !value;
            foreach (var (_, fleet, to, times) in ways)
            {
                var begun = Stopwatch.GetTimestamp();
                var outcome = await fleet.SetDpsAsync(to, DpSet.Of((Switch, value)));
                if (outcome is not CommandOutcome.Confirmed)
                {
                    output.WriteLine($"a command came to: {outcome.Sentence}");
                    return 1;
                }

                if (round >= 0)
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        }

        output.WriteLine($"a set, confirmed by the device, 3.5, {rounds} times each, by turns: times of the second way");
        var unit = Median(ways[1].Times);
        foreach (var (name, _, _, times) in ways)
            output.WriteLine($"  {name,-40} median {Median(times) / unit,5:0.00}   99 % {At(times, 0.99) / unit,5:0.00}   ({Median(times):0} us here)");
        return 0;
    }

    internal static double Median(List<double> times) => At(times, 0.5);

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}
