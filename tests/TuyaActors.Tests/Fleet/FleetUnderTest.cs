using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Connection;
using TuyaActors.Files;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Settings;
using TuyaActors.Storage;
using DeviceReplies = TuyaActors.Messages.DeviceReplies;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Fleet;

/// <summary>A whole fleet without sockets, in virtual time.</summary>
public abstract class FleetUnderTest(string config = "") : TestKit(config + """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    internal static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    internal static readonly LocalKey OtherKey = LocalKey.Parse("fedcba9876543210");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<DeviceId, Manner> _manners = new();
    private readonly ConcurrentDictionary<DeviceId, bool> _bombs = new();
    private readonly ConcurrentQueue<ConnectionSpec> _connections = new();
    private readonly ConcurrentDictionary<DeviceId, ConcurrentQueue<DeviceRequest>> _asked = new();
    private readonly ConcurrentDictionary<DeviceId, IActorRef> _stubs = new();

    internal TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>Laid over the settings of the fleets to start.</summary>
    internal string Hocon { get; set; } = "";

    /// <summary>Where the fleets to start keep what they do not forget.</summary>
    internal FleetStorage Storage { get; set; } = FleetStorage.InMemory();

    /// <summary>How many files the fleets to start may have open.</summary>
    internal FileBudget Files { get; set; } = new(null);

    /// <summary>Every connection made so far.</summary>
    internal IReadOnlyCollection<ConnectionSpec> Connections => _connections;

    /// <summary>Hears what happens to the fleet's devices.</summary>
    internal TestProbe Events { get; private set; } = null!;

    internal static DeviceDefinition Device(string id, ProtocolVersion version = ProtocolVersion.V33) =>
        new(new DeviceId(id)) { Key = Key, Version = version, Address = IPAddress.Parse("192.0.2.7") };

    internal static DeviceDefinition Child(string id, string gateway, string? cid = null) =>
        new(new DeviceId(id)) { Gateway = new DeviceId(gateway), Cid = cid ?? "cid-" + id };

    /// <summary>A fleet that takes these devices in once <see cref="Events"/> listens, so that nothing is missed.</summary>
    internal IActorRef Start(params DeviceDefinition[] devices)
    {
        var fleet = StartWith();
        Events = CreateTestProbe("events");
        fleet.Tell(new DeviceQueries.Subscribe(new Filter([], EventKinds.Changes)), Events.Ref);
        Events.ExpectMsg<DeviceReplies.Subscribed>(Patience);
        Ask<FleetReply.Imported>(fleet, new FleetCommands.ImportDevices([.. devices]));
        return fleet;
    }

    /// <summary>A fleet that is made with these devices.</summary>
    internal IActorRef StartWith(params DeviceDefinition[] devices)
    {
        var settings = FleetSettings.From(ConfigurationFactory.ParseString("tuya.reconnect { start-jitter = 0s, jitter = 0 }\ntuya.discovery.enabled = off\n" + Hocon));
        return Sys.ActorOf(FleetActor.Props(new FleetSpec(settings, [.. devices]) { ConnectionProps = Make, Random = () => 0, Storage = Storage, Files = Files }), "tuya");
    }

    internal void Behave(string id, Manner manner) => _manners[new DeviceId(id)] = manner;

    /// <summary>The device's actor crashes when it makes its next connection.</summary>
    internal void CrashAtNextConnection(string id) => _bombs[new DeviceId(id)] = true;

    /// <summary>What a device was asked on all its connections so far.</summary>
    internal IReadOnlyCollection<DeviceRequest> AskedOf(string id)
    {
        if (_stubs.TryGetValue(new DeviceId(id), out var stub))
            this.Settle(stub);
        return _asked.GetOrAdd(new DeviceId(id), _ => new());
    }

    /// <summary>A device says something of itself on its latest connection.</summary>
    internal void Say(string id, WireReply reply)
    {
        _stubs[new DeviceId(id)].Tell(reply);
        this.Settle(_stubs[new DeviceId(id)]);
    }

    /// <summary>A device closes its latest connection.</summary>
    internal void Hang(string id) => _stubs[new DeviceId(id)].Tell(StubConnection.HangUp.Now);

    internal T Ask<T>(IActorRef fleet, object message)
    {
        var asker = CreateTestProbe();
        fleet.Tell(message, asker.Ref);
        return asker.ExpectMsg<T>(Patience);
    }

    internal DeviceSnapshot Look(IActorRef fleet, string id) =>
        Ask<DeviceReplies.DeviceFound>(fleet, new DeviceQueries.GetDevice(new DeviceId(id))).Device;

    internal void ExpectState(string id, DeviceState state) =>
        Events.FishForMessage<DeviceEvents.StateChanged>(e => e.DeviceId.Value == id && e.To == state, Patience);

    internal T ExpectEvent<T>(string id)
        where T : IDeviceEvent => Events.FishForMessage<T>(e => e.DeviceId.Value == id, Patience);

    private Props Make(ConnectionSpec spec, IActorRef device)
    {
        if (_bombs.TryRemove(spec.DeviceId, out _))
            throw new InvalidOperationException("a bug, made for this test");
        _connections.Enqueue(spec);
        return StubConnection.Props(
            spec, device, _manners.GetValueOrDefault(spec.DeviceId), _asked.GetOrAdd(spec.DeviceId, _ => new()), stub => _stubs[spec.DeviceId] = stub);
    }
}
