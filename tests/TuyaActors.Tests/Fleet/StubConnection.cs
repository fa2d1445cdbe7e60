using System.Collections.Concurrent;
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

    /// <summary>Answers queries, and refuses sets of sub-devices.</summary>
    RefusesSubDevices,

    /// <summary>Never connects.</summary>
    Away,

    /// <summary>Wants to be asked in the device22 way.</summary>
    Device22,

    /// <summary>Minds the key.</summary>
    WrongKey,
}

/// <summary>A connection without a socket, to a device that behaves in a certain manner.</summary>
/// <remarks>What it is asked it notes; a <see cref="WireReply"/> told to it, it says unasked.</remarks>
internal sealed class StubConnection(ConnectionSpec spec, IActorRef device, Manner manner, ConcurrentQueue<DeviceRequest> asked, Action<IActorRef> made) : UntypedActor
{
    private uint _pushes = 50_000;

    public static Props Props(ConnectionSpec spec, IActorRef device, Manner manner, ConcurrentQueue<DeviceRequest> asked, Action<IActorRef> made) =>
        Akka.Actor.Props.Create(() => new StubConnection(spec, device, manner, asked, made));

    /// <summary>Told to it, the device closes the connection.</summary>
    public sealed record HangUp
    {
        public static HangUp Now { get; } = new();
    }

    protected override void PreStart()
    {
        made(Self);
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
        if (message is WireReply unasked)
        {
            Say(unasked, 0);
            return;
        }

        if (message is HangUp)
        {
            device.Tell(new ConnectionEvent.Closed(spec.Epoch, ConnectionEnd.ClosedLater, "the stub hung up"));
            return;
        }

        if (message is not ConnectionCommands.Write write
            || !DeviceReplies.TryParseRequest(new WireMessage(write.Seqno, write.Request.Command, null, write.Request.Payload, null), out var request))
        {
            Unhandled(message);
            return;
        }

        Assert.NotEqual(0u, write.Seqno);
        asked.Enqueue(request);
        switch (request.Kind)
        {
            // A gateway answers for a child that it cannot reach: the query from its memory, the command not at all.
            case DeviceRequestKind.Control when manner == Manner.RefusesSubDevices && request.Cid is not null:
                Say(DeviceReplies.Ack(request.Command, retcode: 1), write.Seqno);
                break;
            case DeviceRequestKind.Query when manner == Manner.Device22 && request.Command is CommandId.DpQuery or CommandId.DpQueryNew:
                Say(DeviceReplies.DataUnvalid(request.Command), write.Seqno);
                break;
            case DeviceRequestKind.Query:
                Say(DeviceReplies.QueryReply(spec.Version, spec.DeviceId.Value, request.Command, DpSet.Of((1, false)), request.Cid), write.Seqno);
                break;
            case DeviceRequestKind.Control when manner == Manner.DeafToSubDevices:
                // The own ones it acknowledges, and reports nothing.
                if (request.Cid is null)
                    Say(DeviceReplies.Ack(request.Command), write.Seqno);
                break;
            case DeviceRequestKind.Control:
                Say(DeviceReplies.Ack(request.Command), write.Seqno);
                Say(DeviceReplies.Status(spec.Version, spec.DeviceId.Value, request.Dps, 0, request.Cid), 0);
                break;
            case DeviceRequestKind.Heartbeat:
                Say(DeviceReplies.Ack(request.Command), write.Seqno);
                break;
        }
    }

    private void Say(WireReply reply, uint seqno)
    {
        var message = new WireMessage(spec.Version == ProtocolVersion.V35 ? ++_pushes : seqno, reply.Command, reply.Retcode, reply.Payload, null);
        device.Tell(new ConnectionEvent.Received(spec.Epoch, message, ReplyParser.Parse(message)));
    }
}
