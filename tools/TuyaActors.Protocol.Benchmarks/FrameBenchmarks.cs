using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Protocol.Benchmarks;

/// <summary>
/// A client's CONTROL and a device's STATUS with a payload of 128 bytes, on each version: the bare cryptography, the frame, and the
/// frame with its JSON (from DPs to bytes, from bytes to DPs).
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet ends a benchmark by its GlobalCleanup.")]
public class FrameBenchmarks
{
    private const int PayloadLength = 128;
    private const string DeviceId = "bf0123456789abcdef01";
    private const long Now = 1750001001;

    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly byte[] _key = [.. Enumerable.Range(1, 16).Select(i => (byte)(17 * i))];
    private WireCodec _client = null!;
    private WireCodec _device = null!;
    private BarePrimitives _bareControl = null!;
    private BarePrimitives _bareStatus = null!;
    private DpSet _control = null!;
    private WireRequest _request;
    private byte[] _status = null!;

    /// <summary>The protocol version.</summary>
    [ParamsAllValues]
    public ProtocolVersion Version { get; set; }

    /// <summary>Makes the messages, both ends, and the frames.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var localKey = LocalKey.Parse("0123456789abcdef");
        _client = new WireCodec(Version, WireSide.Client, localKey);
        _device = new WireCodec(Version, WireSide.Device, localKey);
        if (Version.NeedsSession())
        {
            _client.UseSessionKey(_key);
            _device.UseSessionKey(_key);
        }

        _control = Fill(dps => DeviceRequests.Control(Version, DeviceId, dps, Now).Payload);
        _request = DeviceRequests.Control(Version, DeviceId, _control, Now);
        var push = DeviceReplies.Status(Version, DeviceId, Fill(dps => DeviceReplies.Status(Version, DeviceId, dps, Now).Payload), Now);
        _status = Frame(_device, push.Command, push.Payload);

        var header = Version >= ProtocolVersion.V34 ? SourceHeader.Size : 0;
        var retcode = Version.Uses6699() ? 4 : 0;
        _bareControl = new BarePrimitives(Version, _key, PayloadLength + header, Frame(_client, _request.Command, _request.Payload).Length);
        _bareStatus = new BarePrimitives(Version, _key, PayloadLength + header + retcode, _status.Length);
    }

    /// <summary>AES-ECB and CRC32 (3.1: and MD5) or HMAC-SHA256, or AES-GCM, over what a CONTROL frame holds.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("CONTROL, encode")]
    public int ControlBare() => _bareControl.Encode();

    /// <summary>The CONTROL frame, from its payload.</summary>
    [Benchmark]
    [BenchmarkCategory("CONTROL, encode")]
    public int ControlFrame()
    {
        _output.ResetWrittenCount();
        _client.Encode(_output, 1, _request.Command, _request.Payload);
        return _output.WrittenCount;
    }

    /// <summary>The CONTROL frame, from DPs.</summary>
    [Benchmark]
    [BenchmarkCategory("CONTROL, encode")]
    public int ControlFrameAndJson()
    {
        _output.ResetWrittenCount();
        var request = DeviceRequests.Control(Version, DeviceId, _control, Now);
        _client.Encode(_output, 1, request.Command, request.Payload);
        return _output.WrittenCount;
    }

    /// <summary>The same primitives over what a STATUS frame holds, in the other direction.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("STATUS, decode")]
    public int StatusBare() => _bareStatus.Decode();

    /// <summary>The STATUS frame, to its payload.</summary>
    [Benchmark]
    [BenchmarkCategory("STATUS, decode")]
    public int StatusFrame() => Read().Payload.Length;

    /// <summary>The STATUS frame, to DPs.</summary>
    [Benchmark]
    [BenchmarkCategory("STATUS, decode")]
    public int StatusFrameAndJson() => ReplyParser.Parse(Read()).Dps.Count;

    /// <summary>Clears the keys.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _client.Dispose();
        _device.Dispose();
        _bareControl.Dispose();
        _bareStatus.Dispose();
    }

    // A switch, a number and a text that fills the payload.
    private static DpSet Fill(Func<DpSet, byte[]> payload)
    {
        var shortest = DpSet.Of((1, true), (22, 627), (101, ""));
        return shortest.With(101, new string('x', PayloadLength - payload(shortest).Length));
    }

    private static byte[] Frame(WireCodec codec, CommandId command, byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(output, 1, command, payload);
        return output.WrittenSpan.ToArray();
    }

    private WireMessage Read()
    {
        var input = new ReadOnlySequence<byte>(_status);
        return _client.TryDecode(ref input, out var message, out var invalid) == DecodeStatus.Done
            ? message
            : throw new InvalidOperationException(invalid.Sentence);
    }
}
