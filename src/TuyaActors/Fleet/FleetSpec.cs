using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Telemetry;

namespace TuyaActors.Fleet;

/// <summary>What a fleet is made with.</summary>
/// <param name="Settings">How it behaves.</param>
/// <param name="Devices">Devices that are imported at its start, beside those in its storage.</param>
public sealed record FleetSpec(FleetSettings Settings, ImmutableArray<DeviceDefinition> Devices)
{
    /// <summary>How to make a connection for a device; the real one by default.</summary>
    internal Func<ConnectionSpec, IActorRef, Props> ConnectionProps { get; init; } = DeviceConnectionActor.Props;

    /// <summary>How many files there are for its connections; what this process may have by default.</summary>
    internal FileBudget Files { get; init; } = FileBudget.OfThisProcess;

    /// <summary>Where its actors tell what is counted; of the name <c>tuya</c> by default.</summary>
    public FleetTelemetry Telemetry { get; init; } = new("tuya");

    /// <summary>Where it keeps what it does not forget; in memory by default.</summary>
    public FleetStorage Storage { get; init; } = FleetStorage.InMemory();

    /// <summary>0 (inclusive) to 1 (exclusive), for jitter.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
