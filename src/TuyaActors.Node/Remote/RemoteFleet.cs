using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Http;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Remote;

/// <summary>The fleet of a running node, as commands ask it.</summary>
internal sealed class RemoteFleet(NodeClient node)
{
    // On top of what the node itself may take for an answer.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // Where the request does not say, a device that sleeps is waited for: tuya.battery.command-timeout.
    private static readonly TimeSpan UsualCommand = TimeSpan.FromHours(1);

    /// <summary>The way to the node.</summary>
    public NodeClient Node => node;

    /// <summary>Whose answers these are, for sentences.</summary>
    public string Where => $"the node at {node.Url}";

    /// <summary>How the fleet and its node are.</summary>
    public Task<DeskAnswer<FleetJson>> FleetAsync(CancellationToken cancellationToken) => GetAsync<FleetJson>("api/fleet", cancellationToken);

    /// <summary>Which nodes there are.</summary>
    public Task<DeskAnswer<ClusterJson>> ClusterAsync(CancellationToken cancellationToken) => GetAsync<ClusterJson>("api/cluster", cancellationToken);

    /// <summary>All groups, or all tags.</summary>
    public Task<DeskAnswer<WordsJson>> WordsAsync(string kind, CancellationToken cancellationToken) => GetAsync<WordsJson>($"api/{kind}", cancellationToken);

    /// <summary>All devices that pass, whatever the number of pages.</summary>
    /// <param name="filter">Parameters of <c>/api/devices</c>, but for those that name a page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="most">Only so many.</param>
    public async Task<DeskAnswer<DevicesJson>> DevicesAsync(IEnumerable<KeyValuePair<string, string>> filter, CancellationToken cancellationToken, int most = int.MaxValue)
    {
        List<KeyValuePair<string, string>> parameters = [.. filter];
        var take = Math.Min(most, DeviceList.MostTaken);
        List<DeviceJson> devices = [];
        SortedSet<string> unavailable = new(StringComparer.Ordinal);
        for (var skip = 0; ; skip += take)
        {
            var query = new QueryBuilder(parameters)
            {
                { "skip", skip.ToString(CultureInfo.InvariantCulture) },
                { "take", take.ToString(CultureInfo.InvariantCulture) },
            };
            if (!(await GetAsync<DevicesJson>($"api/devices{query}", cancellationToken)).IsOk(out var page, out var problem))
            {
                return problem;
            }

            devices.AddRange(page.Devices);
            unavailable.UnionWith(page.Unavailable);
            if (skip + take >= Math.Min(page.Total, most))
            {
                return new DevicesJson(page.Total, 0, devices.Count, devices, [.. unavailable]);
            }
        }
    }

    /// <summary>All that is known of one device.</summary>
    public Task<DeskAnswer<DeviceDetailsJson>> DeviceAsync(string id, CancellationToken cancellationToken) => GetAsync<DeviceDetailsJson>(Path(id), cancellationToken);

    /// <summary>What went over its connection in the last minute.</summary>
    public Task<DeskAnswer<FramesJson>> FramesAsync(string id, CancellationToken cancellationToken) => GetAsync<FramesJson>($"{Path(id)}/frames", cancellationToken);

    /// <summary>Has the device asked for its values.</summary>
    public Task<DeskAnswer<OutcomeJson>> RefreshAsync(string id, TimeSpan? timeout, CancellationToken cancellationToken) =>
        CommandAsync(id, "refresh", Seconds("timeout", timeout), timeout, cancellationToken);

    /// <summary>Has it connected anew.</summary>
    public Task<DeskAnswer<OutcomeJson>> ReconnectAsync(string id, CancellationToken cancellationToken) => CommandAsync(id, "reconnect", new QueryBuilder(), null, cancellationToken);

    /// <summary>Has it show itself.</summary>
    public Task<DeskAnswer<OutcomeJson>> IdentifyAsync(string id, int? dp, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var query = Seconds("timeout", timeout);
        if (dp is { } number)
        {
            query.Add("dp", number.ToString(CultureInfo.InvariantCulture));
        }

        return CommandAsync(id, "identify", query, timeout, cancellationToken);
    }

    /// <summary>Gives it another local key.</summary>
    public Task<DeskAnswer<DefinitionJson>> SetKeyAsync(string id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        node.AskAsync<DefinitionJson>(new NodeRequest(HttpMethod.Put, $"{Path(id)}/key") { Body = body, Revision = revision }, cancellationToken);

    /// <summary>Sets values of many.</summary>
    /// <param name="body">As <c>/api/commands/set</c> wants it.</param>
    /// <param name="timeout">The time-out that stands in it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<DeskAnswer<OutcomesJson>> SetAsync(ReadOnlyMemory<byte> body, TimeSpan? timeout, CancellationToken cancellationToken) =>
        node.AskAsync<OutcomesJson>(new NodeRequest(HttpMethod.Post, "api/commands/set") { Body = body, Patience = (timeout ?? UsualCommand) + Grace }, cancellationToken);

    /// <summary>Who answers on the LAN now.</summary>
    public Task<DeskAnswer<SightingsJson>> ScanAsync(TimeSpan length, CancellationToken cancellationToken) =>
        node.AskAsync<SightingsJson>(new NodeRequest(HttpMethod.Post, $"api/scan{Seconds("seconds", length)}") { Patience = length + Grace }, cancellationToken);

    /// <summary>The devices that are called so, in the order of the words: for each the one with that id, or else the only one with that name, without regard to case.</summary>
    public async Task<DeskAnswer<IReadOnlyList<DeviceJson>>> FindAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var found = new List<DeviceJson>();
        foreach (var text in wanted)
        {
            if (!(await FindAsync(text, cancellationToken)).IsOk(out var device, out var problem))
            {
                return problem;
            }

            found.Add(device);
        }

        return found;
    }

    /// <summary>The one that is called so.</summary>
    public async Task<DeskAnswer<DeviceJson>> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(wanted))
        {
            return DeskProblems.BadRequest("device", "it is empty; wanted is the id or the name of a device");
        }

        // Its text is looked for in ids, names and products.
        if (!(await DevicesAsync([new("text", wanted)], cancellationToken)).IsOk(out var near, out var problem))
        {
            return problem;
        }

        var bearers = near.Devices.Where(device => device.Id == wanted).Take(1).ToList() is [var byId]
            ? [byId]
            : near.Devices.Where(device => string.Equals(device.Name, wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return bearers switch
        {
            [var device] => device,
            [] when near.Unavailable.Contains(wanted) => Problem(StatusCodes.Status503ServiceUnavailable, $"The device '{wanted}' has not answered {Where} in time; try again."),
            [] => Problem(StatusCodes.Status404NotFound, $"{Where} has no device with the id or name '{wanted}'.{Near(near.Devices)}"),
            _ => DeskProblems.BadRequest("device", $"{Where} has {bearers.Count} devices named '{wanted}'; give the id of one: {string.Join(", ", bearers.Select(d => d.Id))}."),
        };
    }

    private static string Near(IReadOnlyList<DeviceJson> devices)
    {
        const int Most = 5;
        return devices.Count == 0 ? "" : $" Near it are {string.Join(", ", devices.Take(Most).Select(device => $"'{device.Name}'"))}{(devices.Count > Most ? " and others" : "")}.";
    }

    private static ProblemJson Problem(int status, string detail) => new("about:blank", "No such device", status, detail);

    private static string Path(string id) => $"api/devices/{Uri.EscapeDataString(id)}";

    private static QueryBuilder Seconds(string name, TimeSpan? span) =>
        span is { } given ? new QueryBuilder { { name, given.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) } } : new QueryBuilder();

    private Task<DeskAnswer<OutcomeJson>> CommandAsync(string id, string verb, QueryBuilder query, TimeSpan? timeout, CancellationToken cancellationToken) =>
        node.AskAsync<OutcomeJson>(
            new NodeRequest(HttpMethod.Post, $"{Path(id)}/{verb}{query}") { IsOutcome = true, Patience = (timeout ?? UsualCommand) + Grace }, cancellationToken);

    private Task<DeskAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => node.AskAsync<T>(new NodeRequest(HttpMethod.Get, path), cancellationToken);
}
