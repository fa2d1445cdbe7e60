using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

public sealed class FleetSpecs
{
    [Fact]
    public async Task Should_bring_a_mixed_fleet_online_and_switch_every_plug()
    {
        await using var test = await FleetUnderTest.StartAsync(SimulatedFleet.Create(24).Select(d => d with { Address = System.Net.IPAddress.Loopback }), byBroadcast: true);

        await test.UntilAllOnline();

        var all = await test.Fleet.GetDevicesAsync(test.Cancellation);
        Assert.Empty(all.Unavailable);
        Assert.Equal(24 + test.Simulator.Devices.Sum(d => d.SubDevices.Count), all.Found.Length);
        Assert.Equal(ProtocolVersions.All.Order(), all.Found.Select(d => d.Version!.Value).Distinct().Order());
        var health = await test.Fleet.GetHealthAsync(test.Cancellation);
        Assert.Equal((24, 24), (health.Online, health.Devices));
        Assert.Equal((all.Found.Length - 24, all.Found.Length - 24), (health.SubDevicesOnline, health.SubDevices));
        Assert.All(health.UdpPorts, port => Assert.True(port.Bound));
        Assert.All(test.Simulator.Devices, device => Assert.Equal((1L, 0L), (device.ConnectionCount, device.RejectedConnections)));
        foreach (var plug in test.Simulator.Devices.Where(d => d.Profile == DeviceProfile.Plug))
            Assert.IsType<CommandOutcome.Confirmed>(await test.Fleet.SetDpsAsync(new DeviceId(plug.Id), DpSet.Of((1, !plug.State[1].AsBoolean())), null, test.Cancellation));
    }

    [Fact]
    public async Task Should_add_and_remove_a_device_while_it_runs()
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions()]);
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);
        var id = new DeviceId(device.Id);
        var left = device.NextAsync<DeviceActivity.ClientLeft>(cancellationToken: test.Cancellation);

        Assert.IsType<FleetReply.Done>(await test.Fleet.RemoveDeviceAsync(id, test.Cancellation));
        await left;
        Assert.Null(await test.Fleet.GetDeviceAsync(id, test.Cancellation));

        var definition = new DeviceDefinition(id) { Key = device.Key, Version = device.Version, Address = device.EndPoint.Address, Port = device.EndPoint.Port };
        Assert.IsType<FleetReply.Done>(await test.Fleet.AddDeviceAsync(definition, test.Cancellation));
        await test.UntilOnline(device);
        Assert.IsType<FleetReply.Refused>(await test.Fleet.AddDeviceAsync(definition, test.Cancellation));
    }

    [Fact]
    public async Task Should_close_every_connection_when_the_host_stops()
    {
        var test = await FleetUnderTest.StartAsync(SimulatedFleet.Create(10).Select(d => d with { Address = System.Net.IPAddress.Loopback }));
        await test.UntilAllOnline();
        var left = test.Simulator.Devices.Select(d => d.NextAsync<DeviceActivity.ClientLeft>(cancellationToken: test.Cancellation)).ToList();

        await using (test)
        {
        }

        await Task.WhenAll(left);
    }
}
