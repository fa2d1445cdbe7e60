using System.Net;

namespace TuyaActors.Node.Http;

/// <summary>
/// Lets only requests through that a program on this machine, or a page of ours, can have sent. A loopback address alone is no
/// protection from a browser: a foreign page may resolve its own name to 127.0.0.1 (DNS rebinding), or post to us unasked.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>Puts the guard in front of everything.</summary>
    public static void UseLoopbackGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!IsLoopbackName(context.Request.Host.Host))
        {
            await Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "Wrong host", $"The Host header is '{Printable.Of(context.Request.Host.Value)}'; allowed are localhost and loopback addresses.");
        }
        else if (context.Request.Headers.Origin is [{ } origin, ..] && origin != $"{context.Request.Scheme}://{context.Request.Host.Value}")
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Foreign origin", $"A page from '{Printable.Of(origin)}' may not use this API.");
        }
        else
        {
            await next(context);
        }
    });

    /// <summary>Whether a Host header's name can only mean this machine.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        // Four parts: IPAddress alone would read "127.1" and "2130706433" too.
        || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip) && (host.Contains(':', StringComparison.Ordinal) || host.Count(c => c == '.') == 3));
}
