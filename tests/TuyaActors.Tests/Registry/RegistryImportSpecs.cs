using System.Collections.Immutable;
using System.Net;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Registry;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

public sealed class RegistryImportSpecs
{
    [Fact]
    public void Should_take_gateways_first_and_tell_what_became_of_each()
    {
        var state = RegistryState.Empty.With(Lamp, Rich);
        var orphan = Child with { Id = new DeviceId("orphan"), Gateway = new DeviceId("nowhere") };

        var (imported, after) = Import(state, Child, Gate, Lamp, Rich with { Name = "new name", Key = OtherKey }, orphan);

        Assert.Equal((2, 1, 1, false), (imported.Added, imported.Updated, imported.Unchanged, imported.DryRun));
        Assert.Equal([new FleetReply.Refused(orphan.Id, "its gateway 'nowhere' is not in the fleet")], imported.RefusedOnes);
        Assert.Equal(
            ["gate/gate/True/", "rich/new name/False/name key", "child/child/True/"],
            imported.Changes.Select(c => $"{c.DeviceId}/{c.Name}/{c.IsNew}/{string.Join(' ', c.Fields)}"));
        Assert.Equal(["child 1", "gate 1", "lamp 1", "rich 2"], after.All.Select(s => $"{s.Definition.Id} {s.Revision}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_change_nothing_the_second_time()
    {
        DeviceDefinition[] all = [Gate, Child, Rich, Lamp];
        var (_, after) = Import(RegistryState.Empty, all);

        var again = after.Decide(new FleetCommands.ImportDevices([.. all]), Noon);

        Assert.Empty(again.Events);
        Assert.Equal("0 added, 0 updated, 4 unchanged, 0 refused", again.Reply.Sentence);
    }

    [Fact]
    public void Should_only_say_what_would_be_in_a_dry_run()
    {
        var state = RegistryState.Empty.With(Lamp);
        ImmutableArray<DeviceDefinition> definitions = [Lamp with { Name = "other" }, Child, Gate, Rich with { Port = 0 }];

        var dry = state.Decide(new FleetCommands.ImportDevices(definitions, DryRun: true), Noon);
        var (real, _) = state.Do(new FleetCommands.ImportDevices(definitions));

        Assert.Empty(dry.Events);
        Assert.Same(state, dry.After);
        Assert.Equal("2 added, 1 updated, 0 unchanged, 1 refused (a dry run: nothing was changed)", dry.Reply.Sentence);
        var (would, did) = (Assert.IsType<FleetReply.Imported>(dry.Reply), Assert.IsType<FleetReply.Imported>(real));
        Assert.Equal(did.Changes.Select(c => c.DeviceId), would.Changes.Select(c => c.DeviceId));
        Assert.Equal(did.RefusedOnes, would.RefusedOnes);
    }

    [Fact]
    public void Should_keep_what_the_import_does_not_say()
    {
        var (imported, after) = Import(RegistryState.Empty.With(Rich), new DeviceDefinition(Rich.Id) { Port = Rich.Port, Mode = Rich.Mode });
        Assert.Equal(1, imported.Unchanged);
        Assert.Equal(Rich, after.Find(Rich.Id)!.Definition);
    }

    [Fact]
    public void Should_name_each_field_that_changes_and_no_value()
    {
        var state = RegistryState.Empty.With(Gate, Gate with { Id = new DeviceId("gate-2") }, Rich, Child);
        var (imported, _) = Import(
            state,
            new DeviceDefinition(Rich.Id)
            {
                Name = "n",
                Key = OtherKey,
                Version = ProtocolVersion.V35,
                Address = IPAddress.Loopback,
                Port = 1,
                Mode = ConnectionMode.Battery,
                ProductName = "p",
                Tags = ["t"],
                Group = "g",
                Details = "{}",
            },
            Child with { Gateway = new DeviceId("gate-2"), Cid = "c2" });
        Assert.Equal(["name", "key", "version", "address", "port", "mode", "product", "tags", "group", "details"], imported.Changes[0].Fields);
        Assert.Equal(["gateway", "cid"], imported.Changes[1].Fields);
        Assert.DoesNotContain(OtherKey.Reveal(), imported.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_last_of_two_with_one_id()
    {
        var (_, after) = Import(RegistryState.Empty, Lamp, Lamp with { Name = "later" });
        Assert.Equal(("later", 2), (after.Find(Lamp.Id)!.Definition.Name, after.Find(Lamp.Id)!.Revision));
    }

    [Fact]
    public void Should_bear_an_import_of_nothing()
    {
        foreach (var nothing in (ImmutableArray<DeviceDefinition>[])[default, [], [null!]])
            Assert.Equal("0 added, 0 updated, 0 unchanged, 0 refused", RegistryState.Empty.Do(new FleetCommands.ImportDevices(nothing)).Reply.Sentence);
    }

    private static (FleetReply.Imported Reply, RegistryState After) Import(RegistryState state, params DeviceDefinition[] definitions)
    {
        var (reply, after) = state.Do(new FleetCommands.ImportDevices([.. definitions]));
        return (Assert.IsType<FleetReply.Imported>(reply), after);
    }
}
