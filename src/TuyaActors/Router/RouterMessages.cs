using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>From the fleet to the router (and the discovery): who is who.</summary>
internal static class RouterMessages
{
    /// <summary>This actor is this device from now on.</summary>
    public sealed record Known(DeviceDefinition Definition, IActorRef Device);

    /// <summary>A device's definition is another now (its name, tags or group, for instance); it stays the same actor.</summary>
    public sealed record Redefined(DeviceDefinition Definition);

    /// <summary>There is no such device any more.</summary>
    public sealed record Forgotten(DeviceId DeviceId);
}
