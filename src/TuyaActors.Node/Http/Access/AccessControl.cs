using System.Net;
using System.Net.Http.Headers;

namespace TuyaActors.Node.Http.Access;

/// <summary>Decides whether a request may come in, by its token or by the cookie that was given for one.</summary>
internal sealed class AccessControl(NodeAccess access, TimeProvider time, ILogger<TokenGate> logger) : IDisposable
{
    private readonly TokenGate? _gate = access.Token is { } token ? new TokenGate(token, time, logger) : null;
    private readonly SessionCookie? _cookie = access.Token is { } token ? new SessionCookie(token, time) : null;

    /// <summary>Whether anybody is asked at all.</summary>
    public bool IsRequired => _gate is not null;

    /// <summary>Looks at what a request brings.</summary>
    public AccessVerdict Check(HttpContext context)
    {
        if (_gate is null || _cookie is null)
        {
            return new AccessVerdict(AccessKind.Open);
        }

        // The cookie comes first: who has one has shown the token, and is not locked out by others who guess.
        var hasCookie = _cookie.IsValid(context.Request.Cookies[SessionCookie.Name]);
        if (hasCookie && MayActByCookie(context.Request))
        {
            return new AccessVerdict(AccessKind.Open);
        }

        return context.Request.Headers.Authorization is { Count: > 0 } given ? Of(_gate.Try(BearerOf(given), AddressOf(context)))
            : new AccessVerdict(hasCookie ? AccessKind.NoOrigin : AccessKind.Nothing);
    }

    /// <summary>Looks at a token, and makes a cookie for the right one.</summary>
    public AccessVerdict TrySignIn(HttpContext context, string token, out string? cookie)
    {
        var verdict = _gate is null ? new AccessVerdict(AccessKind.Open) : Of(_gate.Try(token, AddressOf(context)));
        cookie = verdict.Kind == AccessKind.Open ? _cookie?.Issue() : null;
        return verdict;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate?.Dispose();

    // A browser sends the cookie along with what a page of another port on this machine posts, too: cookies know no ports. Its Origin tells, which
    // every browser sends with what changes something, and which has been compared with our own before.
    private static bool MayActByCookie(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"] == "same-origin";

    private static string? BearerOf(string? header) =>
        AuthenticationHeaderValue.TryParse(header, out var read) && read.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? read.Parameter : null;

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    private static AccessVerdict Of(GateAnswer answer) => answer.Verdict switch
    {
        GateVerdict.Right => new AccessVerdict(AccessKind.Open),
        GateVerdict.Wrong => new AccessVerdict(AccessKind.WrongToken),
        _ => new AccessVerdict(AccessKind.Later, answer.After),
    };
}

/// <summary>What was decided.</summary>
/// <param name="Kind">The decision.</param>
/// <param name="After">When to ask again.</param>
internal readonly record struct AccessVerdict(AccessKind Kind, TimeSpan After = default);

/// <summary>Whether a request may come in.</summary>
internal enum AccessKind
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>It brings neither a token nor a cookie that is good.</summary>
    Nothing,

    /// <summary>Its token is not the node's.</summary>
    WrongToken,

    /// <summary>Its token was not looked at: too many wrong ones came.</summary>
    Later,

    /// <summary>It changes something by a cookie, and does not say of which page it is.</summary>
    NoOrigin,
}
