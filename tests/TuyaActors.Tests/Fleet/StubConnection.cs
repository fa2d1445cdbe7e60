using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Tests.Fleet;

/// <summary>How a device behind a stub connection behaves.</summary>
internal enum Manner
{
    /// <summary>Answers every query and carries out every set.</summary>
    Sound,

    /// <summary>Answers queries, and says nothing to sets of sub-devices.</summary>
    DeafToSubDevices,

    /// <summary>Never connects.</summary>
    Away,

    /// <summary>Minds the key.</summary>
    WrongKey,
}

/// <summary>A connection without a socket, to a device that behaves in a certain manner.</summary>
internal sealed class StubConnection(ConnectionSpec spec, IActorRef device, Manner manner) : UntypedActor
{
    private uint _pushes = 50_000;

    public static Props Props(ConnectionSpec spec, IActorRef device, Manner manner) => Akka.Actor.Props.Create(() => new StubConnection(spec, device, manner));

    protected override void PreStart()
    {
        if (manner == Manner.Away)
            return;
        device.Tell(new ConnectionEvent.Opened(spec.Epoch));
        if (manner == Manner.WrongKey)
            device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.KeyMismatch, "the stub minds the key"));
        else
            device.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
    }

    protected override void OnReceive(object message)
    {
        if (message is not ConnectionCommands.Write write
            || !DeviceReplies.TryParseRequest(new WireMessage(write.Seqno, write.Request.Command, null, write.Request.Payload, null), out var request))
        {
            Unhandled(message);
            return;
        }

        switch (request.Kind)
        {
            case DeviceRequestKind.Query:
                Say(write, DeviceReplies.QueryReply(spec.Version, spec.DeviceId.Value, request.Command, DpSet.Of((1, false)), request.Cid), write.Seqno);
                break;
            case DeviceRequestKind.Control when manner == Manner.DeafToSubDevices:
                // The own ones it acknowledges, and reports nothing.
                if (request.Cid is null)
                    Say(write, DeviceReplies.Ack(request.Command), write.Seqno);
                break;
            case DeviceRequestKind.Control:
                Say(write, DeviceReplies.Ack(request.Command), write.Seqno);
                Say(write, DeviceReplies.Status(spec.Version, spec.DeviceId.Value, request.Dps, 0, request.Cid), 0);
                break;
            case DeviceRequestKind.Heartbeat:
                Say(write, DeviceReplies.Ack(request.Command), write.Seqno);
                break;
        }
    }

    private void Say(ConnectionCommands.Write asked, WireReply reply, uint seqno)
    {
        var message = new WireMessage(spec.Version == ProtocolVersion.V35 ? ++_pushes : seqno, reply.Command, reply.Retcode, reply.Payload, null);
        Assert.NotEqual(0u, asked.Seqno);
        device.Tell(new ConnectionEvent.Received(spec.Epoch, message, ReplyParser.Parse(message)));
    }
}
