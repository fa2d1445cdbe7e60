using System.Net;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

public sealed class PageSpecs
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/page.css", "text/css")]
    public async Task Should_serve_the_page_with_nothing_from_elsewhere(string path, string mediaType)
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        using var response = await browser.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_have_no_inline_script_or_style_which_its_policy_forbids()
    {
        await using var browser = await Browser.OpenAsync(new ScriptedFleet());
        var html = await browser.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", await browser.Client.GetStringAsync(new Uri("/page.js", UriKind.Relative)), StringComparison.Ordinal);
    }
}
