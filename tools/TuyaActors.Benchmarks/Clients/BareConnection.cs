using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Benchmarks.Clients;

/// <summary>
/// The least that a device takes: a socket, the same codec, and nothing else. No queue, no deadline, no state; one request at a time.
/// Like the fleet it waits with an empty buffer and takes a pooled one when bytes are there.
/// </summary>
internal sealed class BareConnection(BareDevice device) : IDisposable
{
    private const int BufferSize = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly WireCodec _codec = new(device.Version, WireSide.Client, device.Key);
    // Heartbeats are sent while reports are read, and a codec is for one thread at a time.
    private readonly Lock _codecGate = new();
    private readonly ArrayBufferWriter<byte> _outgoing = new();
    private byte[]? _buffer;
    private int _filled;
    private uint _seqno;

    /// <summary>TCP, and the session where the version has one.</summary>
    public async Task ConnectAsync()
    {
        await _socket.ConnectAsync(device.EndPoint);
        if (!device.Version.NeedsSession())
            return;
        using var session = new ClientSession(device.Version, device.Key, RandomNumberGenerator.GetBytes(ClientSession.NonceSize));
        await SendAsync(CommandId.SessionStart, session.Start());
        byte[]? finish = null;
        await UntilAsync((in WireMessage message) =>
        {
            if (message.Command == CommandId.SessionResponse && !session.TryAccept(message.Payload.Span, out finish, out var why))
                throw new IOException($"{device.EndPoint}: {why}");
            return finish is not null;
        });
        await SendAsync(CommandId.SessionFinish, finish!);
        _codec.UseSessionKey(session.SessionKey);
    }

    /// <summary>Sets, and waits for the report of it.</summary>
    public async Task SetAsync(DpSet dps)
    {
        var request = DeviceRequests.Control(device.Version, device.Id, dps, 0);
        await SendAsync(request.Command, request.Payload);
        await UntilAsync((in WireMessage message) =>
            ReplyParser.Parse(message) is { Kind: ReplyKind.Dps } content && dps.All(dp => content.Dps.TryGetValue(dp.Key, out var value) && value == dp.Value));
    }

    /// <summary>Asks for all values, and waits for them.</summary>
    public async Task QueryAsync()
    {
        await AskAsync();
        await UntilAsync((in WireMessage message) => ReplyParser.Parse(message).Kind == ReplyKind.Dps);
    }

    /// <summary>Asks for all values.</summary>
    public Task AskAsync()
    {
        var dialect = device.Version == ProtocolVersion.V32 ? DeviceDialect.Device22 : DeviceDialect.Default;
        var request = DeviceRequests.Query(device.Version, device.Id, 0, dialect, dialect == DeviceDialect.Device22 ? [20, 21, 22, 23, 24, 25] : null);
        return SendAsync(request.Command, request.Payload);
    }

    /// <summary>The sign of life.</summary>
    public Task BeatAsync()
    {
        var request = DeviceRequests.Heartbeat(device.Version, device.Id, 0);
        return SendAsync(request.Command, request.Payload);
    }

    /// <summary>Decodes what comes until the device closes, and tells each report.</summary>
    public async Task ReceiveAsync(Action<ReplyContent> report)
    {
        await UntilAsync((in WireMessage message) =>
        {
            var content = ReplyParser.Parse(message);
            if (content.Kind == ReplyKind.Dps)
                report(content);
            return false;
        });
    }

    public void Dispose()
    {
        _socket.Dispose();
        _codec.Dispose();
        Release();
    }

    private delegate bool Ends(in WireMessage message);

    private async Task SendAsync(CommandId command, byte[] payload)
    {
        _outgoing.ResetWrittenCount();
        lock (_codecGate)
            _codec.Encode(_outgoing, ++_seqno, command, payload);
        await _socket.SendAsync(_outgoing.WrittenMemory);
    }

    private async Task UntilAsync(Ends ends)
    {
        while (!Take(ends))
        {
            if (_filled == 0)
            {
                Release();
                await _socket.ReceiveAsync(Memory<byte>.Empty);
            }

            _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
            if (received == 0)
                throw new IOException($"{device.EndPoint} closed the connection");
            _filled += received;
        }
    }

    private bool Take(Ends ends)
    {
        if (_buffer is null)
            return false;
        var input = new ReadOnlySequence<byte>(_buffer, 0, _filled);
        var ended = false;
        while (!ended && TryDecode(ref input, out var message))
            ended = ends(message);
        var rest = (int)input.Length;
        _buffer.AsSpan(_filled - rest, rest).CopyTo(_buffer);
        _filled = rest;
        return ended;
    }

    private bool TryDecode(ref ReadOnlySequence<byte> input, out WireMessage message)
    {
        lock (_codecGate)
            return _codec.TryDecode(ref input, out message, out _) == DecodeStatus.Done;
    }

    private void Release()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}

/// <summary>What a client must know of a device.</summary>
internal sealed record BareDevice(string Id, LocalKey Key, ProtocolVersion Version, IPEndPoint EndPoint);
