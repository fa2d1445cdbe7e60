using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

public sealed class GatewaySpecs
{
    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_follow_each_child_of_a_gateway_by_itself(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
        [
            new SimulatedDeviceOptions
            {
                Version = version,
                Profile = DeviceProfile.Gateway,
                SubDevices = [new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug, Online = false }, new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }],
            },
        ]);
        var gateway = test.Simulator.Devices[0];
        var (child, sibling) = (gateway.SubDevices[0], gateway.SubDevices[1]);
        var id = new DeviceId(child.Id);

        // It learns by asking that the one is away ...
        var lost = await test.Until(id, d => d.State == DeviceState.OutOfReach);
        Assert.Contains(gateway.Id, lost.Diagnosis!.Evidence!, StringComparison.Ordinal);
        await test.Until(new DeviceId(sibling.Id), d => d.State == DeviceState.Online && d.Reported.ContainsKey(1));
        var outcome = await test.Fleet.SetDpsAsync(id, DpSet.Of((1, true)), null, test.Cancellation);
        Assert.Equal(DiagnosisKind.OutOfReach, Assert.IsType<CommandOutcome.Offline>(outcome).Diagnosis!.Kind);

        // ... and by being told that it is back, and that the other one is gone.
        child.IsOnline = true;
        var back = await test.Until(id, d => d.State == DeviceState.Online && d.Reported.Count > 0);
        Assert.Equal(child.State[1], back.Reported[1]);
        sibling.IsOnline = false;
        await test.Until(new DeviceId(sibling.Id), d => d is { State: DeviceState.OutOfReach, Stale: true });
    }

    [Fact]
    public async Task Should_find_the_sub_devices_that_nobody_defined()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Profile = DeviceProfile.Gateway, SubDevices = [new SimulatedSubDeviceOptions(), new SimulatedSubDeviceOptions { Online = false }] }]);
        var gateway = test.Simulator.Devices[0];
        await test.UntilOnline(gateway);
        var (gone, kept) = (gateway.SubDevices[0], gateway.SubDevices[1]);
        await test.Fleet.RemoveDeviceAsync(new DeviceId(gone.Id), test.Cancellation);
        await test.Until(new DeviceId(kept.Id), d => d.State == DeviceState.OutOfReach);

        kept.IsOnline = true; // so the gateway sends its list

        await test.Until(new DeviceId(kept.Id), d => d.State == DeviceState.Online);
        Assert.Equal([gone.Cid], (await test.Get(gateway)).UnknownCids.ToArray());
    }
}
