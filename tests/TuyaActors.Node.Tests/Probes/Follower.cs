using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>One message of a stream.</summary>
internal sealed record StreamMessage(string Event, string? Id, JsonElement Data);

/// <summary>Somebody who follows a stream of server-sent events. A message that never comes hangs, and so fails the run.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private Follower(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Response => _response;

    public static async Task<Follower> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new Follower(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next message; null: the stream has ended.</summary>
    public async Task<StreamMessage?> TryNextAsync()
    {
        if (!await _items.MoveNextAsync())
        {
            return null;
        }

        using var data = JsonDocument.Parse(_items.Current.Data);
        return new StreamMessage(_items.Current.EventType, _items.Current.EventId, data.RootElement.Clone());
    }

    public async Task<StreamMessage> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The stream has ended.");

    /// <summary>The next message of that name; what comes before it is passed over.</summary>
    public async Task<StreamMessage> NextAsync(string name)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.Event == name)
            {
                return message;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        // Not the enumerator: it may wait for a message, which the end of the response ends.
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
