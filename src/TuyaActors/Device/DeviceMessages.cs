using System.Collections.Immutable;
using Akka.Actor;
using Akka.Dispatch;
using TuyaActors.Connection;
using TuyaActors.Device.Facts;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Telemetry;

namespace TuyaActors.Device;

/// <summary>What the device actors of a fleet are made with: the same for all of them.</summary>
/// <param name="Settings">The fleet's.</param>
/// <param name="Admission">Who says when to connect.</param>
/// <param name="Router">Who gets the events.</param>
/// <param name="ConnectionProps">How to make a connection for a device.</param>
/// <param name="Random">0 (inclusive) to 1 (exclusive), for jitter.</param>
internal sealed record DeviceSpec(
    FleetSettings Settings,
    IActorRef Admission,
    IActorRef Router,
    Func<ConnectionSpec, IActorRef, Props> ConnectionProps,
    Func<double> Random)
{
    /// <summary>Where it tells what is counted.</summary>
    public FleetTelemetry Telemetry { get; init; } = FleetTelemetry.None;

    /// <summary>The dispatcher of the device, its connections, and those behind it.</summary>
    public string Dispatcher { get; init; } = Dispatchers.DefaultDispatcherId;

    /// <summary>Whether there is a file for its connection.</summary>
    public FileBudget Files { get; init; } = FileBudget.OfThisProcess;

    /// <summary>Where it writes down what it learns and what it reports; <c>null</c>: nowhere.</summary>
    public FleetStorage? Storage { get; init; }

    /// <summary>Who hears that it cannot (<see cref="StorageMessages"/>).</summary>
    public IActorRef StorageWatch { get; init; } = ActorRefs.Nobody;
}

/// <summary>From the fleet, the discovery and the sub-devices to a device.</summary>
internal static class DeviceMessages
{
    /// <summary>Puts it into service.</summary>
    public sealed record Start;

    /// <summary>Its definition is another now.</summary>
    public sealed record Redefine(DeviceDefinition Definition);

    /// <summary>It was seen on the LAN.</summary>
    public sealed record Sighted(DeviceSighting Sighting) : Akka.Event.IDeadLetterSuppression;

    /// <summary>A device behind this gateway.</summary>
    public sealed record AttachSubDevice(DeviceDefinition Definition)
    {
        /// <summary>Whether it has just been added: then what is stored of a former one of that id is void.</summary>
        public bool IsNew { get; init; }
    }

    /// <summary>No longer behind this gateway.</summary>
    public sealed record DetachSubDevice(DeviceId DeviceId)
    {
        /// <summary>Whether it has left the fleet, and is to be forgotten.</summary>
        public bool IsRemoved { get; init; }
    }

    /// <summary>The fleet stops: the socket is closed, what is not stored yet is stored, and the actor ends.</summary>
    public sealed record Close
    {
        /// <summary>Whether it goes on at another node: commands that have not been sent are given back (<see cref="HandedBack"/>) instead of cancelled.</summary>
        public bool HandsOver { get; init; }
    }

    /// <summary>In place of an outcome: the command has not been sent, and is to be told to whoever is the device next.</summary>
    public sealed record HandedBack(DeviceId DeviceId) : IWithDeviceId;

    /// <summary>It is removed: the socket is closed, what is stored of it is deleted, and the actor ends.</summary>
    public sealed record Leave;

    /// <summary>The DPs of it that somebody subscribes to by number.</summary>
    internal sealed record WatchedDps(ImmutableHashSet<int> Dps);

    /// <summary>Sub-device to gateway: the same, of this cid.</summary>
    internal sealed record SubWatchedDps(string Cid, ImmutableHashSet<int> Dps);

    /// <summary>A sub-device's command, to be sent over the gateway's connection; its outcome goes to <paramref name="ReplyTo"/>.</summary>
    internal sealed record ForSubDevice(IDeviceCommand Command, string Cid, IActorRef ReplyTo);

    /// <summary>Sub-device to gateway: adds what it knows, and answers the sender with all of it.</summary>
    internal sealed record CompleteHistory(DeviceHistory History, string Cid);

    /// <summary>Gateway to sub-device: how the shared connection stands.</summary>
    internal sealed record GatewayState(DeviceState State, Diagnosis? Diagnosis, ProtocolVersion? Version);

    /// <summary>Gateway to sub-device: values that bear its cid.</summary>
    internal sealed record SubReport(DpSet Dps, ReportCause Cause, string? Ticket);

    /// <summary>Gateway to sub-device: a command of it is on its way.</summary>
    internal sealed record SubWished(DpSet Dps, DateTimeOffset Deadline, long Command);

    /// <summary>Gateway to sub-device: a command of it has ended.</summary>
    internal sealed record SubSettled(long Command);
}
