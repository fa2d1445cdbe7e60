using TuyaActors.Cluster.Exchange;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class CommandKeysSpecs
{
    private static readonly DeviceDefinition Lamp = new(new DeviceId("lamp")) { Key = LocalKey.Parse("0123456789abcdef") };
    private static readonly DeviceDefinition Sensor = new(new DeviceId("sensor")) { Gateway = Lamp.Id, Cid = "1" };

    public static TheoryData<object> Commands =>
        [new FleetCommands.AddDevice(Lamp) { Segment = "house" }, new FleetCommands.UpdateDevice(Lamp, 3), new FleetCommands.ImportDevices([Lamp, Sensor], true) { Segment = "house" }];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Should_take_the_keys_out_and_put_them_in_again(object command)
    {
        Assert.Equal((Lamp.Id, Lamp.Key!), Assert.Single(CommandKeys.Of(command)));
        var without = CommandKeys.Without(command);
        Assert.Empty(CommandKeys.Of(without));
        var with = CommandKeys.With(without, id => id == Lamp.Id ? Lamp.Key : null);
        // Definitions have an equality of their own; an import compares its array by reference.
        if (with is FleetCommands.ImportDevices import)
            Assert.Equal((true, "house"), (import.DryRun && import.Definitions.SequenceEqual([Lamp, Sensor]), import.Segment));
        else
            Assert.Equal(command, with);
    }

    [Fact]
    public void Should_leave_commands_without_definitions_alone()
    {
        var rename = new FleetCommands.RenameDevice(Lamp.Id, "Hall");
        Assert.Empty(CommandKeys.Of(rename));
        Assert.Same(rename, CommandKeys.Without(rename));
    }
}
