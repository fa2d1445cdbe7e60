using System.Text;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Tests.Vectors;

namespace TuyaActors.Protocol.Tests.Payloads;

public sealed class DeviceRepliesSpecs
{
    [Theory]
    [InlineData("v31-status-push")]
    [InlineData("v32-status-push")]
    [InlineData("v33-status-push")]
    [InlineData("v34-status-push")]
    [InlineData("v35-status-push")]
    [InlineData("v34-status-push-cid")]
    [InlineData("v35-status-push-cid")]
    public void Should_push_with_the_peers_bytes_when_the_dps_are_the_same(string name)
    {
        var vector = VectorFile.All[name];
        var content = ReplyParser.Parse(new WireMessage(1, CommandId.Status, 0, vector.Plaintext, null));

        var reply = DeviceReplies.Status(vector.Version, vector.DevId!, content.Dps, content.T!.Value, content.Cid);

        Assert.Equal(vector.PlaintextPayload, Encoding.UTF8.GetString(reply.Payload));
    }

    [Theory]
    [InlineData("v31-query-reply")]
    [InlineData("v32-query-reply")]
    [InlineData("v33-query-reply")]
    [InlineData("v34-query-reply")]
    [InlineData("v35-query-reply")]
    public void Should_answer_with_the_peers_bytes_when_the_dps_are_the_same(string name)
    {
        var vector = VectorFile.All[name];
        var content = ReplyParser.Parse(new WireMessage(1, CommandId.DpQuery, 0, vector.Plaintext, null));

        var reply = DeviceReplies.QueryReply(vector.Version, vector.DevId!, (CommandId)vector.Cmd, content.Dps);

        Assert.Equal(vector.PlaintextPayload, Encoding.UTF8.GetString(reply.Payload));
    }

    [Theory]
    [InlineData(CommandId.Control, "")]
    [InlineData(CommandId.Control, "no json")]
    [InlineData(CommandId.ControlNew, "[]")]
    [InlineData(CommandId.DpQuery, "{")]
    public void Should_understand_nothing_when_the_payload_is_no_object(CommandId command, string payload) =>
        Assert.False(DeviceReplies.TryParseRequest(Message(command, payload), out _));

    [Theory]
    [InlineData(CommandId.DpQuery, DeviceRequestKind.Query)]
    [InlineData(CommandId.DpQueryNew, DeviceRequestKind.Query)]
    [InlineData(CommandId.Heartbeat, DeviceRequestKind.Heartbeat)]
    [InlineData(CommandId.UpdateDps, DeviceRequestKind.UpdateDps)]
    [InlineData(CommandId.SessionStart, DeviceRequestKind.Negotiation)]
    [InlineData(CommandId.WifiInfo, DeviceRequestKind.Other)]
    [InlineData(CommandId.LanExtStream, DeviceRequestKind.Other)]
    public void Should_understand_the_command_when_the_payload_is_empty(CommandId command, DeviceRequestKind kind)
    {
        Assert.True(DeviceReplies.TryParseRequest(Message(command, ""), out var request));

        Assert.Equal(kind, request.Kind);
        Assert.Equal(command, request.Command);
        Assert.Empty(request.Dps);
    }

    [Fact]
    public void Should_be_a_setting_when_some_dp_has_a_value()
    {
        Assert.True(DeviceReplies.TryParseRequest(Message(CommandId.ControlNew, """{"dps":{"1":null,"2":5}}"""), out var request));

        Assert.Equal(DeviceRequestKind.Control, request.Kind);
    }

    [Theory]
    [InlineData("""{"devId":"bf01","gwId":"gw02","uid":"","t":1700000000,"dps":{"1":true}}""")] // tuyapi, up to 3.3
    [InlineData("""{"gwId":"gw02","devId":"bf01","uid":"","t":1700000000,"dps":{"1":true}}""")]
    [InlineData("""{"data":{"ctype":0,"devId":"bf01","gwId":"gw02","uid":"","dps":{"1":true}},"protocol":5,"t":1700000000}""")] // tuyapi, from 3.4 on
    [InlineData("""{"gwId":"bf01","t":"1700000000","dps":{"1":true}}""")]
    public void Should_read_the_device_of_a_control_whether_it_names_a_gateway_before_or_after_it(string payload)
    {
        Assert.True(DeviceReplies.TryParseRequest(Message(CommandId.Control, payload), out var request));
        Assert.Equal(("bf01", 1_700_000_000L, DpSet.Of((1, true))), (request.DeviceId, request.T, request.Dps));
    }

    [Fact]
    public void Should_be_something_else_when_the_stream_asks_another_question()
    {
        Assert.True(DeviceReplies.TryParseRequest(Message(CommandId.LanExtStream, """{"reqType":"other"}"""), out var request));

        Assert.Equal(DeviceRequestKind.Other, request.Kind);
    }

    private static WireMessage Message(CommandId command, string payload) => new(1, command, null, Encoding.UTF8.GetBytes(payload), null);
}
