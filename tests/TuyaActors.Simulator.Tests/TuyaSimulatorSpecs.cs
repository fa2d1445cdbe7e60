using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class TuyaSimulatorSpecs
{
    [Fact]
    public async Task Should_say_clearly_that_a_port_is_taken_and_leave_nothing_running()
    {
        var (stage, first) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        await using var other = new Stage();
        var free = other.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });
        other.Simulator.Add(new SimulatedDeviceOptions { Name = "Kitchen plug 1", Port = first.EndPoint.Port });

        var refused = await Assert.ThrowsAsync<SimulatorException>(() => other.Simulator.StartAsync());

        Assert.StartsWith($"The simulated device Kitchen plug 1 cannot listen on {first.EndPoint}: another program uses that port", refused.Message, StringComparison.Ordinal);
        Assert.False(free.IsListening);
        Assert.False(other.Simulator.IsRunning);
    }

    [Fact]
    public async Task Should_say_clearly_that_an_address_is_not_its_own()
    {
        await using var stage = new Stage();
        stage.Simulator.Add(new SimulatedDeviceOptions { Address = IPAddress.Parse("192.0.2.1") });

        var refused = await Assert.ThrowsAsync<SimulatorException>(() => stage.Simulator.StartAsync());

        Assert.Contains("this machine has no such address", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_never_show_a_key()
    {
        var key = LocalKey.Parse("secret-key-16-ch");
        await using var stage = new Stage();
        var options = new SimulatedDeviceOptions { Key = key };
        var device = stage.Simulator.Add(options);

        Assert.DoesNotContain(key.Reveal(), device.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Reveal(), options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_two_devices_with_one_id_and_options_that_make_no_sense()
    {
        await using var stage = new Stage();
        stage.Simulator.Add(new SimulatedDeviceOptions { Id = "bf01" });

        Assert.Throws<ArgumentException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { Id = "bf01" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { Port = 70000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { Version = (ProtocolVersion)36 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { PushInterval = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { State = DpSet.Of((1, "on")) }));
        Assert.Throws<ArgumentException>(() => stage.Simulator.Add(new SimulatedDeviceOptions { Profile = DeviceProfile.Gateway, SubDevices = [new() { Cid = "a" }, new() { Cid = "a" }] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TuyaSimulator(new SimulatorOptions { Jitter = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TuyaSimulator(new SimulatorOptions { ProbePort = 0 }));
        Assert.Single(stage.Simulator.Devices);
    }

    [Fact]
    public async Task Should_start_once_and_never_again_after_a_stop()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });
        await stage.Simulator.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Simulator.StartAsync());
        var late = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });
        Assert.True(late.IsListening);
        await stage.Simulator.StopAsync();
        await stage.Simulator.StopAsync();

        Assert.False(late.IsListening);
        Assert.Throws<ObjectDisposedException>(device.Start);
        Assert.Throws<ObjectDisposedException>(() => stage.Simulator.Add(new SimulatedDeviceOptions()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stage.Simulator.StartAsync());
        Assert.Same(device, stage.Simulator.Find(device.Id));
    }

    [Fact]
    public async Task Should_stop_while_clients_talk_and_faults_are_under_way()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        using var client = await RawClient.ConnectAsync(device);
        device.Faults = new DeviceFaults { ReplyDelay = TimeSpan.FromHours(1), FragmentBytes = 1, FragmentPause = TimeSpan.FromHours(1) };
        var heard = device.NextAsync<DeviceActivity.CommandReceived>(cancellationToken: Stage.Deadline);
        await client.QueryAsync();
        await heard;
        device.StormPushes(100);

        await stage.DisposeAsync();

        await client.ExpectEndAsync();
        Assert.Equal((0, 0), (stage.Simulator.Count().Listening, stage.Simulator.Count().ConnectedClients));
    }

    [Fact]
    public async Task Should_cut_off_a_client_that_reads_nothing()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);
        var left = device.NextAsync<DeviceActivity.ClientLeft>(cancellationToken: Stage.Deadline);

        // More than all buffers between the two ends hold together.
        for (var round = 0; round < 100 && !left.IsCompleted; round++)
        {
            device.StormPushes(1000);
        }

        await left;
        using var next = await RawClient.ConnectAsync(device);
    }

    [Fact]
    public async Task Should_stop_looking_when_a_wait_is_cancelled()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });
        using var cancel = new CancellationTokenSource();
        var never = device.NextAsync<DeviceActivity.Pushed>(cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        device.Set(1, true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Fact]
    public async Task Should_let_a_handler_use_the_device()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        device.Activity += (_, activity) =>
        {
            if (activity is DeviceActivity.CommandReceived)
            {
                device.Set(9, 77);
            }
        };

        await client.QueryAsync();

        await client.ReceiveAsync(CommandId.DpQuery);
        Assert.Equal(DpSet.Of((9, 77)), (await client.ReceivePushAsync()).Dps);
    }

    [Fact]
    public async Task Should_carry_a_thousand_devices_and_clients()
    {
        await using var stage = new Stage();
        var devices = stage.Simulator.AddRange(SimulatedFleet.Create(1000, firstAddress: IPAddress.Parse("127.79.0.1"), port: 0));
        await stage.Simulator.StartAsync();
        var clients = new List<RawClient>();
        try
        {
            foreach (var device in devices)
            {
                clients.Add(await RawClient.ConnectAsync(device));
            }

            Assert.Equal((1000, 1000, 1000), (stage.Simulator.Count().Devices, stage.Simulator.Count().Listening, stage.Simulator.Count().ConnectedClients));
            foreach (var (device, client) in devices.Zip(clients))
            {
                await client.QueryAsync(dps: [.. device.State.Keys]);
            }

            foreach (var (device, client) in devices.Zip(clients))
            {
                Assert.Equal(device.State, ReplyParser.Parse(await client.ReceiveAsync()).Dps);
            }

            Assert.Equal((1000, 1000, 0), (stage.Simulator.Count().Connections, stage.Simulator.Count().CommandsReceived, stage.Simulator.Count().RejectedConnections));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
