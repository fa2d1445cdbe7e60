using System.Text;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Protocol.Tests.Vectors;

namespace TuyaActors.Protocol.Tests.Payloads;

public sealed class ReplyParserSpecs
{
    [Theory]
    [InlineData("""{"dps":{"1":true}}""", null, null)]
    [InlineData("""{"data":{"dps":{"1":true}}}""", null, null)]
    [InlineData("""{"protocol":4,"t":17,"data":{"cid":"c1","ctype":0,"dps":{"1":true}}}""", "c1", 17L)]
    [InlineData("""{"cid":"c1","dps":{"1":true},"t":17}""", "c1", 17L)]
    [InlineData("""{"t":"17","devId":"x","data":{"dps":{"1":true}},"cid":"c1"}""", "c1", 17L)]
    [InlineData("""{"dps":{"1":true},"data":{"dps":{"2":5}}}""", null, null)]
    [InlineData("""{"data":"text","dps":{"1":true},"cid":7,"t":null}""", null, null)]
    [InlineData("""{"dps":{"1":true},"type":"query","t":17.5}""", null, null)]
    [InlineData(" \t\r\n{ \"dps\" : { \"1\" : true } }\n", null, null)]
    public void Should_find_the_dps_when_they_stand_at_the_root_or_in_data(string json, string? cid, long? t)
    {
        var content = Parse(json);

        Assert.Equal(ReplyKind.Dps, content.Kind);
        Assert.Equal(DpSet.Of((1, true)), content.Dps);
        Assert.Equal(cid, content.Cid);
        Assert.Equal(t, content.T);
    }

    [Fact]
    public void Should_keep_the_dps_that_are_some_when_others_are_none()
    {
        var content = Parse("""{"dps":{"1":true,"mode":"x","70000":1,"2":null}}""");

        Assert.Equal(DpSet.Of((1, true), (2, DpValue.Null)), content.Dps);
        Assert.Contains("mode", content.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dps":{}}""")]
    [InlineData("""{"data":{"dps":{}}}""")]
    public void Should_report_no_dp_when_the_set_is_empty(string json)
    {
        var content = Parse(json);

        Assert.Equal(ReplyKind.Dps, content.Kind);
        Assert.Empty(content.Dps);
    }

    [Theory]
    [InlineData("json obj data unvalid")]
    [InlineData("data format error")]
    [InlineData("\"json obj data unvalid\"")]
    [InlineData("""{"error":"json obj data unvalid"}""")]
    public void Should_tell_a_refusal_when_it_comes_in_any_spelling(string text)
    {
        var content = Parse(text);

        Assert.Equal(ReplyKind.DataUnvalid, content.Kind);
        Assert.Equal(text, content.Text);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("\"ok\"")]
    [InlineData("{}")]
    [InlineData("""{"protocol":4,"t":17,"data":{}}""")]
    public void Should_hand_on_the_text_when_the_json_is_of_another_kind(string json)
    {
        var content = Parse(json);

        Assert.Equal(ReplyKind.Json, content.Kind);
        Assert.Equal(json, content.Text);
        Assert.Null(content.Problem);
    }

    [Theory]
    [InlineData("some text")]
    [InlineData("""{"dps":{"1":tru""")]
    [InlineData("""{"dps":{"1":true}} and more""")]
    [InlineData("""{"dps":{"1":NaN}}""")]
    [InlineData("{'dps':{'1':true}}")]
    public void Should_hand_on_the_text_with_the_reason_when_it_is_no_json(string text)
    {
        var content = Parse(text);

        Assert.Equal(ReplyKind.Raw, content.Kind);
        Assert.Equal(text, content.Text);
        Assert.Contains("JSON", content.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc3, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'d', (byte)'p', (byte)'s', (byte)'"', (byte)':', (byte)'{', (byte)'"', (byte)'1', (byte)'"', (byte)':', (byte)'"', 0xe4, (byte)'"', (byte)'}', (byte)'}' })]
    public void Should_give_no_text_when_the_bytes_are_no_utf8(byte[] bytes)
    {
        var content = Parse(bytes);

        Assert.Equal(ReplyKind.Raw, content.Kind);
        Assert.Null(content.Text);
        Assert.NotNull(content.Problem);
        Assert.Empty(content.Dps);
    }

    [Fact]
    public void Should_list_sub_devices_when_they_stand_at_the_root_or_in_data()
    {
        var nested = Parse("""{"reqType":"subdev_online_stat_report","data":{"online":["a",7,"b"],"nearby":["d"]}}""");
        var flat = Parse("""{"offline":["c"]}""");

        Assert.Equal(ReplyKind.SubDevices, nested.Kind);
        Assert.Equal(["a", "b"], nested.OnlineCids);
        Assert.Empty(nested.OfflineCids);
        Assert.Equal(["d"], nested.NearbyCids);
        Assert.Equal(["c"], flat.OfflineCids);
    }

    [Fact]
    public void Should_be_raw_when_the_json_is_nested_without_end()
    {
        var json = string.Concat(Enumerable.Repeat("{\"data\":", 5000)) + "1" + new string('}', 5000);

        Assert.Equal(ReplyKind.Raw, Parse(json).Kind);
    }

    [Fact]
    public void Should_answer_something_when_a_payload_is_changed_anywhere()
    {
        var json = """{"protocol":4,"t":17,"data":{"cid":"c\u00e9","dps":{"1":true,"2":"x","3":[1.5]}}}"""u8.ToArray();
        for (var i = 0; i < json.Length; i++)
        {
            Assert.NotEqual(ReplyKind.Dps, Parse(json[..i]).Kind);
            for (var b = 0; b < 256; b++)
            {
                var changed = (byte[])json.Clone();
                changed[i] = (byte)b;
                var content = Parse(changed);
                Assert.True(content.Kind != ReplyKind.Raw || content.Problem is not null);
                var understood = DeviceReplies.TryParseRequest(new WireMessage(1, CommandId.Control, null, changed, null), out var request);
                Assert.Equal(understood, request is not null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(VectorFile.Stream), MemberType = typeof(VectorFile))]
    public void Should_read_the_peers_payloads_when_they_hold_dps(string name)
    {
        var vector = VectorFile.All[name];
        if (vector.IsFromClient || vector.IsNegotiation || vector.Expect is not { ValueKind: System.Text.Json.JsonValueKind.Object } expect)
        {
            return;
        }

        var content = Parse(vector.Plaintext);

        Assert.Equal(ReplyKind.Dps, content.Kind);
        Assert.True(DpSet.TryParse(Encoding.UTF8.GetBytes(expect.GetProperty("dps").GetRawText()), out var dps, out _));
        Assert.Equal(dps, content.Dps);
    }

    private static ReplyContent Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static ReplyContent Parse(byte[] payload) => ReplyParser.Parse(new WireMessage(1, CommandId.Status, 0, payload, null));
}
