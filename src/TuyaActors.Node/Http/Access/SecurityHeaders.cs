using Microsoft.Extensions.Primitives;

namespace TuyaActors.Node.Http.Access;

/// <summary>What every answer tells a browser, so that it does nothing with it but what the page needs.</summary>
internal static class SecurityHeaders
{
    // An answer of the API is no page, whatever stands in it. The page has a policy of its own.
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Adds them to all answers; a header that an endpoint has set stays.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => AddTo((HttpContext)state), context);
        return next(context);
    });

    private static Task AddTo(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Or(headers.ContentSecurityPolicy, NoPage);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        headers.CacheControl = isApi ? "no-store" : Or(headers.CacheControl, "no-store");
        return Task.CompletedTask;
    }

    private static StringValues Or(StringValues set, string otherwise) => set.Count > 0 ? set : otherwise;
}
