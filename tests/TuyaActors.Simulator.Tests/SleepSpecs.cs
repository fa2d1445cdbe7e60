using System.Net.Sockets;
using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class SleepSpecs
{
    private static readonly DeviceFaults Naps = new() { AwakeFor = TimeSpan.FromSeconds(5), AsleepFor = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Should_listen_while_awake_only()
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Faults = Naps });
        await using var end = stage;
        using var client = await RawClient.ConnectAsync(device);

        stage.Time.Advance(TimeSpan.FromSeconds(5));
        await client.ExpectEndAsync();
        Assert.True(device.IsPowered);
        Assert.False(device.IsAwake);
        await Assert.ThrowsAsync<SocketException>(() => RawClient.DialAsync(device));

        stage.Time.Advance(TimeSpan.FromMinutes(10));
        using (await RawClient.ConnectAsync(device))
        {
            Assert.True(device.IsAwake);
        }

        stage.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(device.IsListening);
        device.Faults = DeviceFaults.None;
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(device.IsListening);
    }

    [Fact]
    public async Task Should_announce_itself_as_soon_as_it_wakes()
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Port = 0, Faults = new() { AwakeFor = TimeSpan.FromMilliseconds(1), AsleepFor = TimeSpan.FromHours(1) } });
        await air.Simulator.StartAsync();
        air.Time.Advance(TimeSpan.FromMinutes(59));
        var before = air.Simulator.Count().Announcements;

        air.Time.Advance(TimeSpan.FromMinutes(1.01));

        Assert.Equal((0, 1), (before, air.Simulator.Count().Announcements));
        Assert.Equal(device.Id, (await air.Encrypted.ReceiveAsync()).DeviceId);
    }

    [Fact]
    public async Task Should_not_wake_without_power()
    {
        var (stage, device) = await Stage.WithAsync(new SimulatedDeviceOptions { Faults = Naps });
        await using var end = stage;

        stage.Time.Advance(TimeSpan.FromSeconds(5));
        device.Kill();
        stage.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(device.IsListening);

        device.Start();
        Assert.True(device.IsListening);
    }

    [Fact]
    public void Should_come_from_json_with_all_other_faults()
    {
        var faults = JsonSerializer.Deserialize<DeviceFaults>("""{"AwakeFor":"00:00:05","AsleepFor":"00:10:00","LostReplies":0.25,"Refuse":true}""");

        Assert.Equal(Naps with { LostReplies = 0.25, Refuse = true }, faults);
    }
}
