using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.EndToEnd;

public sealed class EachVersionSpecs
{
    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_connect_read_and_switch_a_device(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = version }]);
        var device = test.Simulator.Devices[0];
        var online = await test.UntilOnline(device);
        Assert.Equal(version, online.Version);
        Assert.Equal(device.State[1], online.Reported[1]);

        var wanted = !device.State[1].AsBoolean();
        var outcome = await test.Fleet.SetDpsAsync(online.DeviceId, DpSet.Of((1, wanted)), cancellationToken: test.Cancellation);

        Assert.IsType<CommandOutcome.Confirmed>(outcome);
        Assert.Equal(wanted, device.State[1].AsBoolean());
        Assert.Equal(wanted, (await test.Get(device)).Reported[1].AsBoolean());
        Assert.Equal(0, device.RejectedConnections);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_follow_what_happens_at_the_device(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = version }]);
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);
        var wanted = !device.State[1].AsBoolean();

        device.Set(1, wanted);

        var after = await test.Until(device, d => d.Reported[1].AsBoolean() == wanted);
        Assert.True(after.Pushes > 0);
        Assert.NotNull(after.LastPushAt);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_find_out_the_version_by_itself_when_nobody_says_it(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = version }],
            define: (_, d) => d with { Version = null },
            hocon: "tuya.connection.greeting-timeout = 400ms");

        var online = await test.UntilOnline(test.Simulator.Devices[0]);

        Assert.Equal(DeviceState.Online, online.State);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_find_a_device_by_its_broadcast(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = version }], byBroadcast: true, define: (_, d) => d with { Version = null });

        var online = await test.UntilOnline(test.Simulator.Devices[0]);

        Assert.Equal(version, online.Version);
    }
}
