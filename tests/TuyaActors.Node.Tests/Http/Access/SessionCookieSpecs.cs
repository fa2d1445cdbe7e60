using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class SessionCookieSpecs
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Should_be_good_for_thirty_days_and_not_longer()
    {
        var cookie = Of(Tokens.Right).Issue();
        Assert.True(Of(Tokens.Right).IsValid(cookie));
        _time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.True(Of(Tokens.Right).IsValid(cookie));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Of(Tokens.Right).IsValid(cookie));
    }

    [Fact]
    public void Should_die_with_its_token() => Assert.False(Of("another-token-0123456789").IsValid(Of(Tokens.Right).Issue()));

    [Fact]
    public void Should_not_hold_the_token() => Assert.DoesNotContain(Tokens.Right, Of(Tokens.Right).Issue(), StringComparison.Ordinal);

    [Fact]
    public void Should_be_spoilt_by_every_character_that_is_another()
    {
        var cookie = Of(Tokens.Right).Issue();
        Assert.All(Enumerable.Range(0, cookie.Length), at =>
        {
            foreach (var other in "0A_-.~ ".Where(c => c != cookie[at]))
            {
                var forged = $"{cookie[..at]}{other}{cookie[(at + 1)..]}";
                Assert.False(Of(Tokens.Right).IsValid(forged), forged);
            }
        });
    }

    [Fact]
    public void Should_be_spoilt_when_it_is_cut_off_anywhere()
    {
        var cookie = Of(Tokens.Right).Issue();
        Assert.All(Enumerable.Range(0, cookie.Length), length => Assert.False(Of(Tokens.Right).IsValid(cookie[..length])));
        Assert.False(Of(Tokens.Right).IsValid(cookie + "A"));
        Assert.False(Of(Tokens.Right).IsValid(null));
    }

    private SessionCookie Of(string token) => new(Tokens.Of(token), _time);
}
