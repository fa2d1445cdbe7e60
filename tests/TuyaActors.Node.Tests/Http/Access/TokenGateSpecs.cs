using System.Net;
using Microsoft.Extensions.Logging;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class TokenGateSpecs : IDisposable
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.168.1.66");
    private static readonly IPAddress Neighbour = IPAddress.Parse("192.168.1.7");

    private readonly ManualTime _time = new();
    private readonly LogKeeper _log = new();
    private readonly LoggerFactory _loggers;
    private readonly TokenGate _gate;

    public TokenGateSpecs()
    {
        _loggers = new LoggerFactory([_log]);
        _gate = new TokenGate(Tokens.Of(Tokens.Right), _time, _loggers.CreateLogger<TokenGate>());
    }

    [Theory]
    [InlineData(Tokens.Right, GateVerdict.Right)]
    [InlineData(Tokens.Wrong, GateVerdict.Wrong)]
    [InlineData("the-right-token-012345678", GateVerdict.Wrong)]
    [InlineData("the-right-token-0123456789 ", GateVerdict.Wrong)]
    [InlineData("THE-RIGHT-TOKEN-0123456789", GateVerdict.Wrong)]
    [InlineData("", GateVerdict.Wrong)]
    [InlineData(null, GateVerdict.Wrong)]
    public void Should_take_the_one_token(string? given, object verdict) => Assert.Equal(verdict, _gate.Try(given, Neighbour).Verdict);

    [Fact]
    public void Should_look_at_no_token_from_there_when_ten_were_wrong_until_a_minute_is_over()
    {
        Guess(Guesser, GuessLimiter.OfOneAddress);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(new GateAnswer(GateVerdict.Later, TimeSpan.FromSeconds(40)), _gate.Try(Tokens.Right, Guesser));
        Assert.Equal(GateVerdict.Later, _gate.Try(Tokens.Wrong, Guesser).Verdict);
        Assert.Equal(GateVerdict.Right, _gate.Try(Tokens.Right, Neighbour).Verdict);

        // What was not looked at did not count: the first ten end the wait.
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(GateVerdict.Later, _gate.Try(Tokens.Right, Guesser).Verdict);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(GateVerdict.Right, _gate.Try(Tokens.Right, Guesser).Verdict);
    }

    [Fact]
    public void Should_give_places_back_one_by_one_as_their_minute_ends()
    {
        for (var i = 0; i < GuessLimiter.OfOneAddress; i++)
        {
            Guess(Guesser, 1);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        _time.Advance(TimeSpan.FromSeconds(40));
        Guess(Guesser, 1);
        Assert.Equal(new GateAnswer(GateVerdict.Later, TimeSpan.FromSeconds(2)), _gate.Try(Tokens.Right, Guesser));
    }

    [Fact]
    public void Should_not_count_the_right_token()
    {
        for (var i = 0; i < 3 * GuessLimiter.OfAll; i++)
        {
            Assert.Equal(GateVerdict.Right, _gate.Try(Tokens.Right, Guesser).Verdict);
        }
    }

    [Fact]
    public void Should_look_at_no_token_at_all_when_many_addresses_guess()
    {
        for (var i = 0; i < GuessLimiter.OfAll; i++)
        {
            Guess(new IPAddress([10, 0, 0, (byte)i]), 1);
        }

        Assert.Equal(GateVerdict.Later, _gate.Try(Tokens.Right, Neighbour).Verdict);
        _time.Advance(GuessLimiter.Window);
        Assert.Equal(GateVerdict.Right, _gate.Try(Tokens.Right, Neighbour).Verdict);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.168.1.66", "192.168.1.66", true)]
    [InlineData("::ffff:192.168.1.66", "::ffff:192.168.1.67", false)]
    public void Should_count_a_network_of_IPv6_as_one_and_an_address_of_IPv4_by_itself(string one, string other, bool same)
    {
        Guess(IPAddress.Parse(one), GuessLimiter.OfOneAddress);
        Assert.Equal(same ? GateVerdict.Later : GateVerdict.Right, _gate.Try(Tokens.Right, IPAddress.Parse(other)).Verdict);
    }

    [Fact]
    public void Should_log_one_line_for_an_address_and_minute_and_no_token()
    {
        Guess(Guesser, 5);
        Guess(Neighbour, 1);
        Assert.Equal(["Warning: a wrong token came from 192.168.1.66; more of them are not told for a minute", "Warning: a wrong token came from 192.168.1.7; more of them are not told for a minute"], _log.Lines);
        _time.Advance(GuessLimiter.Window);
        Guess(Guesser, 5);
        Assert.Equal(3, _log.Lines.Count);
        Assert.DoesNotContain(Tokens.Wrong, string.Concat(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_look_at_no_more_tokens_when_they_come_all_at_once()
    {
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => _gate.Try(Tokens.Wrong, Guesser).Verdict)));
        Assert.Equal(GuessLimiter.OfOneAddress, verdicts.Count(verdict => verdict == GateVerdict.Wrong));
    }

    public void Dispose()
    {
        _gate.Dispose();
        _loggers.Dispose();
        _log.Dispose();
    }

    private void Guess(IPAddress from, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(GateVerdict.Wrong, _gate.Try(Tokens.Wrong, from).Verdict);
        }
    }
}
