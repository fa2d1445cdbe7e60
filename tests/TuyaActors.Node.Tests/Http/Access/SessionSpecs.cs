using System.Net;
using System.Text;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

/// <summary>Who comes in by what, on a node with a token.</summary>
public sealed class SessionSpecs : IAsyncLifetime
{
    private const string Lamp = "/api/devices/lamp/reconnect";
    private const string SignIn = $$"""{"token":"{{Tokens.Right}}"}""";

    private readonly ManualTime _time = new();

    private Browser _browser = null!;

    private string Own => _browser.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync() => _browser = await OpenAsync(Tokens.Right);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_ask_for_the_token_everywhere_but_where_everybody_may_come()
    {
        foreach (var endpoint in _browser.Endpoints)
        {
            var method = endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods[0];
            var path = "/" + System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), @"\{[^}]*\}", "lamp");
            var isForAll = !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/metrics", StringComparison.Ordinal)
                && !path.StartsWith("/openapi", StringComparison.Ordinal) && path != "/healthz/ready" || path == "/api/session";
            using var response = await SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);
            Assert.True(isForAll == (response.StatusCode != HttpStatusCode.Unauthorized), $"{method} {path}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Should_show_the_page_and_all_that_it_loads_to_everybody()
    {
        var html = await _browser.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        var loaded = System.Text.RegularExpressions.Regex.Matches(html, "<(?:script|link)[^>]*(?:src|href)=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(loaded);
        Assert.All(loaded, path => Assert.True(_browser.Client.GetAsync(new Uri(path, UriKind.Relative)).Result.IsSuccessStatusCode, path));
    }

    [Fact]
    public async Task Should_let_in_who_sends_the_token()
    {
        Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync(HttpMethod.Get, "/api/devices", null, "Authorization", $"Bearer {Tokens.Right}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync(HttpMethod.Get, "/api/devices", null, "Authorization", $"bearer {Tokens.Right}")).Status);
        var (status, _, headers) = await _browser.SendAsync(HttpMethod.Get, "/api/devices");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (status, headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task Should_give_a_cookie_that_pages_of_others_never_see_for_the_token()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/session", SignIn, "Origin", Own);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^tuyactors=v1\\.[0-9]+\\.[A-Za-z0-9_-]{43}; max-age=2592000; path=/; samesite=strict; httponly$", cookie);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Should_let_in_who_has_the_cookie_and_changes_only_from_its_own_page()
    {
        var cookie = $"tuyactors={Tokens.CookieOf(Tokens.Right, _time)}";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", "Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", "Cookie", $"other=1; {cookie}; more=2"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Post, Lamp, "Cookie", cookie, "Origin", Own));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Post, Lamp, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Post, Lamp, "Cookie", cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Post, Lamp, "Cookie", cookie, "Sec-Fetch-Site", "same-site"));
        // A script that shows the token needs no page.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Post, Lamp, "Cookie", cookie, "Authorization", $"Bearer {Tokens.Right}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Post, Lamp, "Authorization", $"Bearer {Tokens.Right}"));
    }

    [Fact]
    public async Task Should_know_its_cookies_after_a_restart_and_forget_them_with_another_token()
    {
        string[] cookie = ["Cookie", $"tuyactors={Tokens.CookieOf(Tokens.Right, _time)}"];
        await DisposeAsync();
        _browser = await OpenAsync(Tokens.Right);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", cookie));
        await DisposeAsync();
        _browser = await OpenAsync("another-token-0123456789");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HttpMethod.Get, "/api/devices", cookie));
    }

    [Fact]
    public async Task Should_keep_the_cookie_to_TLS_where_a_reverse_proxy_does_that()
    {
        await DisposeAsync();
        _browser = await OpenAsync(Tokens.Right, "home.example.org");
        using var response = await SendAsync(HttpMethod.Post, "/api/session", SignIn, "Host", "home.example.org", "Origin", "https://home.example.org");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("; secure;", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Post, "/api/session", "Host", "home.example.org", "Origin", "https://evil.example"));
    }

    [Fact]
    public async Task Should_say_how_one_stands()
    {
        Assert.Equal("""{"required":true,"authenticated":false}""", (await _browser.GetAsync("/api/session")).Body.GetRawText());
        Assert.Equal("""{"required":true,"authenticated":true}""", (await _browser.SendAsync("/api/session", "Cookie", $"tuyactors={Tokens.CookieOf(Tokens.Right, _time)}")).Body.GetRawText());
        Assert.Equal("""{"required":true,"authenticated":true}""", (await _browser.SendAsync("/api/session", "Authorization", $"Bearer {Tokens.Right}")).Body.GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SendAsync("/api/session", "Authorization", $"Bearer {Tokens.Wrong}")).Status);
    }

    [Fact]
    public async Task Should_take_the_cookie_away()
    {
        using var response = await SendAsync(HttpMethod.Delete, "/api/session", null);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Matches("^tuyactors=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; samesite=strict; httponly$", response.Headers.GetValues("Set-Cookie").Single());
    }

    [Theory]
    [InlineData("GET", "/api/devices", null)]
    [InlineData("GET", "/api/session", null)]
    [InlineData("POST", "/api/session", $$"""{"token":"{{Tokens.Wrong}}"}""")]
    public async Task Should_answer_429_when_too_many_tokens_were_wrong_and_go_on_for_who_is_signed_in(string method, string path, string? body)
    {
        string[] wrong = body is null ? ["Authorization", $"Bearer {Tokens.Wrong}"] : [];
        for (var i = 0; i < GuessLimiter.OfOneAddress; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SentAsync(new HttpMethod(method), path, body, wrong));
        }

        _time.Advance(TimeSpan.FromSeconds(12.5));
        var (status, problem, headers) = await _browser.SendAsync(HttpMethod.Get, "/api/devices", null, "Authorization", $"Bearer {Tokens.Right}");
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(48)), (status, headers.RetryAfter!.Delta));
        Assert.Contains("in 48 s", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, await SentAsync(HttpMethod.Post, "/api/session", SignIn));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", "Cookie", $"tuyactors={Tokens.CookieOf(Tokens.Right, _time)}"));

        _time.Advance(TimeSpan.FromSeconds(47.5));
        Assert.Equal(HttpStatusCode.NoContent, await SentAsync(HttpMethod.Post, "/api/session", SignIn));
        Assert.Single(_browser.Log, line => line.StartsWith("Warning: a wrong token came from ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_not_count_who_brings_nothing_or_an_old_cookie()
    {
        for (var i = 0; i < 2 * GuessLimiter.OfAll; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HttpMethod.Get, "/api/devices", i % 2 == 0 ? [] : ["Cookie", "tuyactors=v1.1.x"]));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", "Authorization", $"Bearer {Tokens.Right}"));
    }

    [Fact]
    public async Task Should_ask_nobody_when_it_has_no_token()
    {
        await DisposeAsync();
        _browser = await Browser.OpenAsync(new ScriptedFleet());
        Assert.Equal("""{"required":false,"authenticated":true}""", (await _browser.GetAsync("/api/session")).Body.GetRawText());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "/api/devices", "Authorization", $"Bearer {Tokens.Wrong}"));
        Assert.Equal(HttpStatusCode.Conflict, await SentAsync(HttpMethod.Post, "/api/session", SignIn));
    }

    private async Task<Browser> OpenAsync(string token, params string[] hosts) =>
        await Browser.OpenAsync(new ScriptedFleet(), access: new NodeAccess { Token = Tokens.Of(token), AllowedHosts = hosts }, time: _time);

    private Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, params string[] headers) => SentAsync(method, path, null, headers);

    private async Task<HttpStatusCode> SentAsync(HttpMethod method, string path, string? body, params string[] headers)
    {
        using var response = await SendAsync(method, path, body, headers);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        for (var i = 0; i < headers.Length; i += 2)
        {
            request.Headers.TryAddWithoutValidation(headers[i], headers[i + 1]);
        }

        return await _browser.Client.SendAsync(request);
    }
}
