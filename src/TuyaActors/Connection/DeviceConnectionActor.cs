using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Connection;

/// <summary>
/// One TCP connection to one device: its socket, session key and codec. Single use: it dies with its socket, and every message it
/// sends to its device bears its epoch.
/// </summary>
/// <remarks>
/// <code>
/// Connecting --connected--> [ListeningFirst] --> Negotiating (3.4, 3.5) --FINISH sent--> Open
///                                            '-> Open (3.1 to 3.3)
/// any --closed, refused, broken--> Closed(end) to the device, then stopped
/// </code>
/// The device keeps the time (it stops a connection that takes too long), so that there is one place for time-outs.
/// A receive waits with an empty buffer and takes a pooled one only when bytes are there: an idle device holds none.
/// </remarks>
internal sealed class DeviceConnectionActor : UntypedActor, IWithTimers
{
    private sealed record ListenedEnough;

    /// <summary>Broken frames in a row that are forgiven (a lost byte on a bad link spoils one or two).</summary>
    public const int ForgivenFaults = 2;

    /// <summary>Bytes of garbage without a good frame that are forgiven: more than any frame has.</summary>
    public const int ForgivenGarbage = 16 * 1024;

    // A device that talks without end shall not keep the others waiting.
    private const int ReadsAtOnce = 16;

    // Frames are made where the thread makes all of its frames, and are sent, or copied, at once: a connection that says nothing holds none.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _frame;

    private readonly ConnectionSpec _spec;
    private readonly IActorRef _device;
    private readonly WireCodec _codec;
    private readonly ReceiveBuffer _received = new();
    private DeviceSocket? _socket;
    private ClientSession? _session;
    private bool _open;
    private bool _spoke;
    private bool _heard;
    private int _faults;
    private long _garbageAtLastFrame;
    private uint _seqno = 1;
    private DateTimeOffset? _recordUntil;

    /// <summary>Connects as soon as it starts.</summary>
    public DeviceConnectionActor(ConnectionSpec spec, IActorRef device)
    {
        _spec = spec;
        _device = device;
        _codec = new WireCodec(spec.Version, WireSide.Client, spec.Key);
        _recordUntil = spec.RecordUntil;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(ConnectionSpec spec, IActorRef device) => Akka.Actor.Props.Create(() => new DeviceConnectionActor(spec, device));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        try
        {
            _socket = _spec.Socket(_spec.EndPoint, Self);
            if (_socket.IsWithin(_spec.Files))
                _socket.Connect();
            else
                Close(ConnectionEnd.NoFile, $"this process may have {_spec.Files.Limit} files open, and keeps the last {FileBudget.KeptBack} for other things than {_spec.EndPoint}");
        }
        catch (SocketException cause) when (cause.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            Close(ConnectionEnd.NoFile, $"this host has no socket left for {_spec.EndPoint}");
        }
        catch (Exception cause) when (cause is SocketException or IOException)
        {
            Close(ConnectionEnd.Unreachable, $"no connection to {_spec.EndPoint}: {cause.Message}");
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _socket?.Dispose();
        _session?.Dispose();
        _codec.Dispose();
        _received.Release();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Connecting(message);

    private void Connecting(object message)
    {
        switch (message)
        {
            case DeviceSocket.Connected:
                _device.Tell(new ConnectionEvent.Opened(_spec.Epoch));
                Become(Established);
                if (_spec.ListenFirst > TimeSpan.Zero)
                    Timers.StartSingleTimer(nameof(ListenedEnough), new ListenedEnough(), _spec.ListenFirst);
                else
                    Speak();
                _socket!.AwaitReadable();
                break;
            case DeviceSocket.ConnectFailed { Cause: SocketException { SocketErrorCode: SocketError.ConnectionRefused } }:
                Close(ConnectionEnd.Refused, $"{_spec.EndPoint} refused the connection");
                break;
            case DeviceSocket.ConnectFailed { Cause: SocketException { SocketErrorCode: SocketError.ConnectionReset } }:
                Close(ConnectionEnd.ClosedBeforeWeSpoke, $"{_spec.EndPoint} reset the connection at once");
                break;
            case DeviceSocket.ConnectFailed failed:
                Close(ConnectionEnd.Unreachable, $"no connection to {_spec.EndPoint}: {failed.Cause.Message}");
                break;
            case ConnectionCommands.Record record:
                _recordUntil = record.Until;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Established(object message)
    {
        switch (message)
        {
            case DeviceSocket.Readable:
                ReadAll();
                break;
            case ConnectionCommands.Write write when _open:
                Send(write.Seqno, write.Request.Command, write.Request.Payload);
                break;
            case DeviceSocket.Writable:
                Try(static socket => socket.GoOn());
                break;
            case ListenedEnough:
                Speak();
                break;
            case ConnectionCommands.Record record:
                _recordUntil = record.Until;
                break;
            case DeviceSocket.Failed failed:
                CloseByPeer(failed.Cause.Message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Speak()
    {
        _spoke = true;
        if (!_spec.Version.NeedsSession())
        {
            GoOpen();
            return;
        }

        Span<byte> nonce = stackalloc byte[16];
        RandomNumberGenerator.Fill(nonce);
        _session = new ClientSession(_spec.Version, _spec.Key, nonce);
        WriteNegotiation(CommandId.SessionStart, _session.Start());
    }

    private void GoOpen()
    {
        _open = true;
        _device.Tell(new ConnectionEvent.Ready(_spec.Epoch, _seqno));
    }

    private void WriteNegotiation(CommandId command, byte[] payload) => Send(_seqno++, command, payload);

    private void Send(uint seqno, CommandId command, ReadOnlySpan<byte> payload)
    {
        var frame = _frame ??= new ArrayBufferWriter<byte>();
        frame.ResetWrittenCount();
        _codec.Encode(frame, seqno, command, payload);
        _spec.Telemetry.Sent(frame.WrittenCount);
        if (IsRecorded)
            Record(FrameDirection.Sent, frame.WrittenSpan.ToArray(), new WireMessage(seqno, command, null, payload.ToArray(), null));
        Try(static socket => socket.Send(_frame!.WrittenSpan));
    }

    // What breaks here is told like what breaks while nobody looks: behind what is at work.
    private void Try(Action<DeviceSocket> send)
    {
        try
        {
            send(_socket!);
        }
        catch (SocketException cause)
        {
            Self.Tell(new DeviceSocket.Failed(cause));
        }
    }

    // ---- receiving

    private void ReadAll()
    {
        _socket!.BeginReading();
        for (var reads = 0; reads < ReadsAtOnce; reads++)
        {
            var room = _received.Room();
            int? received;
            try
            {
                received = _socket.Receive(room);
            }
            catch (SocketException cause)
            {
                CloseByPeer(cause.Message);
                return;
            }

            if (received == 0)
            {
                CloseByPeer("the device closed the connection");
                return;
            }

            if (!Take(received ?? 0))
                return;
            if (_socket.IsDrained(received, room.Length))
            {
                _socket.AwaitReadable();
                return;
            }
        }

        Self.Tell(DeviceSocket.Readable.Instance);
    }

    private bool Take(int received)
    {
        _received.Received(received);
        if (received == 0)
        {
            _received.ReleaseIfEmpty();
            return true;
        }

        _spec.Telemetry.Received(received);
        return Decode();
    }

    /// <summary>Hands on every whole frame; answers whether the connection lives on.</summary>
    private bool Decode()
    {
        var input = _received.Unread;
        var alive = true;
        while (alive)
        {
            var (before, skipped) = (input, _codec.SkippedBytes);
            var status = _codec.TryDecode(ref input, out var message, out var invalid);
            if (IsRecorded)
                RecordReceived(before.Slice(0, input.Start), (int)(_codec.SkippedBytes - skipped), status, message, invalid);
            if (status == DecodeStatus.NeedMore)
                break;
            alive = status == DecodeStatus.Done ? Take(message) : Forgive(invalid);
        }

        if (alive && _codec.SkippedBytes > _garbageAtLastFrame)
        {
            var garbage = _codec.SkippedBytes - _garbageAtLastFrame;
            _spec.Telemetry.CouldNotRead();
            _device.Tell(new ConnectionEvent.Unreadable(_spec.Epoch, $"{garbage} bytes that belong to no frame"));
            if (garbage > ForgivenGarbage)
            {
                Close(ConnectionEnd.Garbled, $"{garbage} bytes without a frame");
                alive = false;
            }
        }

        _received.Keep(input.Length);
        return alive;
    }

    private bool Take(in WireMessage message)
    {
        _faults = 0;
        _spec.Telemetry.ReceivedFrame();
        // Before a session key is agreed on, a heartbeat proves nothing: 3.1 to 3.3 devices answer it under any key.
        _heard |= _spec.Version.NeedsSession() || message.Command != CommandId.Heartbeat;
        _garbageAtLastFrame = _codec.SkippedBytes;
        if (_open)
            _device.Tell(new ConnectionEvent.Received(_spec.Epoch, message, ReplyParser.Parse(message)));
        else if (message.Command == CommandId.SessionResponse && _session is not null)
            return FinishSession(message);
        return true;
    }

    private bool FinishSession(in WireMessage response)
    {
        if (!_session!.TryAccept(response.Payload.Span, out var finish, out var why))
        {
            Close(ConnectionEnd.KeyMismatch, why);
            return false;
        }

        WriteNegotiation(CommandId.SessionFinish, finish);
        _codec.UseSessionKey(_session.SessionKey);
        _session.Dispose();
        _session = null;
        GoOpen();
        return true;
    }

    private bool Forgive(WireInvalid invalid)
    {
        var end = Meaning(invalid.Fault);
        // Under the local key nothing may be broken: a wrong HMAC or tag there is a wrong key.
        var atOnce = end == ConnectionEnd.OtherFraming || (end == ConnectionEnd.KeyMismatch && !_heard);
        if (!atOnce && ++_faults <= ForgivenFaults)
        {
            _spec.Telemetry.CouldNotRead();
            _device.Tell(new ConnectionEvent.Unreadable(_spec.Epoch, invalid.Sentence));
            return true;
        }

        Close(end, invalid.Sentence);
        return false;
    }

    private ConnectionEnd Meaning(WireFault fault) => fault switch
    {
        WireFault.WrongKey => ConnectionEnd.KeyMismatch,
        WireFault.BadPayload when !_spec.Version.NeedsSession() => ConnectionEnd.KeyMismatch,
        WireFault.BadHmac or WireFault.BadTag when !_open => ConnectionEnd.KeyMismatch,
        WireFault.WrongVersion => ConnectionEnd.OtherFraming,
        _ => ConnectionEnd.Garbled,
    };

    // ---- for those who look

    private bool IsRecorded => _recordUntil is { } until && Context.System.Scheduler.Now <= until;

    private void RecordReceived(ReadOnlySequence<byte> bytes, int garbage, DecodeStatus status, in WireMessage message, WireInvalid invalid)
    {
        if (garbage > 0)
            Record(FrameDirection.Received, bytes.Slice(0, garbage).ToArray(), problem: "bytes that belong to no frame");
        if (status == DecodeStatus.Done)
            Record(FrameDirection.Received, bytes.Slice(garbage).ToArray(), message);
        else if (status == DecodeStatus.Invalid)
            Record(FrameDirection.Received, bytes.Slice(garbage).ToArray(), problem: invalid.Sentence);
    }

    private void Record(FrameDirection direction, byte[] bytes, WireMessage? message = null, string? problem = null)
    {
        // What proves a session is nobody's to read.
        var isNegotiation = message?.Command is >= CommandId.SessionStart and <= CommandId.SessionFinish;
        _device.Tell(new ConnectionEvent.Framed(_spec.Epoch, new RecordedFrame(Context.System.Scheduler.Now, direction, _spec.Version, bytes)
        {
            Seqno = message?.Seqno,
            Command = message?.Command,
            Retcode = message?.Retcode,
            Payload = isNegotiation ? default : message?.Payload ?? default,
            Problem = problem,
        }));
    }

    // ---- the end

    private void CloseByPeer(string why) => Close(
        _heard ? ConnectionEnd.ClosedLater : _spoke ? ConnectionEnd.ClosedAfterWeSpoke : ConnectionEnd.ClosedBeforeWeSpoke,
        $"{_spec.EndPoint}: {why}");

    private void Close(ConnectionEnd end, string evidence)
    {
        _device.Tell(new ConnectionEvent.Closed(_spec.Epoch, end, evidence));
        Become(Closed);
        Context.Stop(Self);
    }

    // What was on its way when the connection ended.
    private static void Closed(object message)
    {
    }
}
