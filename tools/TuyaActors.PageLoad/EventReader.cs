using System.Net.ServerSentEvents;

namespace TuyaActors.PageLoad;

/// <summary>A program that reads all events, and counts them.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly Task _reading;
    private long _events;
    private long _missed;

    public EventReader(Uri node)
    {
        _client = new HttpClient { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan };
        _reading = ReadAsync();
    }

    /// <summary>How many have come.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>How many it was told that it missed.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Why it reads no more; null: it does.</summary>
    public string? Failure => _reading.IsFaulted ? _reading.Exception.InnerException!.Message : _reading.IsCompleted ? "the stream has ended" : null;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _client.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        await using var stream = await _client.GetStreamAsync(new Uri("/api/events", UriKind.Relative), _end.Token);
        await foreach (var item in SseParser.Create(stream, static (kind, data) => (Kind: kind, Length: data.Length)).EnumerateAsync(_end.Token))
        {
            if (item.EventType == "lagged")
                Interlocked.Increment(ref _missed);
            else
                Interlocked.Increment(ref _events);
        }
    }
}
