using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Running;

/// <summary>
/// The one way of this program's commands to a running node: its URL and its token, no proxy, no redirect (neither shall get the token), and a
/// sentence for whatever keeps the node from being asked.
/// </summary>
internal sealed class NodeClient : IDisposable
{
    // Ten thousand new devices take a slow disk some seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly TokenSource? _token;

    /// <summary>A client of the node there.</summary>
    /// <param name="node">Where it is; a path before <c>/api</c>, as a reverse proxy may want it, belongs to it.</param>
    /// <param name="token">Its token; null: none.</param>
    /// <param name="way">How it is reached; null: over the network.</param>
    public NodeClient(Uri node, TokenSource? token = null, HttpMessageHandler? way = null)
    {
        _token = token;
        Url = node.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _client = new HttpClient(way ?? new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"{Url}/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token.Value);
        }
    }

    /// <summary>The setting that names the file with the node's token, as commands describe it.</summary>
    public static Setting TokenFile { get; } = NodeSettings.TokenFile with { Description = "The file with the token of a node that asks for one; or set TUYACTORS_TOKEN" };

    /// <summary>Where the node is, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>The node that <c>--node</c>, or TUYACTORS_NODE, names; null: neither does.</summary>
    /// <exception cref="UsageException">The URL is none, or the token cannot be used.</exception>
    public static NodeClient? Named(SettingLayers layers) => layers.Find(NodeSettings.Node) is { } given ? At(layers, ParseUrl(given)) : null;

    /// <summary>The node at this URL, asked with the token that was given, if one was.</summary>
    /// <exception cref="UsageException">The token cannot be used.</exception>
    public static NodeClient At(SettingLayers layers, Uri url) => new(url, layers.Token());

    /// <summary>Asks; the path is relative, such as <c>api/devices</c>. The answer is not checked but for what keeps everybody out.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="completion">Whether to wait for the whole answer; a stream has no end.</param>
    /// <param name="patience">How long to wait for it; null: a minute, which is long for all that does not wait itself.</param>
    /// <exception cref="NodeUnreachableException">The node does not answer, or does not let us in.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead, TimeSpan? patience = null)
    {
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        tooLong.CancelAfter(patience ?? Patience);
        try
        {
            var response = await _client.SendAsync(request, completion, tooLong.Token);
            if (Refusal(response) is { } refusal)
            {
                response.Dispose();
                throw new NodeUnreachableException(refusal);
            }

            return response;
        }
        // .NET wraps what a socket says, but not where the other side is gone as soon as it has taken the connection.
        catch (Exception unreachable) when (unreachable is HttpRequestException or SocketException)
        {
            throw new NodeUnreachableException($"no node answers at {Url}: {unreachable.InnerException?.Message ?? unreachable.Message}. Is it running there? Without --node, the node that has the database open is found.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeUnreachableException($"the node at {Url} has not answered within {(patience ?? Patience).TotalSeconds:0} s; what was asked may be done all the same.");
        }
    }

    /// <summary>The refusal of an answer that no node of this version gives.</summary>
    public NodeUnreachableException Strange() => new($"what answers at {Url} is no tuyactors, or one of another version.");

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static Uri ParseUrl(Given given)
    {
        const string Allowed = "allowed is one such as http://127.0.0.1:8377 or https://home.example.org";
        var why = !Uri.TryCreate(given.Text, UriKind.Absolute, out var url) || url.Host.Length == 0 ? "is no URL"
            : url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps ? "is neither http nor https"
            : url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 ? "has more than a host, a port and a path; a token is given by --token-file"
            : null;
        // What stands beside host and path may be a secret.
        var isPlain = url is null or { UserInfo: "", Query: "" };
        return why is null ? url! : throw new UsageException(isPlain ? $"{given.Subject}: '{given.Text}' {why}; {Allowed}." : $"{given.Subject} {why}; {Allowed}.");
    }

    private string? Refusal(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized when _token is null => $"the node at {Url} asks for its token: give it by --token-file FILE, or by TUYACTORS_TOKEN_FILE or TUYACTORS_TOKEN.",
        HttpStatusCode.Unauthorized => $"the node at {Url} does not take the token from {_token.Subject}; wanted is the one that the node was started with.",
        HttpStatusCode.TooManyRequests => $"the node at {Url} got too many wrong tokens and takes none for now; try again{After(response)}, with the one that it was started with.",
        >= HttpStatusCode.Moved and <= HttpStatusCode.PermanentRedirect when response.Headers.Location is { } there => $"what answers at {Url} says to ask at {there}; if that is right, give it as --node.",
        _ => null,
    };

    private static string After(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta is { } wait
        ? string.Create(CultureInfo.InvariantCulture, $" in {wait.TotalSeconds:0} s")
        : " later";
}

/// <summary>The node cannot be asked; the sentence says why. Ends with <see cref="ExitCode.Failed"/>.</summary>
internal sealed class NodeUnreachableException(string sentence) : Exception(sentence);
