using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary>Wishes to devices: to one of them below <c>/api/devices/{id}</c>, to many by <c>/api/commands</c>.</summary>
internal static class CommandEndpoints
{
    /// <summary>A request that waits longer than this is no request any more.</summary>
    public const double MaxTimeoutSeconds = 300;

    private const string One = "/api/devices/{id}";

    /// <summary>Adds the endpoints.</summary>
    public static void MapCommands(this IEndpointRouteBuilder app)
    {
        app.MapPost(One + "/dps", SetDpsAsync);

        app.MapPost(One + "/refresh", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(id, request, ["timeout"], query => query.Seconds("timeout", 0, MaxTimeoutSeconds), (device, timeout) => fleet.RefreshAsync(device, timeout, aborted)));

        app.MapPost(One + "/identify", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(
                id,
                request,
                ["timeout", "dp"],
                query => (Timeout: query.Seconds("timeout", 0, MaxTimeoutSeconds), Dp: query.Number("dp", DpSet.MinId, DpSet.MaxId)),
                (device, wish) => fleet.IdentifyAsync(device, wish.Dp, wish.Timeout, aborted)));

        app.MapPost(One + "/reconnect", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(id, request, [], _ => true, (device, _) => fleet.ReconnectAsync(device, aborted)));

        app.MapPost("/api/commands/set", (HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForManyAsync(request, wantsDps: true, wish => fleet.SetDpsAsync(wish.Devices, wish.Dps, wish.Timeout, wish.Each, wish.Parallelism, aborted), aborted));

        app.MapPost("/api/commands/refresh", (HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForManyAsync(request, wantsDps: false, wish => fleet.RefreshAsync(wish.Devices, wish.Timeout, wish.Each, wish.Parallelism, aborted), aborted));
    }

    private static async Task<IResult> SetDpsAsync(string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted)
    {
        if (!DeviceId.TryParse(id, out var device, out _))
        {
            return DeviceEndpoints.NotFound(id);
        }

        var query = new QueryReader(request, "timeout");
        var timeout = query.Seconds("timeout", 0, MaxTimeoutSeconds);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, aborted);
        return unreadable is not null ? unreadable
            : DpsBody.TryRead(body, out var dps, out var field, out var why) ? Outcomes.Of(await fleet.SetDpsAsync(device, dps, timeout, aborted))
            : Problems.BadRequest(field, why);
    }

    private static async Task<IResult> ForOneAsync<T>(
        string id, HttpRequest request, IReadOnlyList<string> parameters, Func<QueryReader, T> read, Func<DeviceId, T, Task<CommandOutcome>> act)
    {
        var query = new QueryReader(request, [.. parameters]);
        var wish = read(query);
        return query.Refusal is { } refusal ? refusal
            : DeviceId.TryParse(id, out var device, out _) ? Outcomes.Of(await act(device, wish))
            : DeviceEndpoints.NotFound(id);
    }

    private static async Task<IResult> ForManyAsync(HttpRequest request, bool wantsDps, Func<ManyWish, Task<DeviceReplies.Outcomes>> act, CancellationToken aborted)
    {
        if (new QueryReader(request).Refusal is { } refusal)
        {
            return refusal;
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, aborted, ManyBody.MaxLength);
        return unreadable is not null ? unreadable
            : ManyBody.TryRead(body, wantsDps, out var wish, out var field, out var why) ? Outcomes.Of(await act(wish))
            : Problems.BadRequest(field, why);
    }
}
