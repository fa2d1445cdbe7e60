using System.Net;
using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

/// <summary>Faults that change a device as long as they last, and give back what was before.</summary>
public sealed class LastingFaultSpecs
{
    private const int FarAway = 1 << 17;

    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_speak_under_another_key_after_a_while_and_under_its_own_at_the_end(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        var own = device.Key;
        device.Faults = new DeviceFaults { WrongKeyAfter = TimeSpan.FromMinutes(2) };
        using var before = await RawClient.ConnectAsync(device);

        stage.Time.Advance(TimeSpan.FromMinutes(1.99));
        device.Faults = device.Faults with { SeqnoGap = 1 };
        await before.HeartbeatAsync();
        await before.ReceiveAsync(CommandId.Heartbeat);
        Assert.Equal(own, device.Key);
        stage.Time.Advance(TimeSpan.FromMinutes(0.01));
        await before.ExpectEndAsync();
        Assert.NotEqual(own, device.Key);
        Assert.False(device.IsListening);
        stage.Time.Advance(stage.Simulator.Options.PairingTime);
        await ExpectWorkingAsync(device);

        device.Faults = DeviceFaults.None;
        Assert.Equal(own, device.Key);
        stage.Time.Advance(stage.Simulator.Options.PairingTime);
        await ExpectWorkingAsync(device);
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(own, device.Key);
    }

    [Fact]
    public async Task Should_count_the_time_to_another_key_from_the_first_power_on()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0, Faults = new DeviceFaults { WrongKeyAfter = TimeSpan.FromMinutes(2) } });
        var own = device.Key;
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.Simulator.StartAsync();

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        device.Kill();
        device.Start();
        Assert.Equal(own, device.Key);
        stage.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEqual(own, device.Key);
    }

    [Fact]
    public async Task Should_have_another_key_at_once_when_the_while_is_none()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        await using var end = stage;
        var own = device.Key;

        device.Faults = new DeviceFaults { WrongKeyAfter = TimeSpan.Zero };

        Assert.NotEqual(own, device.Key);
        var paired = LocalKey.Parse("0123456789abcdef");
        device.ChangeKey(paired);
        Assert.Equal(paired, device.Key);
        device.Faults = DeviceFaults.None;
        Assert.Equal(paired, device.Key);
    }

    [Fact]
    public async Task Should_speak_another_version_as_long_as_it_is_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);

        device.Faults = new DeviceFaults { Version = ProtocolVersion.V35 };
        await before.ExpectEndAsync();
        Assert.Equal(ProtocolVersion.V35, device.Version);
        using (var meanwhile = await RawClient.ConnectAsync(device))
        {
            await meanwhile.HeartbeatAsync();
            await meanwhile.ReceiveAsync(CommandId.Heartbeat);
            device.Faults = DeviceFaults.None;
            await meanwhile.ExpectEndAsync();
        }

        Assert.Equal(ProtocolVersion.V33, device.Version);
        await ExpectWorkingAsync(device);
    }

    [Fact]
    public async Task Should_live_elsewhere_as_long_as_it_is_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V34);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);
        var home = device.EndPoint;

        device.Faults = new DeviceFaults { AddressShift = FarAway };
        await before.ExpectEndAsync();
        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.2.0.1"), home.Port), device.EndPoint);
        await ExpectWorkingAsync(device);
        device.Faults = device.Faults with { Refuse = true };
        device.Faults = DeviceFaults.None;

        Assert.Equal(home, device.EndPoint);
        await ExpectWorkingAsync(device);
        var refused = Assert.Throws<SimulatorException>(() => device.Faults = new DeviceFaults { AddressShift = int.MinValue });
        Assert.Contains("There is no address", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DeviceFaults.None, device.Faults);
        Assert.Equal(home, device.EndPoint);
    }

    [Fact]
    public async Task Should_announce_itself_where_and_as_what_it_is_now()
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Port = 0 });
        await air.Simulator.StartAsync();

        device.Faults = new DeviceFaults { AddressShift = FarAway };
        Assert.Equal("127.2.0.1", (await air.Encrypted.ReceiveAsync()).Address.ToString());
        device.Faults = device.Faults with { Version = ProtocolVersion.V33 };
        Assert.Equal(ProtocolVersion.V33, (await air.Encrypted.ReceiveAsync()).Version);
        device.Faults = new DeviceFaults { NoPower = true };
        device.Faults = DeviceFaults.None;
        Assert.Equal(IPAddress.Loopback, (await air.Encrypted.ReceiveAsync()).Address);
    }

    [Fact]
    public async Task Should_be_dead_without_power_and_as_before_with_it()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        using var before = await RawClient.ConnectAsync(device);

        device.Faults = new DeviceFaults { NoPower = true };
        await before.ExpectEndAsync();
        Assert.False(device.IsPowered);
        await Assert.ThrowsAsync<SocketException>(() => RawClient.DialAsync(device));
        device.Start();
        Assert.False(device.IsPowered);

        device.Faults = DeviceFaults.None;
        await ExpectWorkingAsync(device);
        device.Faults = new DeviceFaults { NoPower = true };
        device.Kill();
        device.Faults = DeviceFaults.None;
        Assert.False(device.IsPowered);
    }

    [Theory]
    [MemberData(nameof(Stage.SessionVersions), MemberType = typeof(Stage))]
    public async Task Should_get_out_of_a_wedge_by_power_alone(ProtocolVersion version)
    {
        var (stage, device) = await Stage.WithPlugAsync(version);
        await using var end = stage;
        device.Faults = new DeviceFaults { Wedged = true };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var client = await RawClient.DialAsync(device);
            await client.SendAsync(CommandId.SessionStart, new byte[16]);
            await client.ExpectEndAsync();
        }

        device.ChangeFaults(faults => faults with { NoPower = true });
        device.ChangeFaults(faults => faults with { NoPower = false });

        Assert.Equal(DeviceFaults.None, device.Faults);
        await ExpectWorkingAsync(device);
    }

    [Fact]
    public async Task Should_push_at_a_rate_when_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V35);
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);
        await client.HeartbeatAsync();
        await client.ReceiveAsync(CommandId.Heartbeat);

        device.Faults = new DeviceFaults { PushesPerSecond = 10 };
        stage.Time.Advance(TimeSpan.FromSeconds(0.95));
        Assert.Equal(9, device.PushCount);
        for (var push = 0; push < 9; push++)
        {
            Assert.Equal(device.State, (await client.ReceivePushAsync()).Dps);
        }

        device.Faults = new DeviceFaults { PushesPerSecond = 1000 };
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(device.PushCount, 9 + 900, 9 + 1000);
        device.Faults = DeviceFaults.None;
        var last = device.PushCount;
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(last, device.PushCount);
    }

    [Fact]
    public async Task Should_break_off_within_frames_as_often_as_it_is_told_to()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;
        device.Faults = new DeviceFaults { CutFrames = 1 };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var client = await RawClient.ConnectAsync(device);
            await client.HeartbeatAsync();
            await client.ExpectEndAsync();
        }
    }

    [Fact]
    public async Task Should_refuse_numbers_that_make_no_sense()
    {
        await using var stage = new Stage();
        var device = stage.Simulator.Add(new SimulatedDeviceOptions { Port = 0 });

        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { PushesPerSecond = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { PushesPerSecond = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { CutFrames = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { MostDpsPerControl = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { WrongKeyAfter = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { ClosesWhenIdleFor = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Faults = new DeviceFaults { Version = (ProtocolVersion)99 });
        Assert.Equal(DeviceFaults.None, device.Faults);
    }

    private static async Task ExpectWorkingAsync(SimulatedDevice device)
    {
        using var client = await RawClient.ConnectAsync(device);
        await client.QueryAsync(dps: [1]);
        Assert.Equal(0u, (await client.ReceiveAsync()).Retcode);
    }
}
