using System.Net;
using System.Threading.RateLimiting;

namespace TuyaActors.Node.Http.Access;

/// <summary>
/// Counts wrong tokens, of each address and of all. Each takes a place for a minute; where no place is left, no token is looked at any more, not
/// even the right one, for otherwise guesses would go on. Not safe for use by several at once.
/// </summary>
internal sealed class GuessLimiter(TimeProvider time) : IDisposable
{
    /// <summary>
    /// Of one address. 10 a minute: a person who mistypes needs three or four; a script with an old token finds out at the first. From one address
    /// that is 14,400 guesses a day, where the shortest token, of 16 random hexadecimal digits, is one of 18 billion billion.
    /// </summary>
    public const int OfOneAddress = 10;

    /// <summary>Of all together, for who has many addresses. 100 a minute: ten neighbours who mistype do not lock each other out.</summary>
    public const int OfAll = 100;

    /// <summary>How long a wrong token counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A lease is the place that a wrong token takes. All last equally long, so they end in the order in which they began.
    private readonly Queue<Guess> _guesses = [];
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(from => RateLimitPartition.GetConcurrencyLimiter(from, _ => new ConcurrencyLimiterOptions { PermitLimit = OfOneAddress })),
        PartitionedRateLimiter.Create<IPAddress, string>(_ => RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = OfAll })));

    /// <summary>Whether a token from there may be looked at; if not, after what time again.</summary>
    public bool MayTry(IPAddress from, out TimeSpan after)
    {
        ForgetOld();
        after = TimeSpan.Zero;
        using var place = _limiter.AttemptAcquire(Network(from));
        if (!place.IsAcquired)
        {
            var mine = _guesses.Where(guess => guess.From.Equals(Network(from))).ToList();
            var oldest = mine.Count >= OfOneAddress ? mine[0] : _guesses.Peek();
            after = Window - time.GetElapsedTime(oldest.At);
        }

        return place.IsAcquired;
    }

    /// <summary>A wrong token came from there. True: it is the first of this minute that is worth a line in the log.</summary>
    public bool Note(IPAddress from)
    {
        var network = Network(from);
        var isNews = !_guesses.Any(guess => guess.IsTold && guess.From.Equals(network));
        var place = _limiter.AttemptAcquire(network);
        _guesses.Enqueue(new Guess(network, time.GetTimestamp(), isNews, place));
        return isNews;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    // Who has one address of IPv6 has all 2^64 of its network.
    private static IPAddress Network(IPAddress from) => from switch
    {
        { IsIPv4MappedToIPv6: true } => from.MapToIPv4(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => new IPAddress([.. from.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]),
        _ => from,
    };

    private void ForgetOld()
    {
        while (_guesses.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Window)
        {
            _guesses.Dequeue().Place.Dispose();
        }
    }

    private sealed record Guess(IPAddress From, long At, bool IsTold, RateLimitLease Place);
}
