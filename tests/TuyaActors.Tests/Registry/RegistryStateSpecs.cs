using TuyaActors.Messages;
using TuyaActors.Registry;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

public sealed class RegistryStateSpecs
{
    private readonly RegistryState _state = RegistryState.Empty.With(Gate, Lamp);

    public static TheoryData<string, DeviceDefinition> BadOnes => new()
    {
        { "the id is empty", new DeviceDefinition(default(DeviceId)) { Name = "x", Key = Key } },
        { "a name needs a visible character and no control characters", Lamp with { Name = " " } },
        { "a name needs a visible character and no control characters", Lamp with { Name = "two\nlines" } },
        { "a name needs a visible character and no control characters", Lamp with { Name = null! } },
        { "a group needs a visible character and no control characters", Lamp with { Group = "" } },
        { "'two words' is no tag; a tag has 1 to 64 characters, none of them white space or a control character", Lamp with { Tags = ["two words"] } },
        { "'' is no tag; a tag has 1 to 64 characters, none of them white space or a control character", Lamp with { Tags = [""] } },
        { "its tags are null; a device without tags has an empty set", Lamp with { Tags = null! } },
        { "port 0 is out of range; allowed are 1 to 65535", Lamp with { Port = 0 } },
        { "port 65536 is out of range; allowed are 1 to 65535", Lamp with { Port = 65536 } },
        { "it has no local key; only a sub-device, which names its gateway, needs none", Lamp with { Key = null } },
        { "it names a gateway, but not its own id behind it (cid)", Child with { Cid = null } },
        { "it names a gateway, but not its own id behind it (cid)", Child with { Cid = "" } },
        { "it names itself as its gateway", Child with { Gateway = Child.Id } },
        { "its gateway 'nowhere' is not in the fleet", Child with { Gateway = new DeviceId("nowhere") } },
    };

    [Theory]
    [MemberData(nameof(BadOnes))]
    public void Should_refuse_a_definition_that_contradicts_itself_or_the_fleet(string reason, DeviceDefinition definition)
    {
        var state = RegistryState.Empty.With(Gate);
        Refuses(state, new FleetCommands.AddDevice(definition), reason);
        if (definition.Id == Lamp.Id)
            Refuses(_state, new FleetCommands.UpdateDevice(definition), reason);
    }

    [Fact]
    public void Should_take_tags_of_up_to_64_characters()
    {
        Does(new FleetCommands.TagDevice(Lamp.Id, [new string('x', 64)], []), revision: 2);
        Refuses(
            _state,
            new FleetCommands.TagDevice(Lamp.Id, [new string('x', 65)], []),
            $"'{new string('x', 64)}' is no tag; a tag has 1 to 64 characters, none of them white space or a control character");
    }

    [Fact]
    public void Should_refuse_a_command_without_a_definition()
    {
        Refuses(_state, new FleetCommands.AddDevice(null!), "it has no definition");
        Refuses(_state, new FleetCommands.UpdateDevice(null!), "it has no definition");
    }

    [Fact]
    public void Should_refuse_to_add_what_is_there_already() =>
        Refuses(_state, new FleetCommands.AddDevice(Lamp with { Name = "other" }), "the fleet has a device with this id already");

    [Fact]
    public void Should_refuse_to_change_what_is_not_there()
    {
        var nowhere = new DeviceId("nowhere");
        foreach (var command in (object[])[
            new FleetCommands.UpdateDevice(new DeviceDefinition(nowhere) { Key = Key }),
            new FleetCommands.RemoveDevice(nowhere),
            new FleetCommands.RenameDevice(nowhere, "x", ExpectedRevision: 7),
            new FleetCommands.TagDevice(nowhere, ["x"], []),
            new FleetCommands.GroupDevice(nowhere, "x")])
            Refuses(_state, command, "the fleet has no such device");
    }

    [Fact]
    public void Should_refuse_a_gateway_that_is_a_sub_device_itself() => Refuses(
        _state.With(Child),
        new FleetCommands.AddDevice(new DeviceDefinition(new DeviceId("grandchild")) { Gateway = Child.Id, Cid = "c2" }),
        "its gateway 'child' is a sub-device itself");

    [Fact]
    public void Should_refuse_two_devices_with_one_cid_behind_one_gateway()
    {
        var sibling = Child with { Id = new DeviceId("sibling") };
        var state = _state.With(Child);
        Refuses(state, new FleetCommands.AddDevice(sibling), "its gateway 'gate' has a device with the cid 'c1' already: 'child'");
        state.With(Gate with { Id = new DeviceId("gate-2") }, sibling with { Gateway = new DeviceId("gate-2") });

        // The place is free again when it was left.
        var (_, moved) = state.Do(new FleetCommands.UpdateDevice(Child with { Cid = "c2" }));
        moved.With(sibling);
        var (_, without) = state.Do(new FleetCommands.RemoveDevice(Child.Id));
        without.With(sibling);
    }

    [Fact]
    public void Should_refuse_to_turn_a_sub_device_into_a_device_and_back()
    {
        const string reason = "a sub-device cannot become a device of its own, nor the other way round; remove it first";
        Refuses(_state.With(Child), new FleetCommands.UpdateDevice(new DeviceDefinition(Child.Id) { Key = Key }), reason);
        Refuses(_state, new FleetCommands.UpdateDevice(new DeviceDefinition(Lamp.Id) { Gateway = Gate.Id, Cid = "c9" }), reason);
    }

    [Fact]
    public void Should_keep_a_gateway_while_devices_are_behind_it()
    {
        var state = _state.With(Child, Child with { Id = new DeviceId("child-2"), Cid = "c2" });
        Refuses(state, new FleetCommands.RemoveDevice(Gate.Id), "2 sub-devices are behind it; remove those first");
        (_, state) = state.Do(new FleetCommands.RemoveDevice(Child.Id));
        Refuses(state, new FleetCommands.RemoveDevice(Gate.Id), "1 sub-devices are behind it; remove those first");
        (_, state) = state.Do(new FleetCommands.RemoveDevice(new DeviceId("child-2")));
        var (reply, after) = state.Do(new FleetCommands.RemoveDevice(Gate.Id));
        Assert.Equal(new FleetReply.Done(Gate.Id, 1), reply);
        Assert.Equal([Lamp], after.All.Select(stored => stored.Definition));
    }

    [Fact]
    public void Should_count_a_device_once_that_changes_behind_its_gateway()
    {
        var (_, state) = _state.With(Child).Do(new FleetCommands.UpdateDevice(Child with { Name = "other" }));
        Assert.Equal(1, state.ChildrenOf(Gate.Id));
        (_, state) = state.Do(new FleetCommands.RemoveDevice(Child.Id));
        Assert.Equal(0, state.ChildrenOf(Gate.Id));
    }

    [Fact]
    public void Should_count_the_revision_up_with_each_change()
    {
        var state = Does(new FleetCommands.UpdateDevice(Lamp with { Key = OtherKey }), revision: 2);
        state = Does(new FleetCommands.RenameDevice(Lamp.Id, "Leselampe"), revision: 3, state);
        state = Does(new FleetCommands.GroupDevice(Lamp.Id, "study"), revision: 4, state);
        state = Does(new FleetCommands.TagDevice(Lamp.Id, ["warm"], []), revision: 5, state);
        Assert.Equal(
            new StoredDefinition(Lamp with { Key = OtherKey, Name = "Leselampe", Group = "study", Tags = ["warm"] }, 5, Noon),
            state.Find(Lamp.Id));
    }

    [Fact]
    public void Should_store_nothing_where_nothing_changes()
    {
        foreach (var command in (object[])[
            new FleetCommands.UpdateDevice(Lamp with { Name = "lamp" }, ExpectedRevision: 1),
            new FleetCommands.RenameDevice(Lamp.Id, "lamp"),
            new FleetCommands.GroupDevice(Lamp.Id, null),
            new FleetCommands.TagDevice(Lamp.Id, [], ["nosuch"]),
            new FleetCommands.TagDevice(Lamp.Id, default, default)])
        {
            var decision = _state.Decide(command, Noon);
            Assert.Equal(new FleetReply.Done(Lamp.Id, 1), decision.Reply);
            Assert.Empty(decision.Events);
        }
    }

    [Fact]
    public void Should_tell_an_operator_that_another_was_faster()
    {
        var state = Does(new FleetCommands.RenameDevice(Lamp.Id, "Anna's", ExpectedRevision: 1), revision: 2);
        foreach (var command in (object[])[
            new FleetCommands.UpdateDevice(Lamp with { Name = "Bert's" }, ExpectedRevision: 1),
            new FleetCommands.RemoveDevice(Lamp.Id, ExpectedRevision: 1),
            new FleetCommands.RenameDevice(Lamp.Id, "Bert's", ExpectedRevision: 1),
            new FleetCommands.TagDevice(Lamp.Id, ["bert"], [], ExpectedRevision: 1),
            new FleetCommands.GroupDevice(Lamp.Id, "bert", ExpectedRevision: 1)])
        {
            var decision = state.Decide(command, Noon);
            Assert.Equal(new FleetReply.Conflict(Lamp.Id, 1, 2), decision.Reply);
            Assert.Empty(decision.Events);
        }

        Does(new FleetCommands.RenameDevice(Lamp.Id, "Bert's", ExpectedRevision: 2), revision: 3, state);
    }

    [Fact]
    public void Should_give_and_take_tags_without_regard_to_case()
    {
        var state = Does(new FleetCommands.TagDevice(Lamp.Id, ["Warm", "study"], []), revision: 2);
        Assert.Equal(new FleetReply.Done(Lamp.Id, 2), state.Do(new FleetCommands.TagDevice(Lamp.Id, ["warm"], [])).Reply);
        state = Does(new FleetCommands.TagDevice(Lamp.Id, ["new"], ["STUDY"]), revision: 3, state);
        Assert.Equal(["new", "Warm"], state.Find(Lamp.Id)!.Definition.Tags.Order(StringComparer.OrdinalIgnoreCase));

        // One that is in both is given.
        state = Does(new FleetCommands.TagDevice(Lamp.Id, ["both"], ["both"]), revision: 4, state);
        Assert.Contains("both", state.Find(Lamp.Id)!.Definition.Tags);
    }

    private RegistryState Does(object command, long revision, RegistryState? state = null)
    {
        var (reply, after) = (state ?? _state).Do(command);
        Assert.Equal(new FleetReply.Done(Lamp.Id, revision), reply);
        return after;
    }

    private static void Refuses(RegistryState state, object command, string reason)
    {
        var decision = state.Decide(command, Noon);
        Assert.Equal(reason, Assert.IsType<FleetReply.Refused>(decision.Reply).Reason);
        Assert.Empty(decision.Events);
        Assert.Same(state, decision.After);
    }
}
