using System.Net;
using System.Text;
using System.Text.Json;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http.Access;

/// <summary>
/// What a node answers to those who mean no good, one request a line, byte by byte. It has a token, and most lines show it: what is refused then is
/// refused to everybody. After each the node must answer a good request as before.
/// </summary>
public sealed partial class HostileRequestSpecs(HostileRequestSpecs.Target target) : IClassFixture<HostileRequestSpecs.Target>
{
    private const string Good = "GET /api/devices HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n";

    public static TheoryData<string> Names => [.. Requests.Select(request => request.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Should_answer_as_the_table_says_and_go_on(string name)
    {
        var hostile = Requests.Single(request => request.Name == name);
        // What was guessed before is forgotten.
        target.Time.Advance(GuessLimiter.Window);
        var logged = target.Log.Count;
        var answer = await RawHttp.AskAsync(target.Node, target.Fill(hostile.Bytes));
        Assert.True(hostile.Status.Contains(answer.Status), $"{answer.Head}\n\n{answer.Body}");
        Assert.Contains(hostile.Says, answer.Body, StringComparison.Ordinal);
        if (answer.Body.Length > 0 && answer.Status >= 400)
        {
            AssertProblem(answer);
        }

        foreach (var secret in (string[])[Target.Secret, "fedcba98-secret!", Tokens.Wrong])
        {
            Assert.DoesNotContain(secret, answer.Head + answer.Body, StringComparison.Ordinal);
        }

        target.Time.Advance(GuessLimiter.Window);
        Assert.Equal(200, (await RawHttp.AskAsync(target.Node, target.Fill(Encoding.Latin1.GetBytes(Good)))).Status);
        // Nothing of it was a failure of ours.
        Assert.Equal("", string.Join('\n', target.Log.Skip(logged).Where(line => line.StartsWith("Error", StringComparison.Ordinal))));
    }

    private static void AssertProblem(RawAnswer answer)
    {
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        using var problem = JsonDocument.Parse(Encoding.Latin1.GetBytes(answer.Body));
        Assert.Equal(answer.Status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
        Assert.Null(answer.Header("Server"));
        Assert.Equal(answer.Status == 405, answer.Header("Allow") is { Length: > 0 });
        Assert.Equal(answer.Status == 401, answer.Header("WWW-Authenticate") == "Bearer");
    }

    /// <summary>The node that all of it is said to.</summary>
    public sealed class Target : IAsyncLifetime
    {
        public const string Secret = Tokens.Right;

        private NodeUnderTest _node = null!;

        internal ManualTime Time { get; } = new();

        internal Uri Node => _node.Browser.Client.BaseAddress!;

        internal IReadOnlyCollection<string> Log => _node.Browser.Log;

        public async Task InitializeAsync()
        {
            _node = await NodeUnderTest.StartAsync(new NodeAccess { Token = Tokens.Of(Secret), AllowedHosts = ["home.example.org"] }, Time);
            _node.Browser.Client.DefaultRequestHeaders.Authorization = new("Bearer", Secret);
            var (status, _) = await _node.Browser.PostAsync("/api/definitions", """{"id":"lamp","key":"fedcba98-secret!","address":"192.0.2.7"}""");
            Assert.Equal(HttpStatusCode.Created, status);
        }

        public async Task DisposeAsync() => await _node.DisposeAsync();

        /// <summary>Puts in what is known only now.</summary>
        internal byte[] Fill(byte[] request) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(request)
            .Replace("{host}", Node.Authority, StringComparison.Ordinal)
            .Replace("{token}", Secret, StringComparison.Ordinal)
            .Replace("{cookie}", Tokens.CookieOf(Secret, Time), StringComparison.Ordinal)
            .Replace("{foreign cookie}", Tokens.CookieOf("another-token-0123456789", Time), StringComparison.Ordinal)
            .Replace("{old cookie}", Tokens.CookieOf(Secret, new Earlier(Time)), StringComparison.Ordinal));

        private sealed class Earlier(TimeProvider time) : TimeProvider
        {
            public override DateTimeOffset GetUtcNow() => time.GetUtcNow() - SessionCookie.Lifetime;
        }
    }
}
