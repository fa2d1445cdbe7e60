using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Cluster.Tests;

/// <summary>Commands that wait for a device while it changes its node.</summary>
public sealed class WaitingCommandSpecs
{
    [Fact]
    public async Task Should_go_along_with_a_device_that_is_handed_over_and_be_carried_out_once()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(new SimulatedDeviceOptions { Version = ProtocolVersion.V34 });
        var plug = cluster.Simulator.Devices[0];
        var id = new DeviceId(plug.Id);
        var first = await cluster.AddNodeAsync("house", plug);
        var client = await cluster.AddClientAsync();
        await client.Until(id, device => device.State == DeviceState.Online);
        var (dp, value) = plug.State.First(dp => dp.Value.Kind == DpKind.Boolean);
        plug.Kill();
        await client.Until(id, device => device.State == DeviceState.Backoff);

        var waiting = client.Fleet.SetDpsAsync(id, DpSet.Of((dp, !value.AsBoolean())), TimeSpan.FromSeconds(60), cluster.Cancellation);
        await client.Until(id, device => !device.Desired.IsEmpty);
        await cluster.AddNodeAsync("house");
        await first.LeaveAsync();
        Assert.False(waiting.IsCompleted);
        var commands = plug.CommandCount;
        plug.Start();

        Assert.IsType<CommandOutcome.Confirmed>(await waiting);
        Assert.Equal(!value.AsBoolean(), plug.State[dp].AsBoolean());
        Assert.InRange(plug.CommandCount, commands + 1, long.MaxValue);
    }

    [Fact]
    public async Task Should_refuse_to_make_another_master_key_where_other_nodes_would_not_have_it()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var first = await cluster.AddNodeAsync("house");
        Assert.IsType<FleetReply.MasterKeyRotated>(await first.Fleet.RotateMasterKeyAsync(cluster.Cancellation));
        await cluster.AddNodeAsync("house");
        Assert.Contains("has 2 nodes", Assert.IsType<FleetReply.Refused>(await first.Fleet.RotateMasterKeyAsync(cluster.Cancellation)).Reason, StringComparison.Ordinal);
    }
}
