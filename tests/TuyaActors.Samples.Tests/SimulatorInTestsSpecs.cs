using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Samples.Tests;

public sealed class SimulatorInTestsSpecs
{
    [Fact]
    public async Task Should_give_a_test_a_fake_device_with_faults_in_three_lines()
    {
        // readme
        await using var simulator = await TuyaSimulator.StartQuietAsync();
        var plug = simulator.Add(ProtocolVersion.V34); // on a free port of loopback
        plug.Faults = plug.Faults with { ReplyDelay = TimeSpan.FromMilliseconds(100) }; // or LostReplies, Wedged, WrongKeyAfter ...
        // end

        await using var device = await TuyaDevice.ConnectAsync(plug.Id, plug.Key.Reveal(), plug.EndPoint.ToString());
        Assert.IsType<CommandOutcome.Confirmed>(await device.SetAsync(1, true));
        Assert.True(plug.State[1].AsBoolean());

        plug.Faults = plug.Faults with { Silent = true };
        Assert.False((await device.SetAsync(1, false, TimeSpan.FromMilliseconds(500))).Succeeded);
    }
}
