using Akka.Actor;
using Akka.Persistence;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

public sealed class FleetRegistryActorSpecs : RegistryUnderTest
{
    [Fact]
    public void Should_answer_when_it_is_stored_and_not_before()
    {
        var keeper = StartNew();
        var gate = Script.Gate = new TaskCompletionSource();
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Lamp), TestActor));
        AwaitCondition(() => !Script.Writes.IsEmpty, TimeSpan.FromSeconds(20));
        keeper.Tell(new DeviceQueries.GetDefinition(Lamp.Id));
        ExpectMsg<DeviceReplies.DeviceNotFound>();

        gate.SetResult();

        var carried = ExpectMsg<RegistryMessages.Carried>();
        Assert.Equal(new FleetReply.Done(Lamp.Id, 1), carried.Reply);
        keeper.Tell(new DeviceQueries.GetDefinition(Lamp.Id));
        Assert.Equal(Lamp, ExpectMsg<DeviceReplies.DefinitionFound>().Stored.Definition);
    }

    [Fact]
    public void Should_know_after_a_restart_all_that_it_acknowledged()
    {
        var keeper = StartNew();
        foreach (var command in (object[])[
            new FleetCommands.ImportDevices([Gate, Child, Rich]),
            new FleetCommands.AddDevice(Lamp),
            new FleetCommands.RenameDevice(Rich.Id, "richer"),
            new FleetCommands.RemoveDevice(Lamp.Id)])
            Assert.NotEmpty(Carry(keeper, command).Events);
        var before = Definitions(keeper);
        Stop(keeper);

        keeper = StartKeeper();

        Assert.Equal(before.ToHashSet(), ExpectMsg<RegistryMessages.Recovered>().State.All.ToHashSet());
        Assert.Equal(["child 1", "gate 1", "richer 2"], before.Select(s => $"{s.Definition.Name} {s.Revision}"));
        Assert.Equal(new FleetReply.Done(Lamp.Id, 1), Carry(keeper, new FleetCommands.AddDevice(Lamp)).Reply);
    }

    [Fact]
    public void Should_store_an_import_as_one_write()
    {
        const int Count = 2_000;
        var keeper = StartNew();
        var all = new FleetCommands.ImportDevices([.. Enumerable.Range(0, Count).Select(i => Lamp with { Id = new DeviceId($"lamp-{i}") })]);

        Assert.Equal(Count, Assert.IsType<FleetReply.Imported>(Carry(keeper, all).Reply).Added);
        Assert.Equal(Count, Assert.IsType<FleetReply.Imported>(Carry(keeper, all).Reply).Unchanged);

        Assert.Equal([Count], Script.Writes);
    }

    [Fact]
    public void Should_store_nothing_of_a_dry_run()
    {
        var keeper = StartNew();
        Assert.Equal(1, Assert.IsType<FleetReply.Imported>(Carry(keeper, new FleetCommands.ImportDevices([Lamp], DryRun: true)).Reply).Added);
        Assert.Empty(Definitions(keeper));
        Assert.Empty(Script.Writes);
    }

    [Fact]
    public void Should_write_down_the_whole_and_delete_what_it_makes_superfluous()
    {
        SnapshotAfter = 3;
        var keeper = StartNew();
        Carry(keeper, new FleetCommands.ImportDevices([Gate, Child, Lamp]));
        AwaitCondition(() => Script.Deleted.Count == 2, TimeSpan.FromSeconds(20));
        Assert.Equal(["events up to 3", "snapshots"], Script.Deleted.Order());
        Carry(keeper, new FleetCommands.RenameDevice(Lamp.Id, "later"));
        Stop(keeper);

        StartKeeper();

        var state = ExpectMsg<RegistryMessages.Recovered>().State;
        Assert.Equal(["child", "gate", "later"], state.All.Select(s => s.Definition.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, state.ChildrenOf(Gate.Id));
    }

    [Fact]
    public void Should_keep_the_events_when_the_whole_cannot_be_written_down()
    {
        SnapshotAfter = 1;
        Script.SaveFailure = new IOException("the disk is full");
        var keeper = StartNew();
        Carry(keeper, new FleetCommands.AddDevice(Lamp));
        Assert.Equal("The definitions could not be written down as a whole: the disk is full", ExpectMsg<RegistryMessages.StorageChanged>().Problem);
        Assert.Empty(Script.Deleted);

        Script.SaveFailure = null;
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Rich), TestActor));

        Assert.Null(ExpectMsg<RegistryMessages.StorageChanged>().Problem);
        ExpectMsg<RegistryMessages.Carried>();
        AwaitCondition(() => Script.Deleted.Count == 2, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Should_pass_over_what_a_newer_program_wrote_and_keep_it()
    {
        SnapshotAfter = 1;
        Write(new UnknownStored("reg.future", [1, 2, 3]), new UnknownStored("reg.future", [4]));

        IActorRef keeper = null!;
        EventFilter.Warning(contains: "newer version").ExpectOne(() => keeper = StartNew());

        Assert.Equal(new FleetReply.Done(Lamp.Id, 1), Carry(keeper, new FleetCommands.AddDevice(Lamp)).Reply);
        Assert.Single(Definitions(keeper));
        Assert.Empty(Script.Deleted);
    }

    /// <summary>As the registry's journal is found at the next start.</summary>
    private void Write(params IStored[] events)
    {
        var (id, listener) = (Storage.RegistryId, TestActor);
        var scribe = Sys.ActorOf(Props.Create(() => new Scribe(id, listener)));
        foreach (var e in events)
        {
            scribe.Tell(e);
            ExpectMsg("written");
        }

        Stop(scribe);
    }

    private sealed class Scribe : ReceivePersistentActor
    {
        public Scribe(string id, IActorRef listener)
        {
            PersistenceId = id;
            Command<IStored>(e => Persist(e, _ => listener.Tell("written")));
        }

        public override string PersistenceId { get; }
    }
}
