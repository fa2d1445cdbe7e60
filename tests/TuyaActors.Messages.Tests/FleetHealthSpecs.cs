using System.Collections.Immutable;

namespace TuyaActors.Messages.Tests;

public sealed class FleetHealthSpecs
{
    [Fact]
    public void Should_count_a_device_that_is_connected_on_demand_as_well_and_a_sleeper_apart()
    {
        var states = new Dictionary<DeviceState, int> { [DeviceState.Online] = 3, [DeviceState.Idle] = 2, [DeviceState.Asleep] = 1, [DeviceState.Backoff] = 4 };

        var health = new FleetHealth(10, states.ToImmutableSortedDictionary(), []);

        Assert.Equal((5, 1), (health.Online, health.Asleep));
    }

    [Fact]
    public void Should_call_only_those_well_that_answer()
        => Assert.Equal([DeviceState.Online, DeviceState.Idle], Enum.GetValues<DeviceState>().Where(state => state.IsWell()));
}
