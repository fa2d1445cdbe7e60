using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Simulator.Devices;

/// <summary>Puts answers into frames, and the device's faults into the frames. Inside of the gate.</summary>
internal sealed class FrameWriter(SimulatedDevice device, ClientConnection connection, WireCodec codec)
{
    private const int MostGarbage = 24;
    private const int SuffixLength = 4;

    /// <summary>Sends, unless a fault swallows or delays it.</summary>
    public void Post(Answer answer)
    {
        var faults = device.Faults;
        if (connection.IsClosed || faults.Silent || (answer.Nature is AnswerNature.Reply && device.LosesReply()))
        {
            return;
        }

        var delay = answer.Nature is AnswerNature.Reply or AnswerNature.News ? faults.ReplyDelay + answer.Delay : TimeSpan.Zero;
        if (delay > TimeSpan.Zero)
        {
            device.After(delay, () => device.Locked(() => Send(answer with { Payload = answer.LatePayload?.Invoke() ?? answer.Payload })));
        }
        else
        {
            Send(answer);
        }
    }

    /// <summary>Bytes that are no frame.</summary>
    public void PostGarbage(int count)
    {
        if (!connection.IsClosed)
        {
            device.Random.NextBytes(connection.Pending.GetSpan(count)[..count]);
            connection.Pending.Advance(count);
        }
    }

    private void Send(Answer answer)
    {
        Write(answer);
        if (answer.Nature is AnswerNature.Push or AnswerNature.News && device.Faults.DuplicatePushes)
        {
            Write(answer);
        }

        if (answer.EndsExchange && device.Faults.ClosesAfterReply)
        {
            connection.CloseWhenFlushed(reset: false);
        }
    }

    private void Write(Answer answer)
    {
        if (connection.IsClosed)
        {
            return;
        }

        if (device.Happens(device.Faults.Garbage))
        {
            PostGarbage(device.Random.Next(1, MostGarbage));
        }

        var pending = connection.Pending;
        var start = pending.Length;
        codec.Encode(pending, new WireMessage(Seqno(answer), answer.Command, answer.Retcode, answer.Payload, answer.Header));
        if (device.CorruptsFrame())
        {
            // The last byte before the suffix belongs to the CRC, the HMAC or the tag, whichever the version has.
            pending.Written[^(SuffixLength + 1)] ^= 0x55;
        }

        if (device.CutsFrame())
        {
            pending.Truncate(start + (pending.Length - start) / 2);
            connection.CloseWhenFlushed(reset: true);
        }
    }

    /// <summary>
    /// 3.5 counts for itself, over all connections and pushes; the others echo, except that heartbeat answers below 3.3 bear 0 (captures of tuyapi's users).
    /// </summary>
    private uint Seqno(Answer answer) => codec.Version switch
    {
        ProtocolVersion.V35 => device.NextSeqno(),
        < ProtocolVersion.V33 when answer.Nature is AnswerNature.HeartbeatReply => 0,
        _ => answer.RequestSeqno,
    };
}
