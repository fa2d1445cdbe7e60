using Akka.Actor;
using TuyaActors.Cluster.Wire;
using TuyaActors.Device;

namespace TuyaActors.Cluster.Segment;

/// <summary>Waits for a device's one answer to what another node has asked, and sends it there under the asker's number.</summary>
internal sealed class ReplyActor : UntypedActor
{
    private readonly long _number;
    private readonly IActorRef _exchange;

    /// <summary>By way of <see cref="Props"/>.</summary>
    public ReplyActor(long number, IActorRef exchange, TimeSpan patience)
    {
        (_number, _exchange) = (number, exchange);
        // The asker has given up by then. A device's actor that has crashed over the message never answers.
        SetReceiveTimeout(patience);
    }

    /// <summary>How to make one.</summary>
    public static Props Props(long number, IActorRef exchange, TimeSpan patience) => Akka.Actor.Props.Create(() => new ReplyActor(number, exchange, patience));

    protected override void OnReceive(object message)
    {
        if (message is DeviceMessages.HandedBack)
            _exchange.Tell(new ExchangeMessages.Returned(_number));
        else if (message is not ReceiveTimeout)
            _exchange.Tell(new ExchangeMessages.Answered(_number, message));
        Context.Stop(Self);
    }
}
