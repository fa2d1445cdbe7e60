using TuyaActors.Benchmarks.Peers;

namespace TuyaActors.EndToEnd;

/// <summary>What <c>tools/bench peers</c> reads of other libraries' scripts.</summary>
public sealed class PeerAnswerSpecs
{
    [Fact]
    public void Should_read_figures()
    {
        var answer = PeerAnswer.Read("""{"took": [81.5, 79], "failed": "no answer within 5 s"}""");
        Assert.Equal([81.5, 79], answer.Took!);
        Assert.Equal("no answer within 5 s", answer.Failed);
        Assert.Null(answer.Pushes);
    }

    [Fact]
    public void Should_read_counts()
    {
        var answer = PeerAnswer.Read("""{"pushes": 40000, "lost": 2, "error": "reset", "connected": 998}""");
        Assert.Equal((40_000, 2, "reset", 998), (answer.Pushes, answer.Lost, answer.Error, answer.Connected));
        Assert.Null(answer.Failed);
    }

    [Theory]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("null")]
    [InlineData("""{"pushes": "many"}""")]
    [InlineData("")]
    public void Should_say_what_stood_there_when_a_line_is_no_answer(string line) =>
        Assert.Equal($"it said '{line}', which is no answer", PeerAnswer.Read(line).Failed);

    [Fact]
    public void Should_not_repeat_a_long_line_that_is_no_answer() =>
        Assert.Equal($"it said '{new string('x', 100)}...', which is no answer", PeerAnswer.Read(new string('x', 5000)).Failed);
}
