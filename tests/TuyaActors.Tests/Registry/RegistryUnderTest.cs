using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Registry;

/// <summary>A registry with its keeper, over stores that do what <see cref="Script"/> says, in virtual time.</summary>
public abstract class RegistryUnderTest() : TestKit(ConfigurationFactory.ParseString(
    """
    akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
    akka.test.single-expect-default = 20s
    akka.loglevel = DEBUG
    """).WithFallback(ConfigurationFactory.ParseString(StoreScript.Hocon)))
{
    /// <summary>What the local keys are sealed with.</summary>
    internal KeyVault Vault { get; set; } = KeyVault.InMemory();

    internal StoreScript Script => new StoreScript().Apply(Sys);

    internal TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>After how many events a snapshot is due.</summary>
    internal int SnapshotAfter { get; set; } = 1000;

    internal FleetStorage Storage => FleetStorage.Of(
        new PersistenceSettings(PersistenceMode.System, "unused.db", null, TimeSpan.FromSeconds(30), SnapshotAfter), "tuya", Vault);

    /// <summary>What the keeper tells its parent comes here; what is told to the answer goes to the keeper.</summary>
    internal IActorRef StartKeeper()
    {
        var (listener, storage) = (TestActor, Storage);
        return Sys.ActorOf(Props.Create(() => new Parent(storage, listener)));
    }

    /// <summary>One that has nothing stored yet.</summary>
    internal IActorRef StartNew()
    {
        var keeper = StartKeeper();
        Assert.Equal(0, ExpectMsg<RegistryMessages.Recovered>().State.Count);
        return keeper;
    }

    internal RegistryMessages.Carried Carry(IActorRef keeper, object command)
    {
        keeper.Tell(new RegistryMessages.Carry(command, TestActor));
        return ExpectMsg<RegistryMessages.Carried>();
    }

    internal void Stop(IActorRef keeper)
    {
        Watch(keeper);
        Sys.Stop(keeper);
        ExpectTerminated(keeper);
    }

    internal IReadOnlyList<StoredDefinition> Definitions(IActorRef keeper)
    {
        keeper.Tell(new DeviceQueries.GetDefinitions());
        return ExpectMsg<DeviceReplies.Definitions>().Found;
    }

    private sealed class Parent(FleetStorage storage, IActorRef listener) : UntypedActor
    {
        private IActorRef _keeper = ActorRefs.Nobody;

        protected override void PreStart() => _keeper = Context.ActorOf(RegistryKeeperActor.Props(storage), "keeper");

        protected override void OnReceive(object message)
        {
            if (Sender.Path.Parent.Equals(_keeper.Path) || Sender.Equals(_keeper))
                listener.Tell(message);
            else
                _keeper.Tell(message, listener);
        }
    }
}
