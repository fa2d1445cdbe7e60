using System.Net;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class DiscoverySpecs
{
    [Theory]
    [MemberData(nameof(Stage.Versions), MemberType = typeof(Stage))]
    public async Task Should_announce_itself_on_the_port_of_its_version(ProtocolVersion version)
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = version, Port = 0, Address = IPAddress.Parse("127.77.202.3") });
        await air.Simulator.StartAsync();

        air.Time.Advance(air.Simulator.Options.AnnounceInterval);
        var sighting = await (version is ProtocolVersion.V31 ? air.Plain : air.Encrypted).ReceiveAsync();

        Assert.Equal(device.Id, sighting.DeviceId);
        Assert.Equal(device.EndPoint.Address, sighting.Address);
        Assert.Equal(version, sighting.Version);
        Assert.Equal(device.Profile.ProductKey, sighting.ProductKey);
        Assert.Equal(version is not ProtocolVersion.V31, sighting.Encrypted);
    }

    [Fact]
    public async Task Should_announce_every_device_again_and_again()
    {
        await using var air = new Air();
        air.Simulator.AddRange(SimulatedFleet.Create(30, firstAddress: IPAddress.Parse("127.77.203.1"), port: 0));
        await air.Simulator.StartAsync();

        air.Time.Advance(TimeSpan.FromSeconds(50));

        // 30 devices, ten rounds of five seconds each; jitter makes it one round more or less.
        Assert.InRange(air.Simulator.Count().Announcements, 270, 330);
        Assert.Equal(0, air.Simulator.Count().DatagramsFailed);
    }

    [Theory]
    [InlineData(ProtocolVersion.V34)]
    [InlineData(ProtocolVersion.V35)]
    public async Task Should_answer_a_probe_also_when_it_announces_nothing(ProtocolVersion version)
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = version, Port = 0, Announces = false });
        await air.Simulator.StartAsync();
        air.Time.Advance(TimeSpan.FromMinutes(1));
        var scheduled = air.Time.NextTimerSetAsync();

        await air.Answers.SendAsync(DiscoveryPacket.Probe(IPAddress.Loopback), new IPEndPoint(Air.Broadcast, air.Answers.Port));
        await scheduled;
        air.Time.Advance(TimeSpan.Zero);
        var sighting = await air.Answers.ReceiveAsync();

        Assert.Equal((device.Id, (ProtocolVersion?)version), (sighting.DeviceId, sighting.Version));
        Assert.Equal((0, 1), (air.Simulator.Count().Announcements, air.Simulator.Count().ProbesAnswered));
    }

    [Fact]
    public async Task Should_hear_no_probe_when_it_is_older_or_has_no_power()
    {
        await using var air = new Air();
        air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V33, Port = 0 });
        var killed = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V35, Port = 0 });
        var asked = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V35, Port = 0 });
        await air.Simulator.StartAsync();
        air.Time.Advance(TimeSpan.FromMinutes(1));
        killed.Kill();
        var scheduled = air.Time.NextTimerSetAsync();

        await air.Answers.SendAsync("no probe at all"u8.ToArray(), new IPEndPoint(Air.Broadcast, air.Answers.Port));
        await air.Answers.SendAsync(DiscoveryPacket.Probe(IPAddress.Loopback), new IPEndPoint(Air.Broadcast, air.Answers.Port));
        await scheduled;
        air.Time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(asked.Id, (await air.Answers.ReceiveAsync()).DeviceId);
        Assert.Equal(1, air.Simulator.Count().ProbesAnswered);
    }

    [Fact]
    public async Task Should_fall_silent_and_speak_again_when_told_to()
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V33, Port = 0 });
        await air.Simulator.StartAsync();

        device.Faults = new DeviceFaults { Unannounced = true };
        air.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, air.Simulator.Count().Announcements);
        device.Faults = DeviceFaults.None;
        air.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(device.Id, (await air.Encrypted.ReceiveAsync()).DeviceId);
    }

    [Fact]
    public async Task Should_announce_at_once_after_a_start_and_a_new_address()
    {
        await using var air = new Air();
        var device = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V35, Port = 0 });
        await air.Simulator.StartAsync();

        device.Kill();
        device.Start();
        Assert.Equal(IPAddress.Loopback, (await air.Encrypted.ReceiveAsync()).Address);
        device.MoveTo(IPAddress.Parse("127.77.204.9"));
        Assert.Equal("127.77.204.9", (await air.Encrypted.ReceiveAsync()).Address.ToString());

        var late = air.Simulator.Add(new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Port = 0, Profile = DeviceProfile.Cover });
        Assert.Equal(late.Id, (await air.Encrypted.ReceiveAsync()).DeviceId);
    }

    [Fact]
    public async Task Should_say_clearly_that_the_probe_port_is_taken()
    {
        using var taken = Radio.Exclusive();
        await using var simulator = new TuyaSimulator(new SimulatorOptions { ProbePort = taken.Port });

        var refused = await Assert.ThrowsAsync<SimulatorException>(() => simulator.StartAsync());

        Assert.Contains($"127.255.255.255:{taken.Port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another program uses that port", refused.Message, StringComparison.Ordinal);
    }
}
