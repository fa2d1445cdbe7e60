using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

public sealed class CommandSpecs
{
    [Fact]
    public async Task Should_keep_a_command_until_the_device_is_online()
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions { Version = ProtocolVersion.V35 }]);
        var device = test.Simulator.Devices[0];
        var online = await test.UntilOnline(device);
        device.Kill();
        await test.Until(device, d => d.State == DeviceState.Backoff);
        var wanted = !device.State[1].AsBoolean();

        var set = test.Fleet.SetDpsAsync(online.DeviceId, DpSet.Of((1, wanted)), TimeSpan.FromSeconds(30), test.Cancellation);
        await test.Until(device, d => d.Desired.Length == 1);
        device.Start();

        Assert.IsType<CommandOutcome.Confirmed>(await set);
        Assert.Equal(wanted, device.State[1].AsBoolean());
        Assert.Empty((await test.Get(device)).Desired);
    }

    [Fact]
    public async Task Should_say_why_a_command_did_not_reach_a_device_that_is_away()
    {
        await using var test = await FleetUnderTest.StartAsync([new SimulatedDeviceOptions()]);
        var device = test.Simulator.Devices[0];
        var online = await test.UntilOnline(device);
        device.Kill();
        await test.Until(device, d => d.Diagnosis?.Kind == DiagnosisKind.Refused);

        var outcome = await test.Fleet.SetDpsAsync(online.DeviceId, DpSet.Of((1, true)), TimeSpan.FromMilliseconds(200), test.Cancellation);

        var offline = Assert.IsType<CommandOutcome.Offline>(outcome);
        Assert.Equal(DiagnosisKind.Refused, offline.Diagnosis!.Kind);
        Assert.False(offline.WasSent);
    }

    [Fact]
    public async Task Should_answer_for_a_device_that_nobody_knows()
    {
        await using var test = await FleetUnderTest.StartAsync([]);

        Assert.IsType<CommandOutcome.UnknownDevice>(await test.Fleet.SetDpsAsync(new DeviceId("nobody"), DpSet.Of((1, true)), null, test.Cancellation));
        Assert.Null(await test.Fleet.GetDeviceAsync(new DeviceId("nobody"), test.Cancellation));
    }

    [Fact]
    public async Task Should_know_no_version_of_what_sits_behind_a_gateway_that_was_never_reached()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Profile = DeviceProfile.Gateway, SubDevices = [new SimulatedSubDeviceOptions()], Faults = new DeviceFaults { ResetOnConnect = true } }],
            define: (_, d) => d with { Version = null });
        var gateway = test.Simulator.Devices[0];

        var sub = await test.Until(new DeviceId(gateway.SubDevices[0].Id), d => d.Diagnosis?.Kind == DiagnosisKind.ResetOnConnect);

        Assert.Null(sub.Version);
        Assert.True(sub.Stale);
    }

    [Fact]
    public async Task Should_switch_a_device_behind_a_gateway()
    {
        await using var test = await FleetUnderTest.StartAsync(
        [
            new SimulatedDeviceOptions
            {
                Version = ProtocolVersion.V34,
                Profile = DeviceProfile.Gateway,
                SubDevices = [new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }, new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }],
            },
        ]);
        var gateway = test.Simulator.Devices[0];
        var (sub, sibling) = (gateway.SubDevices[0], gateway.SubDevices[1]);
        var id = new DeviceId(sub.Id);
        var before = await test.Until(id, d => d.State == DeviceState.Online && d.Reported.ContainsKey(1));
        var siblingBefore = sibling.State[1];
        var wanted = !before.Reported[1].AsBoolean();

        var outcome = await test.Fleet.SetDpsAsync(id, DpSet.Of((1, wanted)), null, test.Cancellation);

        Assert.IsType<CommandOutcome.Confirmed>(outcome);
        Assert.Equal(id, outcome.DeviceId);
        Assert.Equal(wanted, sub.State[1].AsBoolean());
        Assert.Equal(siblingBefore, sibling.State[1]);
    }
}
