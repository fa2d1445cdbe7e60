using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Protocol.Tests.Vectors;

public sealed class EncodeVectorSpecs
{
    [Theory]
    [MemberData(nameof(VectorFile.Written), MemberType = typeof(VectorFile))]
    public void Should_write_the_same_bytes_when_the_plaintext_is_the_same(string name)
    {
        var vector = VectorFile.All[name];
        using var codec = vector.CreateWriter();

        codec.WritesRetcode = vector.Retcode is not null && !vector.IsFromClient;

        Assert.Equal(vector.FrameHex, Write(codec, vector, Header(vector)));
    }

    [Theory]
    [MemberData(nameof(VectorFile.Operations), MemberType = typeof(VectorFile))]
    public void Should_spell_a_request_as_the_peer_when_the_operation_is_the_same(string name)
    {
        var vector = VectorFile.All[name];

        var request = Build(vector);

        Assert.Equal(vector.PlaintextPayload, Encoding.UTF8.GetString(request.Payload));
        Assert.Equal(vector.Cmd, (uint)request.Command);
    }

    private static string Write(WireCodec codec, WireVector vector, SourceHeader? header)
    {
        var output = new ArrayBufferWriter<byte>();
        var message = new WireMessage(vector.Seqno, (CommandId)vector.Cmd, vector.Retcode, vector.Plaintext, header);
        codec.Encode(output, message, vector.IvHex is null ? default : Convert.FromHexString(vector.IvHex));
        return Convert.ToHexStringLower(output.WrittenSpan);
    }

    // Where the file does not tell the header, it is the one that the frame itself bears.
    private static SourceHeader? Header(WireVector vector) => vector.VersionHeaderHex is not { Length: 30 } hex
        ? HeaderInFrame(vector)
        : new SourceHeader(vector.Version, Convert.ToUInt32(hex[6..14], 16), Convert.ToUInt32(hex[14..22], 16), Convert.ToUInt32(hex[22..30], 16));

    private static SourceHeader? HeaderInFrame(WireVector vector)
    {
        using var reader = vector.CreateReader();
        return Assert.Single(Reading.Of(reader, vector.Frame).Messages).Header;
    }

    private static WireRequest Build(WireVector vector)
    {
        var op = vector.Op!.Value;
        var id = vector.DevId!;
        var requested = (CommandId)vector.RequestedCmd!.Value;
        switch (op.GetProperty("kind").GetString())
        {
            case "set_dps":
                var set = DeviceRequests.Control(vector.Version, id, Dps(op), vector.T, vector.Cid);

                // Up to 3.3 a caller may insist on CONTROL_NEW; the text is the same.
                return requested == CommandId.ControlNew ? set with { Command = CommandId.ControlNew } : set;
            case "status":
                return DeviceRequests.Query(vector.Version, id, vector.T, cid: vector.Cid);
            case "status_new":
                return DeviceRequests.QueryNew(vector.Version, id, vector.T, vector.Cid);
            case "heartbeat":
                return DeviceRequests.Heartbeat(vector.Version, id, vector.T);
            case "updatedps":
                return DeviceRequests.UpdateDps(vector.Version, id, [.. op.GetProperty("dps").EnumerateArray().Select(e => e.GetInt32())], vector.T);
            case "subdev_query":
                return DeviceRequests.SubDevices(vector.Version, id, vector.T);
            case var other:
                throw new InvalidOperationException($"{vector.Name} wants the operation {other}, which this test does not know.");
        }
    }

    private static DpSet Dps(JsonElement op) => DpSet.Create(op.GetProperty("dps").EnumerateObject().Select(
        dp => KeyValuePair.Create(int.Parse(dp.Name, CultureInfo.InvariantCulture), DpValue.FromJson(dp.Value.GetRawText()))));
}
