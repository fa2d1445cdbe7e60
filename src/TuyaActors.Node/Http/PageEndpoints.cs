using System.Collections.Frozen;

namespace TuyaActors.Node.Http;

/// <summary>The page at <c>/</c>: a list of the devices that refreshes itself.</summary>
internal static class PageEndpoints
{
    // Nothing from elsewhere, nothing inline, in nobody's frame: names of devices come from outside.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, (string Resource, string MediaType)> Files = new Dictionary<string, (string, string)>
    {
        ["/"] = ("page/index.html", "text/html; charset=utf-8"),
        ["/page.js"] = ("page/page.js", "text/javascript; charset=utf-8"),
        ["/page.css"] = ("page/page.css", "text/css; charset=utf-8"),
    }.ToFrozenDictionary();

    /// <summary>Adds the page.</summary>
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        foreach (var (path, (resource, mediaType)) in Files)
        {
            var bytes = Read(resource);
            app.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Bytes(bytes, mediaType);
            }).ExcludeFromDescription().AllowAnonymous();
        }
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without '{resource}'.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
