using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.EndToEnd;

public sealed class TroubleSpecs
{
    private static readonly LocalKey OtherKey = LocalKey.Parse("another-key-1234");

    [Fact]
    public async Task Should_tell_each_trouble_apart_and_leave_the_neighbours_alone()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [.. ProtocolVersions.All.SelectMany(v => new[] { new SimulatedDeviceOptions { Version = v }, new SimulatedDeviceOptions { Version = v } })]);
        await test.UntilAllOnline();
        var devices = test.Simulator.Devices;
        var (killed, garbled, rekeyed) = (devices[2], devices[4], devices[6]);
        var neighbours = devices.Except([killed, garbled, rekeyed]).ToList();

        killed.Kill();
        garbled.Faults = new DeviceFaults { Garbage = 1, CorruptFrames = 1 };
        await test.Pair(rekeyed, OtherKey);

        Assert.Equal(DiagnosisKind.Refused, (await test.Until(killed, d => d.Diagnosis?.Kind == DiagnosisKind.Refused)).Diagnosis!.Kind);
        var rejected = await test.Until(rekeyed, d => d.State == DeviceState.KeyRejected);
        Assert.Equal(DiagnosisKind.KeyRejected, rejected.Diagnosis!.Kind);
        Assert.Equal(914, rejected.Diagnosis.TinytuyaCode);
        await test.Until(garbled, d => d.Diagnosis?.Kind == DiagnosisKind.ProtocolError);

        killed.Start();
        garbled.Faults = DeviceFaults.None;
        await test.UntilOnline(killed);
        await test.UntilOnline(garbled);
        Assert.Equal(DeviceState.KeyRejected, (await test.Get(rekeyed)).State);
        foreach (var neighbour in neighbours)
            Assert.Equal((1, DeviceState.Online), ((await test.Get(neighbour)).Connects, (await test.Get(neighbour)).State));
    }

    [Theory]
    [InlineData(ProtocolVersion.V33)]
    [InlineData(ProtocolVersion.V34)]
    [InlineData(ProtocolVersion.V35)]
    public async Task Should_come_back_at_once_when_the_new_key_is_told(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = version }]);
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);
        await test.Pair(device, OtherKey);
        await test.Until(device, d => d.State == DeviceState.KeyRejected);

        var reply = await test.Fleet.UpdateDeviceAsync(
            new DeviceDefinition(new DeviceId(device.Id)) { Name = device.Name, Key = OtherKey, Version = version, Address = device.EndPoint.Address, Port = device.EndPoint.Port },
            test.Cancellation);

        Assert.IsType<FleetReply.Done>(reply);
        await test.UntilOnline(device);
    }

    [Theory]
    [InlineData(ProtocolVersion.V31)]
    [InlineData(ProtocolVersion.V33)]
    [InlineData(ProtocolVersion.V34)]
    [InlineData(ProtocolVersion.V35)]
    public async Task Should_not_take_a_garbled_stream_for_a_wrong_key_and_come_back_when_it_is_clean(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = version }]);
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);

        device.Faults = new DeviceFaults { CorruptFrames = 1 };
        await test.Until(device, d => d.Diagnosis?.Kind == DiagnosisKind.ProtocolError);
        for (var attempts = 0; attempts < 3; attempts++)
        {
            await device.NextAsync<DeviceActivity.ClientConnected>(cancellationToken: test.Cancellation);
        }

        Assert.Equal(DiagnosisKind.ProtocolError, (await test.Until(device, d => d.State == DeviceState.Backoff)).Diagnosis!.Kind);
        device.Faults = DeviceFaults.None;
        await test.UntilOnline(device);
    }

    [Fact]
    public async Task Should_say_that_another_client_holds_the_connection()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Faults = new DeviceFaults { ResetOnConnect = true } }]);

        var seen = await test.Until(test.Simulator.Devices[0], d => d.Diagnosis is not null && d.State == DeviceState.Backoff);

        Assert.Equal(DiagnosisKind.ResetOnConnect, seen.Diagnosis!.Kind);
    }

    [Theory]
    [InlineData(ProtocolVersion.V33)]
    [InlineData(ProtocolVersion.V34)]
    public async Task Should_say_that_a_device_accepts_and_then_says_nothing(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = version, Faults = new DeviceFaults { Silent = true } }], hocon: "tuya.connection.greeting-timeout = 300ms");

        var seen = await test.Until(test.Simulator.Devices[0], d => d.Diagnosis is not null && d.State == DeviceState.Backoff);

        Assert.Equal(DiagnosisKind.SilentAfterConnect, seen.Diagnosis!.Kind);
    }

    [Theory]
    [InlineData(ProtocolVersion.V34)]
    [InlineData(ProtocolVersion.V35)]
    public async Task Should_say_that_a_device_is_wedged_that_refuses_every_session_though_it_was_never_away(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = version }], hocon: "tuya.reconnect.max = 200ms");
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);

        device.Faults = new DeviceFaults { Wedged = true };
        device.DropConnection();

        var seen = await test.Until(device, d => d.Diagnosis?.Kind == DiagnosisKind.Wedged);
        Assert.Contains("power-cycle", seen.Diagnosis!.Sentence, StringComparison.Ordinal);

        device.Kill();
        await test.Until(device, d => d.Diagnosis?.Kind == DiagnosisKind.Refused);
        device.Start();
        await test.UntilOnline(device);
    }

    [Fact]
    public async Task Should_tell_a_sleeping_sensor_from_one_in_trouble_and_give_it_what_waited_when_it_wakes()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Faults = new DeviceFaults { AwakeFor = TimeSpan.FromSeconds(2), AsleepFor = TimeSpan.FromSeconds(1) } }],
            byBroadcast: true,
            define: (_, d) => d with { Mode = ConnectionMode.Battery },
            hocon: "tuya.battery { linger = 200ms, rest = 0s }");
        var device = test.Simulator.Devices[0];
        await device.NextAsync<DeviceActivity.ClientLeft>(cancellationToken: test.Cancellation);
        var asleep = await test.Until(device, d => d.State == DeviceState.Asleep);
        Assert.Equal(DiagnosisKind.Asleep, asleep.Diagnosis!.Kind);
        var wanted = !device.State[1].AsBoolean();
        var outcome = test.Fleet.SetDpsAsync(asleep.DeviceId, DpSet.Of((1, wanted)), TimeSpan.FromMinutes(1), test.Cancellation);

        Assert.IsType<CommandOutcome.Confirmed>(await outcome);
        Assert.Equal(wanted, device.State[1].AsBoolean());
        await test.Until(device, d => d.State == DeviceState.Asleep);
    }

    [Theory]
    [MemberData(nameof(EachVersionSpecs.Versions), MemberType = typeof(EachVersionSpecs))]
    public async Task Should_work_with_a_device_that_closes_the_connection_after_each_answer(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = version, Faults = new DeviceFaults { ClosesAfterReply = true } }],
            define: (_, d) => d with { Mode = ConnectionMode.OnDemand });
        var device = test.Simulator.Devices[0];
        var idle = await test.Until(device, d => d.State == DeviceState.Idle);
        var wanted = !device.State[1].AsBoolean();

        var outcome = await test.Fleet.SetDpsAsync(idle.DeviceId, DpSet.Of((1, wanted)), cancellationToken: test.Cancellation);

        Assert.True(outcome.Succeeded, outcome.Sentence);
        Assert.Equal(wanted, device.State[1].AsBoolean());
        await test.Until(device, d => d.State == DeviceState.Idle);
    }

    [Fact]
    public async Task Should_notice_a_device_that_stops_answering()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions()], hocon: "tuya.connection { heartbeat-interval = 100ms, heartbeat-timeout = 200ms }");
        var device = test.Simulator.Devices[0];
        await test.UntilOnline(device);

        device.Faults = new DeviceFaults { Silent = true };

        var seen = await test.Until(device, d => d.State == DeviceState.Backoff);
        Assert.Equal(DiagnosisKind.Unresponsive, seen.Diagnosis!.Kind);
        device.Faults = DeviceFaults.None;
        await test.UntilOnline(device);
    }

    [Fact]
    public async Task Should_never_write_a_key_into_the_log()
    {
        await using var test = await FleetUnderTest.StartAsync([.. ProtocolVersions.All.Select(v => new SimulatedDeviceOptions { Version = v })]);
        await test.UntilAllOnline();
        var keys = test.Simulator.Devices.Select(d => d.Key.Reveal()).ToList();
        foreach (var device in test.Simulator.Devices)
            await test.Pair(device, OtherKey);
        foreach (var device in test.Simulator.Devices.Where(d => d.Version != ProtocolVersion.V31))
            await test.Until(device, d => d.State == DeviceState.KeyRejected);

        Assert.DoesNotContain(test.Log.Lines, line => keys.Append(OtherKey.Reveal()).Any(line.Contains));
    }
}
