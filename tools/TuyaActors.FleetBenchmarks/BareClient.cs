using System.Buffers;
using System.Net.Sockets;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator;

namespace TuyaActors.FleetBenchmarks;

/// <summary>The least that a command takes: a socket and the same codec, and nothing else.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly SimulatedDevice _device;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly WireCodec _codec;
    private readonly ArrayBufferWriter<byte> _outgoing = new();
    private readonly byte[] _buffer = new byte[4096];
    private int _filled;
    private uint _seqno;

    public BareClient(SimulatedDevice device) => (_device, _codec) = (device, new WireCodec(device.Version, WireSide.Client, device.Key));

    public async Task ConnectAsync() => await _socket.ConnectAsync(_device.EndPoint);

    /// <summary>Sets, and waits for the report of it.</summary>
    public async Task SetAsync(DpSet dps)
    {
        var request = DeviceRequests.Control(_device.Version, _device.Id, dps, 0);
        _outgoing.ResetWrittenCount();
        _codec.Encode(_outgoing, ++_seqno, request.Command, request.Payload);
        await _socket.SendAsync(_outgoing.WrittenMemory);
        while (!Confirms(dps))
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
            if (received == 0)
                throw new IOException($"{_device} closed the connection");
            _filled += received;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _codec.Dispose();
    }

    private bool Confirms(DpSet dps)
    {
        var input = new ReadOnlySequence<byte>(_buffer, 0, _filled);
        var confirmed = false;
        while (_codec.TryDecode(ref input, out var message, out _) == DecodeStatus.Done)
        {
            var content = ReplyParser.Parse(message);
            confirmed |= content.Kind == ReplyKind.Dps && dps.All(dp => content.Dps.TryGetValue(dp.Key, out var value) && value == dp.Value);
        }

        _filled = (int)input.Length;
        input.ToArray().CopyTo(_buffer, 0);
        return confirmed;
    }
}
