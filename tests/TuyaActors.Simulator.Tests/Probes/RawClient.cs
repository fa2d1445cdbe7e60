using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Simulator.Tests.Probes;

/// <summary>A client made of nothing but the wire: what it reads is what the device sent.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly WireCodec _codec;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private byte[] _received = [];
    private uint _seqno;

    private RawClient(SimulatedDevice device, LocalKey key, Socket socket)
    {
        DeviceId = device.Id;
        Version = device.Version;
        Key = key;
        _socket = socket;
        _codec = new WireCodec(Version, WireSide.Client, key);
    }

    public string DeviceId { get; }

    public ProtocolVersion Version { get; }

    public LocalKey Key { get; }

    /// <summary>The number of the request sent last.</summary>
    public uint Seqno => _seqno;

    /// <summary>How many bytes came that are no whole frame yet.</summary>
    public int UnreadBytes => _received.Length;

    public long SkippedBytes => _codec.SkippedBytes;

    /// <summary>The port of the client's end.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>A connection that has said nothing yet.</summary>
    public static async Task<RawClient> DialAsync(SimulatedDevice device, LocalKey? key = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var client = new RawClient(device, key ?? device.Key, socket);
        try
        {
            await socket.ConnectAsync(device.EndPoint, client._deadline.Token);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A connection that the device has accepted, with a session where the version needs one.</summary>
    public static async Task<RawClient> ConnectAsync(SimulatedDevice device, LocalKey? key = null)
    {
        // The system completes a connect before the device has taken it from the backlog.
        var accepted = device.NextAsync<DeviceActivity.ClientConnected>(cancellationToken: Stage.Deadline);
        var client = await DialAsync(device, key);
        await accepted;
        if (client.Version.NeedsSession())
        {
            await client.NegotiateAsync();
        }

        return client;
    }

    /// <summary>
    /// Connects and expects to be turned away. The reset may be there before or after the own system has told of the connection: to a client it is the same.
    /// </summary>
    public static async Task ExpectToBeTurnedAwayAsync(SimulatedDevice device)
    {
        try
        {
            using var client = await DialAsync(device);
            await client.ExpectEndAsync();
        }
        catch (SocketException reset)
        {
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    }

    public async Task NegotiateAsync()
    {
        using var session = new ClientSession(Version, Key, RandomNumberGenerator.GetBytes(16));
        await SendAsync(CommandId.SessionStart, session.Start());
        var response = await ReceiveAsync(CommandId.SessionResponse);
        Assert.True(session.TryAccept(response.Payload.Span, out var finish, out var why), why);
        await SendAsync(CommandId.SessionFinish, finish);
        _codec.UseSessionKey(session.SessionKey);
    }

    public Task SendAsync(WireRequest request) => SendAsync(request.Command, request.Payload);

    public Task SendAsync(CommandId command, byte[] payload) => SendBytesAsync(Encode(new WireRequest(command, payload)));

    /// <summary>Frames in one piece.</summary>
    public byte[] Encode(params ReadOnlySpan<WireRequest> requests)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var request in requests)
        {
            _codec.Encode(frames, ++_seqno, request.Command, request.Payload);
        }

        return frames.WrittenSpan.ToArray();
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await _socket.SendAsync(bytes, _deadline.Token);

    public Task QueryAsync(string? cid = null, DeviceDialect dialect = DeviceDialect.Default, params int[] dps)
        => SendAsync(DeviceRequests.Query(Version, DeviceId, 1750000000, dialect, dps, cid));

    public Task ControlAsync(DpSet dps, string? cid = null) => SendAsync(DeviceRequests.Control(Version, DeviceId, dps, 1750000000, cid));

    public Task HeartbeatAsync() => SendAsync(DeviceRequests.Heartbeat(Version, DeviceId, 1750000000));

    /// <summary>The next frame, which must have this command.</summary>
    public async Task<WireMessage> ReceiveAsync(CommandId command)
    {
        var message = await ReceiveAsync();
        Assert.Equal(command, message.Command);
        return message;
    }

    /// <summary>The next frame, which must be a push, as DPs.</summary>
    public async Task<ReplyContent> ReceivePushAsync() => ReplyParser.Parse(await ReceiveAsync(CommandId.Status));

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<WireMessage> ReceiveAsync()
    {
        var (message, invalid) = await TryReceiveAsync();
        return message ?? throw new InvalidOperationException(invalid?.Sentence ?? "The device closed the connection.");
    }

    /// <summary>The next frame, the next refused frame, or neither when the device has closed the connection.</summary>
    public async Task<(WireMessage? Message, WireInvalid? Invalid)> TryReceiveAsync()
    {
        while (true)
        {
            var input = new ReadOnlySequence<byte>(_received);
            var status = _codec.TryDecode(ref input, out var message, out var invalid);
            _received = input.ToArray();
            if (status is not DecodeStatus.NeedMore)
            {
                return status is DecodeStatus.Done ? (message, null) : (null, invalid);
            }

            if (await ReceiveBytesAsync() == 0)
            {
                return (null, null);
            }
        }
    }

    /// <summary>Reads once from the socket and says how many bytes came; 0 at the end.</summary>
    public async Task<int> ReceiveBytesAsync()
    {
        var buffer = new byte[4096];
        var read = await ReadAsync(buffer);
        _received = [.. _received, .. buffer.AsSpan(0, read)];
        return read;
    }

    /// <summary>Waits until the device ends the connection and fails if it sends a frame before.</summary>
    public async Task ExpectEndAsync()
    {
        var (message, invalid) = await TryReceiveAsync();
        Assert.True(message is null && invalid is null, $"There came {message?.Command.ToString() ?? invalid?.Sentence} instead of the end.");
    }

    /// <summary>Ends the connection without a farewell.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _codec.Dispose();
        _deadline.Dispose();
    }

    private async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, _deadline.Token);
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
