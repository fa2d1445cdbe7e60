using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Fleet;

/// <summary>Inside the fleet.</summary>
public static class FleetMessages
{
    /// <summary>Asks for the router and the discovery, to register them by name. Answered by <see cref="Doors"/> once the devices of the start are known there.</summary>
    public sealed record GetDoors;

    /// <summary>Where to send commands and questions, and who listens to the LAN.</summary>
    public sealed record Doors(IActorRef Router, IActorRef Discovery);

    /// <summary>
    /// The orderly end: every device closes its socket, then stores what is not stored yet; then the fleet stops. It does so after 3 s at the
    /// latest, whatever the disk does. Use it as the message of a graceful stop: a fleet that is merely stopped loses the values since the
    /// last time they were stored.
    /// </summary>
    public sealed record Close;

    /// <summary>From a gateway: this actor is the sub-device.</summary>
    internal sealed record SubDeviceAttached(DeviceDefinition Definition, IActorRef Actor);
}
