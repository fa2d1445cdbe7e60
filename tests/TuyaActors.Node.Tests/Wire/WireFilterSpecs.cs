using System.Text.Json;
using static TuyaActors.Node.Tests.Wire.WireVectors;

namespace TuyaActors.Node.Tests.Wire;

public sealed class WireFilterSpecs
{
    private const string Key = "\"local_key\":\"0123456789abcdef\"";

    [Theory]
    [InlineData("v34")]
    [InlineData("v35")]
    public async Task Should_derive_the_peers_session_when_the_nonces_are_given(string version)
    {
        var finish = All[$"{version}-neg-finish"];
        var line = JsonSerializer.Serialize(new
        {
            version = Text(finish, "version"),
            local_key = Text(finish, "local_key"),
            local_nonce_hex = Text(finish, "local_nonce_hex"),
            remote_nonce_hex = Text(finish, "remote_nonce_hex"),
        });

        var answer = await WireRun.OneAsync("session", line);

        Assert.Equal(Text(finish, "session_key_hex"), answer.GetProperty("session_key_hex").GetString());
        Assert.Equal(Text(All[$"{version}-neg-start"], "plaintext_hex"), answer.GetProperty("start").GetString());
        Assert.Equal(Text(All[$"{version}-neg-resp"], "plaintext_hex"), answer.GetProperty("resp").GetString());
        Assert.Equal(Text(finish, "plaintext_hex"), answer.GetProperty("finish").GetString());
    }

    [Theory]
    [InlineData("decode", "", "JSON")]
    [InlineData("decode", "no json", "JSON")]
    [InlineData("decode", "[]", "object")]
    [InlineData("decode", "{}", "direction")]
    [InlineData("decode", """{"direction":"up"}""", "direction")]
    [InlineData("decode", """{"\ud800":"d2c"}""", "surrogate")]
    [InlineData("decode", """{"direction":"d2c"}""", "frame_hex")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"0"}""", "frame_hex")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"zz"}""", "frame_hex")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":7}""", "frame_hex")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"00"}""", "version")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"00","version":"3.6"}""", "version")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"00","version":"3.3"}""", "local_key")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"00","version":"3.3","local_key":"short secret"}""", "12")]
    [InlineData("decode", """{"direction":"d2c","frame_hex":"00","version":"3.4","session_key_hex":"00"}""", "session_key_hex")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"cmd":9}""", "seqno")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":1}""", "cmd")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":-1,"cmd":9}""", "seqno")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":4294967296,"cmd":9}""", "seqno")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":1,"cmd":9,"retcode":0}""", "retcode")]
    [InlineData("encode", $$"""{"version":"3.5","direction":"c2d",{{Key}},"seqno":1,"cmd":9,"iv_hex":"00"}""", "iv_hex")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":1,"cmd":9,"payload":"\ud800"}""", "payload")]
    [InlineData("encode", $$"""{"version":"3.3","direction":"c2d",{{Key}},"seqno":1,"cmd":9,"payload":"a","payload_hex":"00"}""", "payload_hex")]
    [InlineData("session", $$"""{"version":"3.3",{{Key}}}""", "3.3")]
    [InlineData("session", $$"""{"version":"3.4",{{Key}}}""", "local_nonce_hex")]
    [InlineData("session", $$"""{"version":"3.4",{{Key}},"local_nonce_hex":"00"}""", "local_nonce_hex")]
    public async Task Should_name_the_mistake_and_go_on_when_a_line_is_bad(string filter, string line, string hint)
    {
        var answers = await WireRun.LinesAsync(filter, line, line);

        Assert.Equal(2, answers.Count);
        var error = answers[1].GetProperty("error");
        Assert.Equal("bad_request", error.GetProperty("kind").GetString());
        Assert.Contains(hint, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answers[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_the_message_when_it_fits_no_frame()
    {
        var payload = new string('x', 40_000);

        foreach (var version in new[] { "3.1", "3.5" })
        {
            var answer = await WireRun.OneAsync("encode", $$"""{"version":"{{version}}","direction":"c2d",{{Key}},"seqno":1,"cmd":7,"payload":"{{payload}}"}""");

            Assert.Contains("40000", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_answer_in_order_when_many_lines_come()
    {
        string[] lines = [.. Enumerable.Range(0, 500).Select(i => i % 7 == 3
            ? new string('x', 3 * i)
            : $$"""{"version":"3.1","direction":"d2c","seqno":{{i}},"cmd":10,"payload":"{}"}""")];

        var encoded = await WireRun.LinesAsync("encode", lines);

        Assert.Equal(500, encoded.Count);
        for (var i = 0; i < encoded.Count; i++)
        {
            Assert.Equal(i % 7 == 3, encoded[i].TryGetProperty("error", out _));
            Assert.True(i % 7 == 3 || encoded[i].GetProperty("frame_hex").GetString()![8..16] == $"{i:x8}");
        }
    }

    [Fact]
    public async Task Should_pass_over_a_line_when_it_is_longer_than_any_can_be()
    {
        var answers = await WireRun.LinesAsync("decode", new string(' ', 3_000_000), "{}");

        Assert.Equal(2, answers.Count);
        Assert.Contains("longer", answers[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("direction", answers[1].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
