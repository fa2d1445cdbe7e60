using Microsoft.OpenApi;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary>Wishes to devices: to one of them below <c>/api/devices/{id}</c>, to many by <c>/api/commands</c>.</summary>
internal static class CommandEndpoints
{
    /// <summary>A request that waits longer than this is no request any more.</summary>
    public const double MaxTimeoutSeconds = 300;

    private const string One = "/api/devices/{id}";
    private const string Tag = "commands";

    // Each with the outcome in its body, but for the first.
    private static readonly int[] Refusals =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status503ServiceUnavailable, StatusCodes.Status504GatewayTimeout,
    ];

    /// <summary>Adds the endpoints.</summary>
    public static void MapCommands(this IEndpointRouteBuilder app)
    {
        app.MapPost(One + "/dps", SetDpsAsync).Describe<OutcomeJson>(
            "setDps", Tag, "Sets DPs of one device, and waits for what becomes of it.", ApiDoc.Of(QueryParameter.Timeout) with { Body = new("From DP id to value; also as {\"dps\":{...}}.", """{"1":true}""") }, Refusals);

        app.MapPost(One + "/refresh", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(id, request, ["timeout"], query => query.Seconds("timeout", 0, MaxTimeoutSeconds), (device, timeout) => fleet.RefreshAsync(device, timeout, aborted)))
            .Describe<OutcomeJson>("refreshDevice", Tag, "Asks one device for all its values.", ApiDoc.Of(QueryParameter.Timeout), Refusals);

        app.MapPost(One + "/identify", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(
                id,
                request,
                ["timeout", "dp"],
                query => (Timeout: query.Seconds("timeout", 0, MaxTimeoutSeconds), Dp: query.Number("dp", DpSet.MinId, DpSet.MaxId)),
                (device, wish) => fleet.IdentifyAsync(device, wish.Dp, wish.Timeout, aborted)))
            .Describe<OutcomeJson>(
                "identifyDevice",
                Tag,
                "Lets a device show which one it is: a switch of it is turned over twice. Mind what hangs on it.",
                ApiDoc.Of(new("dp", "Its switch; without it DP 20, else 1.", JsonSchemaType.Integer), QueryParameter.Timeout),
                Refusals);

        app.MapPost(One + "/reconnect", (string id, HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForOneAsync(id, request, [], _ => true, (device, _) => fleet.ReconnectAsync(device, aborted)))
            .Describe<OutcomeJson>("reconnectDevice", Tag, "Ends a wait or a refusal, and connects now.", null, Refusals);

        app.MapPost("/api/commands/set", (HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForManyAsync(request, wantsDps: true, wish => fleet.SetDpsAsync(wish.Devices, wish.Dps, wish.Timeout, wish.Each, wish.Parallelism, aborted), aborted))
            .Describe<OutcomesJson>("setDpsOfMany", Tag, "Sets DPs of many devices: one outcome for each.", ApiDoc.Of() with { Body = new(ManyBody.Description, ManyBody.Example) }, StatusCodes.Status400BadRequest);

        app.MapPost("/api/commands/refresh", (HttpRequest request, ITuyaFleet fleet, CancellationToken aborted) =>
            ForManyAsync(request, wantsDps: false, wish => fleet.RefreshAsync(wish.Devices, wish.Timeout, wish.Each, wish.Parallelism, aborted), aborted))
            .Describe<OutcomesJson>(
                "refreshMany", Tag, "Asks many devices for all their values: one outcome for each.", ApiDoc.Of() with { Body = new(ManyBody.Description, """{"devices":{"all":true},"timeout":5}""") }, StatusCodes.Status400BadRequest);
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
