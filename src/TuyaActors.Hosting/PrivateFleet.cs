using Akka.Actor;
using Akka.Configuration;
using TuyaActors.Fleet;
using TuyaActors.Settings;

namespace TuyaActors.Hosting;

/// <summary>A fleet in an actor system that nobody else sees: no log, nothing kept, no waiting in line.</summary>
internal sealed class PrivateFleet : IAsyncDisposable
{
    // The process's own console is not ours to write to.
    private const string Silent = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        tuya.reconnect.start-jitter = 0s
        tuya.persistence.mode = memory
        """;

    private readonly ActorSystem _system;

    private PrivateFleet(ActorSystem system) => (_system, Client) = (system, new FleetClient(system, TuyaFleets.DefaultName));

    public ITuyaFleet Client { get; }

    /// <exception cref="FleetSettingsException">An option cannot be used.</exception>
    public static PrivateFleet Start(Action<TuyaFleetOptions>? configure)
    {
        var (options, config) = (new TuyaFleetOptions(), ConfigurationFactory.ParseString(Silent));
        configure?.Invoke(options);
        var settings = options.Settings(config);
        var system = ActorSystem.Create(TuyaFleets.DefaultName, config);
        _ = OpenDoors(system, new FleetSpec(settings, [.. options.Devices]));
        return new PrivateFleet(system);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate().ConfigureAwait(false);

    private static async Task OpenDoors(ActorSystem system, FleetSpec spec)
    {
        var fleet = system.ActorOf(FleetActor.Props(spec), TuyaFleets.DefaultName);
        var doors = await fleet.Ask<FleetMessages.Doors>(new FleetMessages.GetDoors(), TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        TuyaFleets.For(system).Add(new TuyaFleetActors(TuyaFleets.DefaultName, fleet, doors.Router, doors.Discovery) { Storage = spec.Storage });
    }
}
