using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Discovery;

/// <summary>To and from the discovery.</summary>
public static class DiscoveryMessages
{
    /// <summary>To the router: who the discovery is.</summary>
    public sealed record Here(IActorRef Discovery);

    /// <summary>Adds the ports' health and tells the whole to whoever asked.</summary>
    public sealed record CompleteHealth(FleetHealth Health, IActorRef ReplyTo);

    /// <summary>Sends a probe now, as people who scan want it.</summary>
    public sealed record ProbeNow;
}
