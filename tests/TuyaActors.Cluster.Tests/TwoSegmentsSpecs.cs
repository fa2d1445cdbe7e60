using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

public sealed class TwoSegmentsSpecs
{
    private static readonly SimulatedDeviceOptions Plug = new() { Version = ProtocolVersion.V33 };
    private static readonly SimulatedDeviceOptions Lamp = new() { Version = ProtocolVersion.V35 };

    [Fact]
    public async Task Should_command_a_device_of_any_segment_from_any_node()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Plug, Lamp);
        var (plug, lamp) = (cluster.Simulator.Devices[0], cluster.Simulator.Devices[1]);
        var house = await cluster.AddNodeAsync("house", plug);
        var garage = await cluster.AddNodeAsync("garage", lamp);
        var client = await cluster.AddClientAsync();

        foreach (var node in new[] { house, garage, client })
        {
            foreach (var device in new[] { plug, lamp })
                Assert.Equal(device == plug ? "house" : "garage", (await node.Until(new DeviceId(device.Id), snapshot => snapshot.State == DeviceState.Online)).Segment);
        }

        var (dp, value) = plug.State.First(dp => dp.Value.Kind == DpKind.Boolean);
        var outcome = await client.Fleet.SetDpsAsync(new DeviceId(plug.Id), DpSet.Of((dp, !value.AsBoolean())), cancellationToken: cluster.Cancellation);
        Assert.IsType<CommandOutcome.Confirmed>(outcome);
        Assert.Equal(!value.AsBoolean(), plug.State[dp].AsBoolean());
        Assert.All(cluster.Simulator.Devices, device => Assert.Equal((1, 0), (device.ConnectionCount, device.Connections.Doubles)));
    }
}
