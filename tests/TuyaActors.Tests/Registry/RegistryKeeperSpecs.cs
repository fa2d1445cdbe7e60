using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Messages;
using TuyaActors.Registry;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

public sealed class RegistryKeeperSpecs : RegistryUnderTest
{
    [Fact]
    public void Should_say_what_the_disk_did_not_take_and_go_on()
    {
        var keeper = StartNew();
        Script.Rejection = new IOException("the disk is full");

        // One answer for many events, too.
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.ImportDevices([Gate, Lamp]), TestActor));
        Assert.Equal("the disk is full", ExpectMsg<RegistryMessages.StorageChanged>().Problem);
        Assert.Equal("could not be stored: the disk is full", ExpectMsg<RegistryMessages.Carried>().Reply.Sentence);
        Assert.Equal(new FleetReply.NotStored(Lamp.Id, "the disk is full"), Carry(keeper, new FleetCommands.AddDevice(Lamp)).Reply);
        Assert.Empty(Definitions(keeper));

        Script.Rejection = null;
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Lamp), TestActor));
        Assert.Null(ExpectMsg<RegistryMessages.StorageChanged>().Problem);
        Assert.Equal(new FleetReply.Done(Lamp.Id, 1), ExpectMsg<RegistryMessages.Carried>().Reply);
        Stop(keeper);
        StartKeeper();
        Assert.Equal([Lamp], ExpectMsg<RegistryMessages.Recovered>().State.All.Select(s => s.Definition));
    }

    [Fact]
    public void Should_start_the_registry_again_when_its_journal_fails_and_tell_who_waits()
    {
        var keeper = StartNew();
        Carry(keeper, new FleetCommands.AddDevice(Lamp));
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        Script.WriteFailure = new IOException("broken");

        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Gate), first.Ref));
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.RenameDevice(Lamp.Id, "x"), second.Ref));

        // The second is answered by this registry's end, or by the next one's.
        Assert.Equal("The journal failed: broken", FishForMessage<RegistryMessages.StorageChanged>(_ => true).Problem);
        var lost = FishForMessage<RegistryMessages.Carried>(carried => carried.Request.DeviceId == Gate.Id);
        Assert.Equal((first.Ref, new FleetReply.NotStored(Gate.Id, "The journal failed: broken")), (lost.Request.ReplyTo, lost.Reply));
        FishForMessage<RegistryMessages.Failed>(_ => true);
        Script.WriteFailure = null;
        FishForMessage<RegistryMessages.Recovered>(recovered => recovered.State.Count == 1);

        // It can be read; whether it can be written the next write shows.
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Gate), TestActor));
        FishForMessage<RegistryMessages.StorageChanged>(changed => changed.Problem is null);
        Assert.Equal(new FleetReply.Done(Gate.Id, 1), FishForMessage<RegistryMessages.Carried>(c => c.Request.DeviceId == Gate.Id).Reply);
    }

    [Fact]
    public void Should_say_why_the_definitions_cannot_be_read_and_try_again_later()
    {
        var keeper = StartNew();
        Carry(keeper, new FleetCommands.AddDevice(Lamp));
        Stop(keeper);
        Script.ReplayFailure = new IOException("the file is damaged.");

        keeper = StartKeeper();
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Gate), TestActor));
        keeper.Tell(new DeviceQueries.GetDefinitions());

        const string why = "The definitions cannot be read back: the file is damaged. Nothing was changed.";
        Assert.Equal(why, FishForMessage<RegistryMessages.Failed>(_ => true).Problem);
        keeper.Tell(new DeviceQueries.GetDefinition(Lamp.Id));
        Assert.Equal(why, FishForMessage<DeviceReplies.Refused>(_ => true).Reason);
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Gate), TestActor));
        // Of both: the one that had waited, and the one that came too late.
        Assert.Equal(new FleetReply.NotStored(Gate.Id, why), FishForMessage<RegistryMessages.Carried>(carried => carried.Request.DeviceId == Gate.Id).Reply);

        Script.ReplayFailure = null;
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Lamp], FishForMessage<RegistryMessages.Recovered>(_ => true).State.All.Select(s => s.Definition));
    }

    [Fact]
    public void Should_answer_who_waits_when_it_is_stopped()
    {
        var keeper = StartNew();
        Script.Gate = new TaskCompletionSource();
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Lamp), TestActor));
        AwaitCondition(() => !Script.Writes.IsEmpty, TimeSpan.FromSeconds(20));

        Watch(keeper);
        Sys.Stop(keeper);

        Assert.Equal(Lamp.Id, ExpectMsg<FleetReply.NotStored>().DeviceId);
        ExpectTerminated(keeper);
    }

    [Fact]
    public void Should_find_definitions_by_selector_name_and_id()
    {
        var keeper = StartNew();
        Carry(keeper, new FleetCommands.ImportDevices([Gate, Child, Rich, Lamp]));
        Assert.Equal(["child", "gate", "Küche \"links\" ☃", "lamp"], Definitions(keeper).Select(s => s.Definition.Name));
        keeper.Tell(new DeviceQueries.GetDefinitions(DeviceSelector.Tagged("BLUE").Or(DeviceSelector.Of(Gate.Id))));
        Assert.Equal(["gate", "rich"], ExpectMsg<DeviceReplies.Definitions>().Found.Select(s => s.Definition.Id.Value));
    }

    [Fact]
    public void Should_show_no_local_key_in_any_log_whatever_fails()
    {
        var lines = new ConcurrentQueue<string>();
        var ear = Sys.ActorOf(Props.Create(() => new Ear(lines)));
        Sys.EventStream.Subscribe(ear, typeof(LogEvent));
        var keeper = StartNew();
        Script.Rejection = new IOException("the disk is full");
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.ImportDevices([Gate, Rich]), TestActor));
        FishForMessage<RegistryMessages.Carried>(_ => true);
        (Script.Rejection, Script.WriteFailure) = (null, new IOException("broken"));
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Rich), TestActor));
        FishForMessage<RegistryMessages.Recovered>(_ => true);
        Script.WriteFailure = null;
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.AddDevice(Rich), TestActor));
        FishForMessage<RegistryMessages.Carried>(c => !c.Events.IsEmpty);
        Stop(keeper);
        this.Settle(ear);

        Assert.Contains(lines, line => line.Contains("the disk is full", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("broken", StringComparison.Ordinal));
        foreach (var key in (string[])[Key.Reveal(), OtherKey.Reveal()])
            Assert.DoesNotContain(lines, line => line.Contains(key, StringComparison.Ordinal));
    }

    private sealed class Ear(ConcurrentQueue<string> lines) : UntypedActor
    {
        protected override void OnReceive(object message) => lines.Enqueue($"{message} {(message as Error)?.Cause}");
    }
}
