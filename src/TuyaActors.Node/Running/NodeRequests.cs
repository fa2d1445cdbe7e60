using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Http;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Running;

/// <summary>Requests to a node and its answers, in the program's JSON.</summary>
internal static class NodeRequests
{
    /// <summary>Asks, and reads the answer: what was asked for, or why not.</summary>
    /// <exception cref="NodeUnreachableException">The node does not answer, or what does is none.</exception>
    public static async Task<DeskAnswer<T>> AskAsync<T>(this NodeClient node, NodeRequest request, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await node.SendAsync(request, cancellationToken);
        var bytes = await node.ReadBytesAsync(response, cancellationToken);
        return response.IsSuccessStatusCode || (request.IsOutcome && !IsProblem(response)) ? Read<T>(node, bytes) : node.ProblemOf(response, bytes);
    }

    /// <summary>Asks, and leaves the answer to the caller.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this NodeClient node, NodeRequest request, CancellationToken cancellationToken, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path);
        if (request.Body is { } bytes)
        {
            message.Content = new ReadOnlyMemoryContent(bytes);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (request.Revision is { } expected)
        {
            message.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{expected}\"")));
        }

        if (request.LastEventId is { Length: > 0 } last)
        {
            message.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        return await node.SendAsync(message, cancellationToken, completion, request.Patience);
    }

    /// <summary>An answer's bytes; a connection that breaks before the last of them is no answer.</summary>
    public static async Task<byte[]> ReadBytesAsync(this NodeClient node, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new NodeUnreachableException($"the node at {node.Url} went away in the middle of its answer: {broken.InnerException?.Message ?? broken.Message}.");
        }
    }

    /// <summary>A refusal's problem details.</summary>
    public static ProblemJson ProblemOf(this NodeClient node, HttpResponseMessage response, byte[] bytes) =>
        IsProblem(response) ? Read<ProblemJson>(node, bytes) : throw node.Strange();

    private static bool IsProblem(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == Problems.MediaType;

    private static T Read<T>(NodeClient node, byte[] bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, typeof(T), NodeJson.Default) as T ?? throw node.Strange();
        }
        catch (JsonException)
        {
            throw node.Strange();
        }
    }
}

/// <summary>One request to a node.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path and the query, relative: <c>api/devices?take=1</c>.</param>
internal sealed record NodeRequest(HttpMethod Method, string Path)
{
    /// <summary>JSON; null: none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The revision that what is changed must still have.</summary>
    public long? Revision { get; init; }

    /// <summary>The event behind which a stream is to go on.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Whether a refusal, too, is answered by what was asked for: a command's outcome says by its status that it failed.</summary>
    public bool IsOutcome { get; init; }

    /// <summary>How long to wait; null: as long as usual.</summary>
    public TimeSpan? Patience { get; init; }
}
