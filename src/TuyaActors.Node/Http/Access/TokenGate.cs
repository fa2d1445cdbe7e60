using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TuyaActors.Node.Http.Access;

/// <summary>Says whether a token is the node's, without saying by its time how much of it is right, and not more often than <see cref="GuessLimiter"/> allows.</summary>
internal sealed class TokenGate(AccessToken token, TimeProvider time, ILogger<TokenGate> logger) : IDisposable
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token.Value));
    private readonly Lock _gate = new();
    // Made when the first wrong token comes: it has timers, and most nodes never see one.
    private GuessLimiter? _limiter;

    /// <summary>Looks at a token.</summary>
    /// <param name="given">What was sent; null: something that is no token at all.</param>
    /// <param name="from">By whom.</param>
    public GateAnswer Try(string? given, IPAddress from)
    {
        var isRight = given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _hash);
        // Under the lock, so that many at the same time are no more tries than many one after the other.
        lock (_gate)
        {
            if (_limiter is not null && !_limiter.MayTry(from, out var after))
            {
                return new GateAnswer(GateVerdict.Later, after);
            }

            if (isRight)
            {
                return new GateAnswer(GateVerdict.Right);
            }

            _limiter ??= new GuessLimiter(time);
            if (_limiter.Note(from))
            {
                logger.LogWarning("a wrong token came from {Address}; more of them are not told for a minute", from);
            }

            return new GateAnswer(GateVerdict.Wrong);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();
}

/// <summary>What the gate says.</summary>
/// <param name="Verdict">Whether one may come in.</param>
/// <param name="After">When to ask again.</param>
internal readonly record struct GateAnswer(GateVerdict Verdict, TimeSpan After = default);

/// <summary>Whether one may come in.</summary>
internal enum GateVerdict
{
    /// <summary>The token is the node's.</summary>
    Right,

    /// <summary>It is not.</summary>
    Wrong,

    /// <summary>It was not looked at: too many wrong ones came.</summary>
    Later,
}
