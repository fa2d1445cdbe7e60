using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Tests.Connection;

/// <summary>A device made of nothing but a socket and the wire, on a free port of loopback: it does what the test does.</summary>
internal sealed class PeerSocket : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly WireCodec _codec;
    private readonly LocalKey _key;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));
    private Socket? _socket;
    private byte[] _unread = [];
    private uint _seqno = 100;

    public PeerSocket(ProtocolVersion version, LocalKey key)
    {
        _key = key;
        _codec = new WireCodec(version, WireSide.Device, key);
        _listener.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public async Task AcceptAsync()
    {
        _socket = await _listener.AcceptSocketAsync(_patience.Token);
        _socket.NoDelay = true;
    }

    /// <summary>Accepts and, where the version needs one, agrees on a session.</summary>
    public async Task AcceptAndAgreeAsync()
    {
        await AcceptAsync();
        if (!_codec.Version.NeedsSession())
            return;
        using var session = new DeviceSession(_codec.Version, _key, RandomNumberGenerator.GetBytes(16));
        var start = await ReceiveAsync();
        Assert.Equal(CommandId.SessionStart, start.Command);
        Assert.True(session.TryRespond(start.Payload.Span, out var response, out var why), why);
        await SendAsync(new WireReply(CommandId.SessionResponse, response));
        var finish = await ReceiveAsync();
        Assert.Equal(CommandId.SessionFinish, finish.Command);
        Assert.True(session.TryFinish(finish.Payload.Span, out why), why);
        _codec.UseSessionKey(session.SessionKey);
    }

    /// <summary>The next frame; an end or a broken frame fails the test.</summary>
    public async Task<WireMessage> ReceiveAsync()
    {
        while (true)
        {
            var input = new ReadOnlySequence<byte>(_unread);
            var status = _codec.TryDecode(ref input, out var message, out var invalid);
            _unread = input.ToArray();
            Assert.True(status != DecodeStatus.Invalid, invalid.Sentence);
            if (status == DecodeStatus.Done)
                return message;
            var buffer = new byte[8192];
            var read = await _socket!.ReceiveAsync(buffer, _patience.Token);
            Assert.True(read > 0, "the client closed the connection");
            _unread = [.. _unread, .. buffer.AsSpan(0, read)];
        }
    }

    /// <summary>Waits until the client ends the connection; what it had sent before is passed over.</summary>
    public async Task ExpectEndAsync()
    {
        var buffer = new byte[8192];
        try
        {
            while (await _socket!.ReceiveAsync(buffer, _patience.Token) > 0)
            {
                // Until the end.
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The end, too.
        }
    }

    public Task SendAsync(params ReadOnlySpan<WireReply> replies) => SendBytesAsync(Encode(replies));

    public byte[] Encode(params ReadOnlySpan<WireReply> replies)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var reply in replies)
            _codec.Encode(bytes, ++_seqno, reply.Command, reply.Payload, reply.Retcode);
        return bytes.WrittenSpan.ToArray();
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket!.SendAsync(bytes, _patience.Token)..];
    }

    public void Close() => _socket!.Close();

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset() => _socket!.Close(0);

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
        _codec.Dispose();
        _patience.Dispose();
    }
}
