using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using TuyaActors.Fleet;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;
using TuyaActors.Simulator;
using TuyaActors.Storage;
using DeviceReplies = TuyaActors.Messages.DeviceReplies;

namespace TuyaActors.Tests.Fleet;

/// <summary>A fleet with sockets and a SQLite file, on simulated devices: stopped, and started again.</summary>
public sealed class FleetRestartSpecs : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder;
    private readonly PersistenceSettings _settings;
    private readonly FleetStorage _storage;

    public FleetRestartSpecs()
        : this(Directory.CreateTempSubdirectory("tuya-restart-"))
    {
    }

    private FleetRestartSpecs(DirectoryInfo folder)
        : base(PersistenceHocon.For(SettingsIn(folder), "tuya"))
    {
        (_folder, _settings) = (folder, SettingsIn(folder));
        _storage = FleetStorage.Of(_settings, "tuya", KeyVault.InMemory());
    }

    [Fact]
    public async Task Should_know_its_devices_before_it_reaches_them_and_go_where_they_are()
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false, PairingTime = TimeSpan.Zero });
        simulator.AddRange([new SimulatedDeviceOptions { Version = ProtocolVersion.V34, Port = 0 }]);
        await simulator.StartAsync();
        var simulated = simulator.Devices[0];
        var id = new DeviceId(simulated.Id);
        var definition = new DeviceDefinition(id) { Key = simulated.Key, Address = IPAddress.Loopback, Port = simulated.EndPoint.Port };

        var fleet = StartFleet();
        Ask<FleetReply.Done>(fleet, new FleetCommands.AddDevice(definition));
        AwaitCondition(() => Look(fleet, id) is { State: DeviceState.Online, Reported.Count: > 0 }, Patience);
        // Nobody says any more where it is, nor will it announce itself.
        Ask<FleetReply.Done>(fleet, new FleetCommands.UpdateDevice(definition with { Address = null }));
        // The new connection's first answer has come, so that no other moves the time of the report.
        AwaitCondition(() => Look(fleet, id) is { State: DeviceState.Online, Connects: > 1 } now && now.ReportedAt >= now.Since, Patience);
        var before = Look(fleet, id);
        simulated.Kill();
        Stop(fleet);

        fleet = StartFleet();
        Ask<FleetMessages.Doors>(fleet, new FleetMessages.GetDoors());
        AwaitCondition(() => Look(fleet, id).Reported.Count > 0, Patience);
        var restored = Look(fleet, id);
        Assert.Equal((before.Reported, true, ProtocolVersion.V34, 0L), (restored.Reported, restored.Stale, restored.Version, restored.Connects));
        Assert.Equal(before.ReportedAt!.Value.ToUnixTimeSeconds(), restored.ReportedAt!.Value.ToUnixTimeSeconds());

        simulated.Start();
        AwaitCondition(() => Look(fleet, id) is { State: DeviceState.Online, Stale: false }, Patience);
    }

    private static PersistenceSettings SettingsIn(DirectoryInfo folder) =>
        new(PersistenceMode.Sqlite, Path.Combine(folder.FullName, "tuya.db"), null, TimeSpan.FromSeconds(30), 200);

    private IActorRef StartFleet()
    {
        var settings = FleetSettings.From(ConfigurationFactory.ParseString("tuya.reconnect { start-jitter = 0s, first = 100ms, max = 300ms }\ntuya.discovery.enabled = off"));
        return Sys.ActorOf(FleetActor.Props(new FleetSpec(settings, []) { Storage = _storage }), "tuya");
    }

    private void Stop(IActorRef fleet)
    {
        Watch(fleet);
        fleet.Tell(new FleetMessages.Close());
        ExpectTerminated(fleet, Patience);
        Unwatch(fleet);
    }

    private T Ask<T>(IActorRef fleet, object message)
    {
        var asker = CreateTestProbe();
        fleet.Tell(message, asker.Ref);
        return asker.ExpectMsg<T>(Patience);
    }

    private DeviceSnapshot Look(IActorRef fleet, DeviceId id) => Ask<DeviceReplies.DeviceFound>(fleet, new DeviceQueries.GetDevice(id)).Device;

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Delete(recursive: true);
    }
}
