using Akka.Actor;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;

namespace TuyaActors.Cluster.Segment;

/// <summary>Stands for all devices of a segment where its discovery tells them of their sightings.</summary>
internal sealed class SightingDoorActor(IActorRef region) : UntypedActor
{
    /// <summary>How to make one.</summary>
    public static Props Props(IActorRef region) => Akka.Actor.Props.Create(() => new SightingDoorActor(region));

    protected override void OnReceive(object message)
    {
        if (message is DeviceMessages.Sighted sighted)
            region.Tell(new HostMessages.Sighted(sighted.Sighting.DeviceId, sighted.Sighting));
        else
            Unhandled(message);
    }
}
