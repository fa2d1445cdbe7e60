using Microsoft.OpenApi;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Node.Live;

namespace TuyaActors.Node.Http;

/// <summary>
/// <c>/api/live</c>: the picture of the fleet, kept current: what happens between two messages is merged into one, so that a reader has no more to
/// do than it wants to, and one that is slow gets fewer messages and never a wrong picture.
/// </summary>
internal static class LiveEndpoints
{
    // As fast as an eye follows numbers, and as slow as a wall display needs.
    private const double Fastest = 0.1;
    private const double Slowest = 60;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.5);

    // So many devices in one message: some 200 KB, which a page shows before the next has come.
    private const int MostAtOnce = 500;

    /// <summary>Adds the endpoint.</summary>
    public static void MapLive(this IEndpointRouteBuilder app) => app.MapGet("/api/live", StreamAsync).Describe<ChangesJson>(
        "streamPicture",
        EventEndpoints.Tag,
        "The picture of the fleet, kept current by server-sent events: 'picture' first, then 'changes', with all that happened in between merged.",
        ApiDoc.Of(
            new("every", $"Seconds between two messages, {Fastest} to {Slowest}; default {Usual.TotalSeconds}.", JsonSchemaType.Number),
            new("device", "Only the devices of these ids or names.", IsRepeatable: true),
            new("watch", "Energy meters of these ids or names are measured more often meanwhile.", IsRepeatable: true),
            new(EventId.Parameter, "As the header Last-Event-ID, for those who cannot set it."))
            with
        { MediaType = EventStream.MediaType },
        StatusCodes.Status400BadRequest,
        StatusCodes.Status404NotFound,
        StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> StreamAsync(
        HttpContext context, ITuyaFleet fleet, LiveFeeds feeds, StreamPlaces places, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var query = new QueryReader(context.Request, "every", "device", "watch", EventId.Parameter);
        var every = query.Seconds("every", Fastest, Slowest) ?? Usual;
        var (wanted, watched) = (query.Words("device"), query.Words("watch"));
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
            if (Find(lease.Feed, wanted, out var devices) is { } unknown || (unknown = Find(lease.Feed, watched, out var looked)) is not null)
            {
                return unknown;
            }

            await using var watch = MeterWatch.Begin(fleet, looked, null, end.Token);
            HashSet<DeviceId>? only = devices.Count == 0 ? null : [.. devices.Select(device => device.DeviceId)];
            await new Reader(lease.Feed, only, every, await EventStream.BeginAsync(context.Response, end.Token), time).RunAsync(EventId.Of(context.Request), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested || context.Response.HasStarted)
        {
            // The reader has gone, or the node ends.
        }

        return Results.Empty;
    }

    private static IResult? Find(LiveFeed feed, IReadOnlyList<string> called, out IReadOnlyList<DeviceSnapshot> devices)
    {
        var found = feed.Look((picture, _) => called.Select(name => (Name: name, Rows: picture.Called(name).Select(row => row.Device).ToList())).ToList());
        devices = [.. found.SelectMany(device => device.Rows)];
        return found.Find(device => device.Rows.Count == 0) is { Name: { } missing }
            ? Problems.Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id or name '{Printable.Of(missing)}'.")
            : null;
    }

    private sealed class Reader(LiveFeed feed, HashSet<DeviceId>? only, TimeSpan every, EventStream stream, TimeProvider time)
    {
        private long _number;
        private long _wroteAt;

        public async Task RunAsync((string Run, long Number)? last, CancellationToken end)
        {
            _wroteAt = time.GetTimestamp();
            if (last is { } known && known.Run == feed.Run && feed.Look((_, head) => known.Number <= head))
            {
                _number = known.Number;
            }
            else
            {
                await ShowAllAsync(end);
            }

            while (!feed.HasEnded)
            {
                if (!await ShowChangesAsync(end))
                {
                    await StayAliveAsync(end);
                }

                await Task.Delay(every, time, end);
            }
        }

        private async Task ShowAllAsync(CancellationToken end)
        {
            var (head, numbers, rows) = feed.Look((picture, head) => (head, picture.Numbers(), picture.Rows.Where(IsWanted).Select(row => LiveRowJson.Of(row)).OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ToList()));
            _number = head;
            var parts = rows.Chunk(MostAtOnce).DefaultIfEmpty([]).ToList();
            for (var i = 0; i < parts.Count; i++)
            {
                var isLast = i == parts.Count - 1;
                var json = JsonText.Utf8(new PictureJson(time.GetUtcNow(), FleetNumbersJson.Of(numbers), parts[i], !isLast));
                if (isLast)
                {
                    stream.Write("picture", feed.Run, head, json);
                }
                else
                {
                    stream.Write("picture", json);
                }

                await FlushAsync(end);
            }
        }

        /// <summary>Whether there was any.</summary>
        private async Task<bool> ShowChangesAsync(CancellationToken end)
        {
            var changes = feed.Look((picture, head) => head == _number ? null : new
            {
                Head = head,
                Numbers = picture.NumbersSince(_number),
                Rows = picture.Rows.Where(row => row.ChangedAt > _number && IsWanted(row)).Select(row => LiveRowJson.Of(row, _number)).ToList(),
                Removed = picture.RemovedSince(_number),
            });
            if (changes is null)
            {
                return false;
            }

            if (changes.Removed is not { } removed)
            {
                await ShowAllAsync(end);
                return true;
            }

            _number = changes.Head;
            if (changes.Rows.Count == 0 && removed.Count == 0 && changes.Numbers is null)
            {
                return false;
            }

            stream.Write("changes", feed.Run, _number, JsonText.Utf8(new ChangesJson(
                time.GetUtcNow(),
                changes.Numbers is { } numbers ? FleetNumbersJson.Of(numbers) : null,
                changes.Rows.Count == 0 ? null : changes.Rows,
                removed.Count == 0 ? null : [.. removed.Select(id => id.Value)])));
            await FlushAsync(end);
            return true;
        }

        private bool IsWanted(PictureRow row) => only?.Contains(row.Device.DeviceId) ?? true;

        private async Task StayAliveAsync(CancellationToken end)
        {
            if (time.GetElapsedTime(_wroteAt) >= EventEndpoints.Alive)
            {
                stream.WriteAlive();
                await FlushAsync(end);
            }
        }

        private Task FlushAsync(CancellationToken end)
        {
            _wroteAt = time.GetTimestamp();
            return stream.FlushAsync(end);
        }
    }
}
