using System.Net;
using Microsoft.AspNetCore.Builder;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

public sealed class SecurityHeadersSpecs : IAsyncLifetime
{
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(new ScriptedFleet(), app => app.MapGet("/api/broken", string () => throw new InvalidOperationException("the moon fell")));

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/page/app.js", HttpStatusCode.OK)]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    [InlineData("/api/devices", HttpStatusCode.OK)]
    [InlineData("/api/session", HttpStatusCode.OK)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/broken", HttpStatusCode.InternalServerError)]
    public async Task Should_be_on_every_answer(string path, HttpStatusCode status)
    {
        using var response = await _browser.Client.GetAsync(new Uri(path, UriKind.Relative));
        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : "";

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(("nosniff", "no-referrer", "same-origin", "same-origin"), (Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("Cross-Origin-Resource-Policy"), Header("Cross-Origin-Opener-Policy")));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header("Server"));
        // The page has a policy of its own, and may be kept as long as it is asked for anew.
        var isPage = path is "/" or "/page/app.js";
        Assert.Equal(!isPage, Header("Content-Security-Policy") == NoPage);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(isPage ? "no-cache" : "no-store", Header("Cache-Control"));
    }
}
