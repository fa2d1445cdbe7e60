using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.EndToEnd;

public sealed class RefreshSpecs
{
    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Should_read_the_meter_again_and_again_while_somebody_watches_it(ProtocolVersion version)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = version, Profile = DeviceProfile.Plug }, new SimulatedDeviceOptions { Version = version, Profile = DeviceProfile.Bulb }],
            hocon: "tuya.refresh { fast = 150ms, ceiling = 600 }");
        var (plug, bulb) = (test.Simulator.Devices[0], test.Simulator.Devices[1]);
        await test.UntilAllOnline();
        var asked = plug.NextAsync<DeviceActivity.CommandReceived>(c => c.Command == CommandId.UpdateDps, test.Cancellation);
        var bulbAsked = bulb.NextAsync<DeviceActivity.CommandReceived>(c => c.Command == CommandId.UpdateDps, test.Cancellation);

        var seen = 0;
        await foreach (var happened in test.Fleet.Events(EventFilter.Default with { Dps = [19] }, test.Cancellation))
        {
            if (happened is not DeviceEvents.DpsReported report)
                continue;
            Assert.Equal(plug.State[19], report.Dps[19]);
            if (++seen == 3)
                break;
        }

        await asked;
        Assert.False(bulbAsked.IsCompleted);
    }

    [Fact]
    public async Task Should_read_a_meter_behind_a_gateway()
    {
        await using var test = await FleetUnderTest.StartAsync(
            [new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Profile = DeviceProfile.Gateway, SubDevices = [new SimulatedSubDeviceOptions { Profile = DeviceProfile.Plug }] }],
            hocon: "tuya.refresh { fast = 150ms, ceiling = 600 }");
        var gateway = test.Simulator.Devices[0];
        var id = new DeviceId(gateway.SubDevices[0].Id);
        await test.Until(id, d => d.Reported.ContainsKey(19));
        var asked = gateway.NextAsync<DeviceActivity.CommandReceived>(c => c.Command == CommandId.UpdateDps && c.Cid == gateway.SubDevices[0].Cid, test.Cancellation);
        await foreach (var happened in test.Fleet.Events(EventFilter.Of(id) with { Dps = [18, 19] }, test.Cancellation))
        {
            if (happened is DeviceEvents.DpsReported { Cause: ReportCause.Push })
                break;
        }

        await asked;
    }
}
