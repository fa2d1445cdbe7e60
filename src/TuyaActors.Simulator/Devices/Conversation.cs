using System.Buffers;
using System.Buffers.Binary;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Simulator.Devices;

/// <summary>What a device makes of the bytes of one connection: frames, the session from 3.4 on, and requests. Inside of the gate.</summary>
internal sealed class Conversation : IDisposable
{
    private const int NonceSize = 16;
    private const int Prefix55AA = 0x55AA;
    private const int HeaderSize55AA = 16;

    private readonly SimulatedDevice _device;
    private readonly ClientConnection _connection;
    private readonly ProtocolVersion _version;
    private readonly LocalKey _key;
    private DeviceSession? _session;

    public Conversation(SimulatedDevice device, ClientConnection connection)
    {
        _device = device;
        _connection = connection;
        _version = device.Version;
        _key = device.Key;
        Codec = new WireCodec(_version, WireSide.Device, _key);
        IsOpen = !_version.NeedsSession();
    }

    public WireCodec Codec { get; }

    /// <summary>Whether requests are heard and pushes are sent: from 3.4 on only after the negotiation.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Reads all whole frames and says how many bytes it needs no more.</summary>
    public int Read(ReadOnlyMemory<byte> received)
    {
        var input = new ReadOnlySequence<byte>(received);
        while (!_connection.IsClosed)
        {
            var before = input;
            var status = Codec.TryDecode(ref input, out var message, out var invalid);
            if (status is DecodeStatus.NeedMore)
            {
                break;
            }

            if (status is DecodeStatus.Done)
            {
                Hear(message);
            }
            else
            {
                Refuse(invalid, before);
            }
        }

        return received.Length - (int)input.Length;
    }

    public void Dispose()
    {
        IsOpen = false;
        _session?.Dispose();
        Codec.Dispose();
    }

    private void Hear(in WireMessage message)
    {
        if (_version.NeedsSession() && message.Command is CommandId.SessionStart or CommandId.SessionFinish)
        {
            Negotiate(message);
        }
        else if (!IsOpen)
        {
            RefuseAndClose("A request came before the session was agreed.");
        }
        else if (DeviceReplies.TryParseRequest(message, out var request))
        {
            if (request.Kind is not DeviceRequestKind.Heartbeat)
            {
                _connection.EndHandshake();
            }

            _device.Responder.Answer(_connection.Frames, message, request);
        }
        else
        {
            Refuse("The payload is no JSON object.");
            AnswerUnreadable(message.Command, message.Seqno);
        }
    }

    private void Negotiate(in WireMessage message)
    {
        if (message.Command is CommandId.SessionStart)
        {
            Respond(message);
        }
        else if (_session is null || !_session.TryFinish(message.Payload.Span, out var why))
        {
            RefuseAndClose(_session is null ? "A session finish came before its start." : "The client's proof does not fit: its local key is another.");
        }
        else
        {
            Codec.UseSessionKey(_session.SessionKey);
            IsOpen = true;
            _device.Happened(new DeviceActivity.SessionAgreed(_device));
        }
    }

    private void Respond(in WireMessage start)
    {
        _device.Happened(new DeviceActivity.SessionStarted(_device));
        _connection.EndHandshake();
        var faults = _device.Faults;
        if (faults.Wedged)
        {
            _connection.Close(reset: false);
            return;
        }

        if (faults.StallNegotiation)
        {
            return;
        }

        Span<byte> nonce = stackalloc byte[NonceSize];
        _device.Random.NextBytes(nonce);
        _session?.Dispose();
        _session = new DeviceSession(_version, _key, nonce);
        if (_session.TryRespond(start.Payload.Span, out var response, out var why))
        {
            _connection.Frames.Post(new Answer(AnswerNature.Negotiation, CommandId.SessionResponse, response, RequestSeqno: start.Seqno));
        }
        else
        {
            RefuseAndClose(why);
        }
    }

    /// <summary>
    /// From 3.4 on a frame that does not verify ends the connection: so clients come to know that their key is wrong. Before, a device answers a sound frame
    /// with an unreadable payload by retcode 1 and a text under its own key (tuyapi#544, where the client could not read that answer either), and is
    /// silent about broken frames; a 3.1 device, whose queries anybody may ask, is silent about both.
    /// </summary>
    private void Refuse(in WireInvalid invalid, in ReadOnlySequence<byte> frame)
    {
        if (_version.NeedsSession())
        {
            RefuseAndClose(invalid.Sentence);
            return;
        }

        Refuse(invalid.Sentence);
        if (invalid.Fault is WireFault.WrongKey or WireFault.BadPayload && TryReadHeader(frame, out var seqno, out var command))
        {
            AnswerUnreadable(command, seqno);
        }
    }

    private void AnswerUnreadable(CommandId command, uint seqno)
    {
        if (_version is not ProtocolVersion.V31)
        {
            _connection.Frames.Post(new Answer(AnswerNature.Reply, command, "parse data error"u8.ToArray(), Retcode: 1, RequestSeqno: seqno));
        }
    }

    private void RefuseAndClose(string why)
    {
        Refuse(why);
        _connection.Close(reset: false);
    }

    private void Refuse(string why)
    {
        _device.Tally.RefusedFrames++;
        _device.Happened(new DeviceActivity.FrameRefused(_device, why));
    }

    /// <summary>The number and command of a frame that the codec refused. Garbage may stand before it.</summary>
    private static bool TryReadHeader(in ReadOnlySequence<byte> input, out uint seqno, out CommandId command)
    {
        (seqno, command) = (0, default);
        var bytes = input.FirstSpan;
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, Prefix55AA);
        var start = bytes.IndexOf(prefix);
        if (start < 0 || bytes.Length - start < HeaderSize55AA)
        {
            return false;
        }

        seqno = BinaryPrimitives.ReadUInt32BigEndian(bytes[(start + 4)..]);
        command = (CommandId)BinaryPrimitives.ReadUInt32BigEndian(bytes[(start + 8)..]);
        return true;
    }
}
