using System.Diagnostics.CodeAnalysis;

namespace TuyaActors.Node.Http.Access;

/// <summary>
/// Lets only requests through that are meant for this node, and that no foreign page has sent. A loopback address, or a LAN's, is no
/// protection from a browser: a foreign page may resolve its own name to it (DNS rebinding), or post to us unasked.
/// </summary>
internal static class HostGuard
{
    /// <summary>Puts the guard in front of everything.</summary>
    public static void UseHostGuard(this WebApplication app)
    {
        var names = app.Services.GetRequiredService<HostNames>();
        app.Use((context, next) =>
        {
            if (!names.Contains(context.Request.Host.Host, context.Connection.LocalIpAddress))
            {
                return Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "Wrong host", $"The Host header is '{Printable.Of(context.Request.Host.Value)}'; {names.Allowed}.");
            }

            if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsOurs(origin, context.Request.Host))
            {
                return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Foreign origin", $"A page from '{Printable.Of(origin)}' may not use this API, which was called '{Printable.Of(context.Request.Host.Value)}'; a reverse proxy must hand on the Host header as it came.");
            }

            return IsFromElsewhere(context.Request)
                ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Foreign page", "A page from elsewhere may not use this API.")
                : next(context);
        });
    }

    /// <summary>Whether an Origin header names a page of ours: the authority is the one that the request was sent to. Its scheme may be https, where a reverse proxy does TLS.</summary>
    public static bool IsOurs(string? origin, HostString host) =>
        TryParse(origin, out var page)
        && page.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        // A browser leaves out the port that goes with its scheme.
        && page.Port == (host.Port ?? (page.Scheme == Uri.UriSchemeHttps ? 443 : 80));

    // Browsers alone send this header, and no page can change it. "none" is a person who typed the address; another port or name of this site is not ours.
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site is not (["same-origin"] or ["none"]);

    private static bool TryParse(string? origin, [NotNullWhen(true)] out Uri? page) =>
        Uri.TryCreate(origin, UriKind.Absolute, out page) && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps) && page.UserInfo.Length == 0
        && string.Equals(page.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
