using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Events of devices that other nodes host.</summary>
public sealed class EventSpecs
{
    // One that no profile has.
    private const int Counter = 101;
    private const int Before = 300;
    private const int After = 300;

    private static readonly SimulatedDeviceOptions[] Devices = [.. Enumerable.Range(0, 8).Select(_ => new SimulatedDeviceOptions { Version = ProtocolVersion.V33 })];

    [Fact]
    public async Task Should_tell_each_value_once_and_in_order_and_begin_anew_by_a_snapshot_where_a_device_changes_its_node()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Devices);
        var first = await cluster.AddNodeAsync("house", cluster.Simulator.Devices);
        var second = await cluster.AddNodeAsync("house");
        var client = await cluster.AddClientAsync();
        foreach (var device in cluster.Simulator.Devices)
            await client.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online);
        await cluster.UntilHosted(second, atLeast: 1);

        var counting = CountAsync(cluster.Simulator.Devices, first, cluster.Cancellation);
        var values = new Dictionary<DeviceId, long>();
        // Those that nobody hosted for a moment: a snapshot is to come.
        var owed = new HashSet<DeviceId>();
        var pushes = 0;
        await foreach (var e in client.Fleet.Events(cancellationToken: cluster.Cancellation))
        {
            Assert.IsNotType<DeviceEvents.Lagged>(e);
            if (e is DeviceEvents.SnapshotTaken { Device.Reported: var reported })
            {
                owed.Remove(e.DeviceId);
                if (reported.TryGetValue(Counter, out var stood))
                    values[e.DeviceId] = stood.AsInteger();
                else
                    values.Remove(e.DeviceId);
            }
            else if (e is DeviceEvents.StateChanged change)
            {
                // What a device says to nobody is told to nobody; its first word on a new connection may be a push.
                values.Remove(e.DeviceId);
                if (change.To == DeviceState.Stopped)
                    owed.Add(e.DeviceId);
            }
            else if (e is DeviceEvents.DpsReported report && report.Dps.TryGetValue(Counter, out var value))
            {
                if (report.Cause == ReportCause.Push && values.TryGetValue(e.DeviceId, out var before))
                {
                    Assert.True(value.AsInteger() == before + 1, $"'{e.DeviceId}' told {value.AsInteger()} after {before}");
                    pushes++;
                }

                values[e.DeviceId] = value.AsInteger();
            }

            if (counting.IsCompleted && owed.Count == 0 && values.Count == Devices.Length && values.Values.All(last => last == Before + After))
                break;
        }

        await counting;
        // Those of the first node were away for a moment, those of the second all the time there.
        Assert.InRange(pushes, Before * Devices.Length / 2, (Before + After) * Devices.Length);
        Assert.All(cluster.Simulator.Devices, device => Assert.Equal(0, device.Connections.Doubles));
    }

    /// <summary>Lets all devices report a number that grows by one each time, and a node leave half way.</summary>
    private static async Task CountAsync(IReadOnlyList<SimulatedDevice> devices, ClusterNode leaving, CancellationToken cancellation)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var left = Task.CompletedTask;
        for (var value = 1; value <= Before + After; value++)
        {
            await pace.WaitForNextTickAsync(cancellation);
            if (value == Before)
                left = leaving.LeaveAsync();
            // The rest is told where all are at home again.
            if (value == Before + After / 2)
                await left;
            foreach (var device in devices)
                device.Set(Counter, value);
        }
    }
}
