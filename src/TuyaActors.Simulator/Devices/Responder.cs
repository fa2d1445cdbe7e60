using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Simulator.Devices;

/// <summary>What a device says: to requests, and by itself. Inside of the gate.</summary>
internal sealed class Responder(SimulatedDevice device)
{
    /// <summary>The source id of a device in the header of its pushes (tinytuya's PROTOCOL.md).</summary>
    private const uint OwnSource = 1;

    private uint _pushSequence;

    public void Answer(FrameWriter frames, in WireMessage message, DeviceRequest request)
    {
        if (request.Kind is DeviceRequestKind.Heartbeat)
        {
            device.Tally.Heartbeats++;
            Reply(frames, message, DeviceReplies.Ack(message.Command), AnswerNature.HeartbeatReply);
            return;
        }

        device.Tally.Commands++;
        var dps = request.Kind is DeviceRequestKind.Control ? request.Dps : DpSet.Empty;
        device.Happened(new DeviceActivity.CommandReceived(device, message.Command, message.Seqno, dps, request.Cid));
        switch (request.Kind)
        {
            case DeviceRequestKind.SubDevices when device.SubDevices.Count > 0:
                Reply(frames, message, SubDeviceList());
                break;
            case DeviceRequestKind.Query or DeviceRequestKind.Control or DeviceRequestKind.UpdateDps:
                AnswerFor(frames, message, request);
                break;
            default:
                // Firmware is silent about what it does not know.
                break;
        }
    }

    /// <summary>News for the client. Without a client nobody hears it, and nobody keeps it.</summary>
    public void Push(DpSet dps, string? cid) => Tell(AnswerNature.Push, dps, cid, TimeSpan.Zero);

    /// <summary>As <see cref="Push"/>, if there is any news.</summary>
    public void PushIfAny(DpSet dps, string? cid)
    {
        if (dps.Count > 0)
        {
            Push(dps, cid);
        }
    }

    /// <summary>Tells the client, unasked, which sub-devices are there.</summary>
    public void ReportSubDevices()
    {
        if (device.OpenClient is { } client)
        {
            var list = SubDeviceList();
            client.Frames.Post(new Answer(AnswerNature.Push, list.Command, list.Payload, list.Retcode));
        }
    }

    private void AnswerFor(FrameWriter frames, in WireMessage message, DeviceRequest request)
    {
        var subDevice = request.Cid is null ? null : device.SubDevices.FirstOrDefault(sub => sub.Cid == request.Cid);
        if (request.Cid is not null && subDevice is not { IsOnline: true })
        {
            Reply(frames, message, DeviceReplies.Ack(message.Command, retcode: 1));
            return;
        }

        var living = subDevice?.Living ?? device.Living;
        var delay = subDevice?.ReplyDelay ?? TimeSpan.Zero;
        switch (request.Kind)
        {
            case DeviceRequestKind.Query when message.Command is CommandId.DpQuery or CommandId.DpQueryNew && WantsDevice22:
                Reply(frames, message, DeviceReplies.DataUnvalid(message.Command), delay: delay);
                break;
            case DeviceRequestKind.Query:
                var command = message.Command;
                WireReply State() => DeviceReplies.QueryReply(device.Version, device.Id, command, living.Report(request.DpIds), request.Cid);
                Reply(frames, message, State(), delay: delay, later: () => State().Payload);
                break;
            case DeviceRequestKind.UpdateDps:
                AcknowledgeAndTell(frames, message, request, living, living.Report(request.DpIds), retcode: 0, delay);
                break;
            case DeviceRequestKind.Control when device.Faults.MostDpsPerControl is > 0 and var most && request.Dps.Count > most:
                break;
            default:
                Control(frames, message, request, living, delay);
                break;
        }
    }

    /// <summary>An empty ACK, then the news: also where the value was there already, as firmware mostly does. Retcode 1 where nothing was acceptable.</summary>
    private void Control(FrameWriter frames, in WireMessage message, DeviceRequest request, LivingState living, TimeSpan delay)
    {
        var accepted = living.Accept(request.Dps);
        AcknowledgeAndTell(frames, message, request, living, accepted, accepted.Count == 0 ? 1u : 0, delay);
        device.Pulse.StepSoon();
    }

    private void AcknowledgeAndTell(
        FrameWriter frames, in WireMessage message, DeviceRequest request, LivingState living, DpSet news, uint retcode, TimeSpan delay)
    {
        Reply(frames, message, DeviceReplies.Ack(message.Command, retcode), delay: delay, endsExchange: news.Count == 0);
        if (news.Count > 0)
        {
            int[] changed = [.. news.Keys];
            Tell(AnswerNature.News, news, request.Cid, delay, later: () => living.Report(changed));
        }
    }

    private void Tell(AnswerNature nature, DpSet dps, string? cid, TimeSpan delay, Func<DpSet>? later = null)
    {
        var client = device.OpenClient;
        if (client is not null)
        {
            var status = DeviceReplies.Status(device.Version, device.Id, dps, Now(), cid);
            client.Frames.Post(new Answer(nature, status.Command, status.Payload, status.Retcode, Header: Header())
            {
                Delay = delay,
                LatePayload = later is null ? null : () => DeviceReplies.Status(device.Version, device.Id, later(), Now(), cid).Payload,
                EndsExchange = nature is AnswerNature.News,
            });
            device.Tally.Pushes++;
        }

        device.Happened(new DeviceActivity.Pushed(device, dps, cid, Sent: client is not null));
    }

    private bool WantsDevice22 => device.Version is ProtocolVersion.V32 || device.Dialect is DeviceDialect.Device22;

    private WireReply SubDeviceList()
    {
        var byState = device.SubDevices.ToLookup(sub => sub.IsOnline, sub => sub.Cid);
        return DeviceReplies.SubDevices(byState[true], byState[false]);
    }

    private static void Reply(
        FrameWriter frames,
        in WireMessage message,
        WireReply reply,
        AnswerNature nature = AnswerNature.Reply,
        TimeSpan delay = default,
        bool endsExchange = true,
        Func<ReadOnlyMemory<byte>>? later = null)
        => frames.Post(new Answer(nature, reply.Command, reply.Payload, reply.Retcode, message.Seqno)
        {
            Delay = delay,
            LatePayload = later,
            EndsExchange = endsExchange && nature is AnswerNature.Reply,
        });

    private SourceHeader? Header()
        => device.Version >= ProtocolVersion.V33 ? new SourceHeader(device.Version, Crc: 0, ++_pushSequence, OwnSource) : null;

    private long Now() => device.Time.GetUtcNow().ToUnixTimeSeconds();
}
