using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Exchange;

/// <summary>
/// Stands for one device, wherever it is: the router of this node talks to it as to the device itself. Lives as long as the fleet has the device, so
/// that whoever watches it learns of the end.
/// </summary>
internal sealed class DeviceDoorActor(DeviceId id, IActorRef exchange) : UntypedActor
{
    /// <summary>From a door to the exchange: what somebody says to the device.</summary>
    public sealed record Through(DeviceId DeviceId, object Message, IActorRef Asker);

    /// <summary>How to make one.</summary>
    public static Props Props(DeviceId id, IActorRef exchange) => Akka.Actor.Props.Create(() => new DeviceDoorActor(id, exchange));

    protected override void OnReceive(object message)
    {
        if (message is DeviceMessages.Leave)
            Context.Stop(Self);
        else
            exchange.Tell(new Through(id, message, Sender));
    }
}
