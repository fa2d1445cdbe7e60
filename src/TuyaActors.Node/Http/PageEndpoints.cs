using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace TuyaActors.Node.Http;

/// <summary>The operator's page: <c>/</c>, and its files below <c>/page/</c>. They are in the program itself, and need nothing from elsewhere.</summary>
internal static class PageEndpoints
{
    // Nothing from elsewhere, nothing inline, no markup made of text, in nobody's frame: names of devices come from outside.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Folder = "page/";
    private const string First = Folder + "index.html";

    /// <summary>The paths of all files.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. Resources().Select(PathOf).Order(StringComparer.Ordinal)];

    /// <summary>Adds the page. Whoever may come to the door may have it: it shows nothing until the API does.</summary>
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        foreach (var resource in Resources())
        {
            var bytes = Read(resource);
            var mediaType = MediaTypeOf(resource);
            // A page that is reloaded each day costs a question for each file, and no file.
            var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
            app.MapGet(PathOf(resource), (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Bytes(bytes, mediaType, entityTag: tag);
            }).ExcludeFromDescription().AllowAnonymous();
        }
    }

    private static IEnumerable<string> Resources() =>
        typeof(PageEndpoints).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));

    private static string PathOf(string resource) => resource == First ? "/" : $"/{resource}";

    private static string MediaTypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has a file '{resource}'; '{other}' has no media type."),
    };

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without '{resource}'.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
