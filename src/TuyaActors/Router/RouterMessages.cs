using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>From the fleet to the router (and the discovery): who is who.</summary>
public static class RouterMessages
{
    /// <summary>This actor is this device from now on.</summary>
    public sealed record Known(DeviceDefinition Definition, IActorRef Device);

    /// <summary>There is no such device any more.</summary>
    public sealed record Forgotten(DeviceId DeviceId);
}
