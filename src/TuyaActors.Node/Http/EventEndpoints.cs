using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Node.Live;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/events</c>: what happens, as server-sent events. A reader that was away goes on where it was; one that is too slow is told what it missed.</summary>
internal static class EventEndpoints
{
    /// <summary>The chapter of the API.</summary>
    public const string Tag = "streams";

    /// <summary>So long nothing happens before a line shows that the connection lives: proxies give up after 30 to 60 s.</summary>
    public static readonly TimeSpan Alive = TimeSpan.FromSeconds(15);

    // What happens within it goes out together: a person sees no difference, and a busy fleet makes twenty packets of it instead of thousands.
    private static readonly TimeSpan Gathered = TimeSpan.FromMilliseconds(50);

    // So many are written before a slow reader is waited for.
    private const int MostAtOnce = 512;

    /// <summary>Adds the endpoint.</summary>
    public static void MapEvents(this IEndpointRouteBuilder app) => app.MapGet("/api/events", StreamAsync).Describe<EventJson>(
        "streamEvents", Tag, "What happens, as server-sent events: first how each device stands, then each event. A reader goes on by Last-Event-ID.", EventWish.Doc with { MediaType = EventStream.MediaType }, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> StreamAsync(
        HttpContext context, ITuyaFleet fleet, LiveFeeds feeds, StreamPlaces places, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var query = new QueryReader(context.Request, [.. EventWish.Parameters]);
        var wish = EventWish.Read(query);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        using var place = places.Take();
        if (place is null)
        {
            return StreamPlaces.Full();
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using var lease = await feeds.OpenAsync(end.Token);
            if (Unknown(lease.Feed, wish) is { } unknown)
            {
                return unknown;
            }

            await using var watch = wish.Filter.Dps is { Count: > 0 } dps
                ? MeterWatch.Begin(fleet, lease.Feed.Look((picture, _) => picture.Rows.Select(row => row.Device).Where(wish.Wants).ToList()), dps, end.Token)
                : null;
            await new Reader(lease.Feed, wish, await EventStream.BeginAsync(context.Response, end.Token), time).RunAsync(EventId.Of(context.Request), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested || context.Response.HasStarted)
        {
            // The reader has gone, or the node ends.
        }

        return Results.Empty;
    }

    private static IResult? Unknown(LiveFeed feed, EventWish wish) => feed.Look((picture, _) => wish.Devices.FirstOrDefault(device => !picture.Called(device).Any())) is { } missing
        ? Problems.Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id or name '{Printable.Of(missing)}'.")
        : null;

    private sealed class Reader(LiveFeed feed, EventWish wish, EventStream stream, TimeProvider time)
    {
        private long _number;

        public async Task RunAsync((string Run, long Number)? last, CancellationToken end)
        {
            if (last is not { } known)
            {
                await ShowAllAsync(end);
            }
            else if (known.Run == feed.Run && feed.Look((_, head) => known.Number <= head))
            {
                _number = known.Number;
            }
            else
            {
                await LagAsync(null, "what happened since is not known any more: the node was started anew, or nobody has followed it for a while", end);
            }

            while (!feed.HasEnded)
            {
                var events = feed.After(_number, MostAtOnce, out var missed);
                if (missed > 0)
                {
                    await LagAsync(missed, "this reader is slower than events come, or was away for too long", end);
                }
                else if (events.Count > 0)
                {
                    await WriteAsync(events, end);
                }
                else
                {
                    await WaitAsync(end);
                }
            }
        }

        private async Task WriteAsync(IReadOnlyList<LoggedEvent> events, CancellationToken end)
        {
            var wrote = false;
            foreach (var logged in events)
            {
                if (wish.Wants(logged))
                {
                    stream.Write(EventJson.KindOf(logged.Event!), feed.Run, logged.Number, logged.Json(static e => JsonText.Utf8(EventJson.Of(e))).Span);
                    wrote = true;
                }
            }

            _number = events[^1].Number;
            if (wrote)
            {
                await stream.FlushAsync(end);
                await Task.Delay(Gathered, time, end);
            }
        }

        private async Task WaitAsync(CancellationToken end)
        {
            try
            {
                await feed.MoreAsync(_number, end).WaitAsync(Alive, time, end);
            }
            catch (TimeoutException)
            {
                stream.WriteAlive();
                await stream.FlushAsync(end);
            }
        }

        private async Task LagAsync(long? missed, string reason, CancellationToken end)
        {
            stream.Write("lagged", JsonText.Utf8(new LaggedJson(time.GetUtcNow(), missed, reason)));
            await ShowAllAsync(end);
        }

        // Without ids until the last: who is cut off half way begins anew.
        private async Task ShowAllAsync(CancellationToken end)
        {
            (_number, var devices) = feed.Look((picture, head) => (head, picture.Rows.Select(row => row.Device).Where(wish.Wants).OrderBy(device => device.Name, StringComparer.OrdinalIgnoreCase).ToList()));
            var now = time.GetUtcNow();
            foreach (var devicesAtOnce in devices.Where(_ => wish.WantsSnapshots).Chunk(MostAtOnce))
            {
                foreach (var device in devicesAtOnce)
                {
                    stream.Write("snapshot", JsonText.Utf8(EventJson.Of(new DeviceEvents.SnapshotTaken(device, now))));
                }

                await stream.FlushAsync(end);
            }

            stream.Write("ready", feed.Run, _number, JsonText.Utf8(new ReadyJson(now, devices.Count)));
            await stream.FlushAsync(end);
        }
    }
}
