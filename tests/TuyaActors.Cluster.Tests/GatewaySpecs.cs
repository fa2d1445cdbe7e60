using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Cluster.Tests;

/// <summary>Devices behind a gateway are wherever that is.</summary>
public sealed class GatewaySpecs
{
    [Fact]
    public async Task Should_reach_a_device_behind_a_gateway_and_take_it_along_to_another_node()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(new SimulatedDeviceOptions
        {
            Version = ProtocolVersion.V34,
            Profile = DeviceProfile.Gateway,
            SubDevices = [new SimulatedSubDeviceOptions { Cid = "0001" }, new SimulatedSubDeviceOptions { Cid = "0002" }],
        });
        var gateway = cluster.Simulator.Devices[0];
        var (sub1, sub2) = (Define(gateway, 0), Define(gateway, 1));
        var first = await cluster.AddNodeAsync("house", gateway);
        var client = await cluster.AddClientAsync();
        await client.Until(new DeviceId(gateway.Id), device => device.State == DeviceState.Online);

        // It goes to its gateway's segment by itself.
        Assert.IsType<FleetReply.Done>(await client.Fleet.AddDeviceAsync(sub1, cluster.Cancellation));
        Assert.IsType<FleetReply.Done>(await client.Fleet.AddDeviceAsync(sub2, cluster.Cancellation));
        Assert.Equal("house", (await client.Until(sub1.Id, device => device.State == DeviceState.Online)).Segment);
        Assert.True((await client.Fleet.RefreshAsync(sub1.Id, TimeSpan.FromSeconds(10), null, cluster.Cancellation)).Succeeded);

        await cluster.AddNodeAsync("house");
        await first.LeaveAsync();

        await client.Until(sub1.Id, device => device.State == DeviceState.Online);
        await client.Until(sub2.Id, device => device.State == DeviceState.Online);
        Assert.True((await client.Fleet.RefreshAsync(sub2.Id, TimeSpan.FromSeconds(10), null, cluster.Cancellation)).Succeeded);

        Assert.IsType<FleetReply.Refused>(await client.Fleet.RemoveDeviceAsync(new DeviceId(gateway.Id), cluster.Cancellation));
        Assert.IsType<FleetReply.Done>(await client.Fleet.RemoveDeviceAsync(sub1.Id, cluster.Cancellation));
        Assert.IsType<CommandOutcome.UnknownDevice>(await client.Fleet.RefreshAsync(sub1.Id, TimeSpan.FromSeconds(10), null, cluster.Cancellation));
        Assert.True((await client.Fleet.RefreshAsync(sub2.Id, TimeSpan.FromSeconds(10), null, cluster.Cancellation)).Succeeded);
        Assert.Equal(0, gateway.Connections.Doubles);
    }

    private static DeviceDefinition Define(SimulatedDevice gateway, int which) => new(new DeviceId(gateway.SubDevices[which].Id))
    {
        Name = gateway.SubDevices[which].Name,
        Gateway = new DeviceId(gateway.Id),
        Cid = gateway.SubDevices[which].Cid,
    };
}
