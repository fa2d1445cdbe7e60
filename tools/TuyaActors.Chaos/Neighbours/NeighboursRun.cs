using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Chaos.Neighbours;

/// <summary>How long the commands of one group took.</summary>
/// <param name="Group">Devices of their own, or siblings behind the gateway.</param>
/// <param name="Alone">In milliseconds, where nobody was slow; in order.</param>
/// <param name="Beside">In milliseconds, beside a slow one; in order.</param>
public sealed record NeighbourTimes(string Group, IReadOnlyList<double> Alone, IReadOnlyList<double> Beside)
{
    /// <summary>The 99th percentile beside a slow one, by that without.</summary>
    public double Ratio => Percentile(Beside, 0.99) / Percentile(Alone, 0.99);

    /// <summary>For people's eyes.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Group,-16}{Alone.Count + Beside.Count,8} commands; alone p50 {Percentile(Alone, 0.5):0.00} ms, p99 {Percentile(Alone, 0.99):0.00} ms; beside p50 {Percentile(Beside, 0.5):0.00} ms, p99 {Percentile(Beside, 0.99):0.00} ms; ratio of p99 {Ratio:0.00}");

    private static double Percentile(IReadOnlyList<double> ordered, double share) => ordered.Count == 0 ? double.NaN : ordered[(int)(share * (ordered.Count - 1))];
}

/// <summary>One device and one child of a gateway answer after 5 s and have commands all the time; what do their neighbours' commands take, and what without them?</summary>
public static class NeighboursRun
{
    /// <summary>The run takes turns, so that whatever else the machine does falls on both sides.</summary>
    private const int Turns = 5;

    private const int SlowCommands = 4;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    // Well below the fleet's ceiling of commands a second for one connection, which would be measured otherwise.
    private static readonly TimeSpan OwnPace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan SiblingsPace = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs it.</summary>
    /// <param name="devices">How many neighbours with a connection of their own.</param>
    /// <param name="turn">How long each of the ten turns lasts.</param>
    /// <param name="firstAddress">Of the first device.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<NeighbourTimes>> RunAsync(int devices, TimeSpan turn, IPAddress firstAddress, CancellationToken cancellation)
    {
        var plugs = SimulatedFleet.Create(devices + 1, firstAddress: firstAddress, port: 0).Select(d => d with { Profile = DeviceProfile.Plug, SubDevices = [] });
        var gateway = new SimulatedDeviceOptions
        {
            Version = ProtocolVersion.V34,
            Profile = DeviceProfile.Gateway,
            Port = 0,
            SubDevices = [.. Enumerable.Range(0, 4).Select(_ => new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug })],
        };
        await using var fleet = await TrialFleet.StartAsync([.. plugs, gateway], new SimulatorOptions { Quiet = true, Announce = false }, "", cancellation: cancellation);
        await fleet.Watch.UntilAllOnlineAsync(cancellation);
        var slow = fleet.Targets[0];
        var children = fleet.Targets.Where(t => t.Sub is not null).ToList();
        var (slowChild, siblings) = (children[0], children.Skip(1).ToList());
        var own = fleet.Targets.Where(t => t.Sub is null && t != slow && t.Profile == DeviceProfile.Plug).ToList();
        var times = (Own: new Group("own connection"), Siblings: new Group("siblings"));

        for (var i = 0; i < 2 * Turns; i++)
        {
            var beside = i % 2 == 1;
            slow.Device.Faults = new DeviceFaults { ReplyDelay = beside ? Slow : TimeSpan.Zero };
            slowChild.Sub!.ReplyDelay = beside ? Slow : TimeSpan.Zero;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            over.CancelAfter(turn);
            var work = new List<Task>
            {
                WorkAsync(fleet, own, OwnPace, times.Own, beside, over.Token),
                WorkAsync(fleet, siblings, SiblingsPace, times.Siblings, beside, over.Token),
            };
            if (beside)
                work.AddRange(Enumerable.Range(0, SlowCommands).SelectMany(_ => (Task[])[PesterAsync(fleet, slow, over.Token), PesterAsync(fleet, slowChild, over.Token)]));
            await Task.WhenAll(work);
            cancellation.ThrowIfCancellationRequested();
        }

        return [times.Own.Times, times.Siblings.Times];
    }

    private static async Task WorkAsync(TrialFleet fleet, List<TrialTarget> targets, TimeSpan pace, Group group, bool beside, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var target = targets[i % targets.Count];
            var wish = DpSet.Of((1, !target.State[1].AsBoolean()));
            var begun = Stopwatch.GetTimestamp();
            var outcome = await fleet.Fleet.SetDpsAsync(target.Id, wish, TimeSpan.FromSeconds(30), CancellationToken.None);
            if (outcome is not CommandOutcome.Confirmed)
                throw new InvalidOperationException($"a neighbour's command ended otherwise than confirmed: {outcome}");
            (beside ? group.Beside : group.Alone).Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(pace, over).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task PesterAsync(TrialFleet fleet, TrialTarget target, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await fleet.Fleet.RefreshAsync(target.Id, TimeSpan.FromSeconds(20), CancellationToken.None);
    }

    private sealed class Group(string name)
    {
        public ConcurrentBag<double> Alone { get; } = [];

        public ConcurrentBag<double> Beside { get; } = [];

        public NeighbourTimes Times => new(name, [.. Alone.Order()], [.. Beside.Order()]);
    }
}
