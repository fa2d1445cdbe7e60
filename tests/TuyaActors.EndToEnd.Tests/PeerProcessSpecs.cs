using TuyaActors.Benchmarks.Peers;

namespace TuyaActors.EndToEnd;

/// <summary>What <c>tools/bench peers</c> does about peers that are not there, or end.</summary>
public sealed class PeerProcessSpecs
{
    [Fact]
    public async Task Should_say_that_a_peer_is_missing_when_nothing_runs_it()
    {
        await using var process = await PeerProcess.StartAsync(new Peer("other", "there-is-no-such-program"));
        Assert.Equal("not installed: there is no there-is-no-such-program on the PATH", process.Missing);
    }

    [Fact]
    public async Task Should_say_what_a_peer_says_when_that_is_no_answer()
    {
        await using var process = await PeerProcess.StartAsync(new Peer("other", "sh", "-c", "echo good day"));
        Assert.Equal("does not start: it said 'good day', which is no answer", process.Missing);
    }

    [Fact]
    public async Task Should_say_with_what_a_peer_has_ended_when_it_leaves_a_question_unread()
    {
        await using var process = await PeerProcess.StartAsync(new Peer("other", "sh", "-c", """echo '{"name": "other 1.0"}'; exit 3""") { Way = ", quickly" });
        Assert.Equal("other 1.0, quickly", process.Name);

        // More than a pipe holds.
        var answer = await process.AskAsync(new PeerRequest(PeerRequest.Connect) { Frame = new string('0', 1_000_000) }, TimeSpan.FromSeconds(60));

        Assert.Equal("it ended with 3", answer.Failed);
    }
}
