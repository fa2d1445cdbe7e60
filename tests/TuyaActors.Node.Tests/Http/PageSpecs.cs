using System.Net;
using System.Text.RegularExpressions;
using TuyaActors.Node.Http;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

public sealed partial class PageSpecs : IAsyncLifetime
{
    private Browser _browser = null!;

    public static TheoryData<string> Paths { get; } = [.. PageEndpoints.Paths];

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(new ScriptedFleet());

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Should_serve_each_file_with_nothing_from_elsewhere(string path)
    {
        using var response = await _browser.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(MediaTypeOf(path), response.Content.Headers.ContentType?.MediaType);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Should_not_send_a_file_again_that_the_browser_has(string path)
    {
        using var first = await _browser.Client.GetAsync(new Uri(path, UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var response = await _browser.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Should_make_no_markup_of_text_and_have_nothing_inline_which_its_policy_forbids(string path)
    {
        var text = await _browser.Client.GetStringAsync(new Uri(path, UriKind.Relative));
        foreach (var forbidden in (ReadOnlySpan<string>)["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "<script>", " style=\"", "javascript:", " onclick=\"", "https://"])
        {
            Assert.DoesNotContain(forbidden, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Should_have_every_file_that_another_one_names()
    {
        foreach (var path in PageEndpoints.Paths)
        {
            var text = await _browser.Client.GetStringAsync(new Uri(path, UriKind.Relative));
            Assert.All(Named().Matches(text), named => Assert.Contains($"/page/{named.Groups[1].Value}", PageEndpoints.Paths));
        }
    }

    private static string MediaTypeOf(string path) => Path.GetExtension(path) switch
    {
        "" => "text/html",
        ".js" => "text/javascript",
        ".css" => "text/css",
        _ => "image/svg+xml",
    };

    [GeneratedRegex("""(?:from "\./|(?:href|src)="/page/)([a-z]+\.[a-z]+)["]""")]
    private static partial Regex Named();
}
