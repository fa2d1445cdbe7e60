using Microsoft.OpenApi;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Http;

/// <summary>Which devices a request for <c>/api/devices</c> wants, in which order, and which page of them.</summary>
internal sealed record DeviceList
{
    /// <summary>As many as a page has where the request does not say.</summary>
    public const int UsualTake = 100;

    /// <summary>As many as a page may have: half a megabyte of JSON.</summary>
    public const int MostTaken = 1000;

    /// <summary>Stands for all states in which a device is away, or in need of somebody.</summary>
    public const string Problem = "problem";

    private static readonly StringComparer Same = StringComparer.OrdinalIgnoreCase;

    // Each leaves equals in the order of their names.
    private static readonly Dictionary<string, Comparison<DeviceSnapshot>> Orders = new(StringComparer.Ordinal)
    {
        ["name"] = (_, _) => 0,
        ["id"] = (a, b) => string.CompareOrdinal(a.DeviceId.Value, b.DeviceId.Value),
        ["state"] = (a, b) => Urgencies.Of(a).CompareTo(Urgencies.Of(b)) is not 0 and var order ? order : a.State.CompareTo(b.State),
        ["since"] = (a, b) => a.Since.CompareTo(b.Since),
        ["lastPush"] = (a, b) => Nullable.Compare(a.LastPushAt, b.LastPushAt),
        ["address"] = (a, b) => AddressOf(a).AsSpan().SequenceCompareTo(AddressOf(b)),
        ["group"] = (a, b) => Same.Compare(a.Group ?? "", b.Group ?? ""),
    };

    /// <summary>The parameters that say it.</summary>
    public static ApiDoc Doc { get; } = ApiDoc.Of(
        new("state", $"Only those in one of these states; {Problem}: those that are away, or in need of somebody.", IsRepeatable: true) { Allowed = [Problem, .. JsonWord.AllOf<DeviceState>()] },
        new("diagnosis", "Only those with one of these diagnoses.", IsRepeatable: true) { Allowed = JsonWord.AllOf<DiagnosisKind>() },
        new("tag", "Only those with one of these tags.", IsRepeatable: true),
        new("group", "Only those in one of these groups.", IsRepeatable: true),
        new("segment", "Only those in one of these LAN segments; a fleet of one segment has no name for it.", IsRepeatable: true),
        new("text", "Only those whose name, id or product's name contains this."),
        new("sort", "In which order; state: those that want to be looked at first. With a - in front the other way round. Default name.") { Allowed = [.. Orders.Keys, .. Orders.Keys.Select(order => "-" + order)] },
        new("skip", "How many to leave out at the beginning.", JsonSchemaType.Integer),
        new("take", $"How many to answer at most, 1 to {MostTaken}; default {UsualTake}.", JsonSchemaType.Integer));

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. Doc.Query.Select(parameter => parameter.Name)];

    /// <summary>The words that say an order; with a <c>-</c> in front of one it is the other way round.</summary>
    public static IReadOnlyCollection<string> OrderWords => Orders.Keys;

    private List<DeviceState> States { get; init; } = [];

    private bool WantsProblems { get; init; }

    private IReadOnlyList<DiagnosisKind> Diagnoses { get; init; } = [];

    private IReadOnlyList<string> Tags { get; init; } = [];

    private IReadOnlyList<string> Groups { get; init; } = [];

    private IReadOnlyList<string> Segments { get; init; } = [];

    private string? Text { get; init; }

    private string Order { get; init; } = "name";

    private bool IsDescending { get; init; }

    private int Skip { get; init; }

    private int Take { get; init; }

    // Then the fleet itself finds the page, and asks only those on it.
    private bool IsTheFleets => Order == "name" && !IsDescending && !WantsProblems && Diagnoses.Count == 0 && (Tags.Count == 0 || Groups.Count == 0) && Segments.Count < 2;

    /// <summary>Reads it from a request's query.</summary>
    public static DeviceList Read(QueryReader query)
    {
        var (states, wantsProblems) = (new List<DeviceState>(), false);
        foreach (var word in query.Words("state"))
        {
            if (Same.Equals(word, Problem))
            {
                wantsProblems = true;
            }
            else if (JsonWord.TryParse<DeviceState>(word, out var state))
            {
                states.Add(state);
            }
            else
            {
                query.Refuse("state", $"it is '{Printable.Of(word)}'; allowed are {Problem} (away, or in need of somebody) and {string.Join(", ", JsonWord.AllOf<DeviceState>())}");
            }
        }

        var sort = query.Word("sort") ?? "name";
        var order = sort.TrimStart('-');
        if (!Orders.ContainsKey(order) || sort.Length - order.Length > 1)
        {
            query.Refuse("sort", $"it is '{Printable.Of(sort)}'; allowed are {string.Join(", ", Orders.Keys)}, with a - in front for the other way round");
        }

        return new DeviceList
        {
            States = states,
            WantsProblems = wantsProblems,
            Diagnoses = query.Words<DiagnosisKind>("diagnosis"),
            Tags = query.Words("tag"),
            Groups = query.Words("group"),
            Segments = query.Words("segment"),
            Text = query.Word("text"),
            Order = order,
            IsDescending = sort.StartsWith('-'),
            Skip = query.Number("skip", 0, int.MaxValue) ?? 0,
            Take = query.Number("take", 1, MostTaken) ?? UsualTake,
        };
    }

    /// <summary>Asks the fleet.</summary>
    public async Task<DevicesJson> AskAsync(ITuyaFleet fleet, CancellationToken cancellationToken)
    {
        var filter = new DeviceFilter
        {
            Devices = Tags.Count > 0 ? DeviceSelector.Tagged(Tags) : Groups.Count > 0 ? DeviceSelector.InGroup(Groups) : null,
            States = WantsProblems ? [] : [.. States],
            Segment = Segments is [var segment] ? segment : null,
            Text = Text,
        };
        if (IsTheFleets)
        {
            var page = await fleet.GetDevicesAsync(filter, new Page(Skip, Take), cancellationToken);
            return Answer(page, page.Found, page.Total);
        }

        var all = await fleet.GetDevicesAsync(filter, null, cancellationToken);
        List<DeviceSnapshot> passed = [.. all.Found.Where(Passes)];
        // By name they came; List.Sort would not leave equals as they are.
        IEnumerable<DeviceSnapshot> sorted = passed.Order(Comparer<DeviceSnapshot>.Create(Orders[Order]));
        if (IsDescending)
        {
            sorted = Order == "name" ? Enumerable.Reverse(passed) : passed.OrderDescending(Comparer<DeviceSnapshot>.Create(Orders[Order]));
        }

        return Answer(all, sorted.Skip(Skip).Take(Take), passed.Count);
    }

    /// <summary>Where the pages before and behind are (RFC 8288).</summary>
    public string? Links(HttpRequest request, int total)
    {
        List<string> links = [];
        if (Skip > 0)
        {
            links.Add(Link("prev", Math.Max(0, Skip - Take)));
        }

        if (Skip + (long)Take < total)
        {
            links.Add(Link("next", Skip + Take));
        }

        return links.Count == 0 ? null : string.Join(", ", links);

        string Link(string relation, int skip)
        {
            var others = request.Query.Where(pair => pair.Key is not ("skip" or "take"))
                .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
            return $"<{request.Path}{QueryString.Create([.. others, new("skip", $"{skip}"), new("take", $"{Take}")])}>; rel=\"{relation}\"";
        }
    }

    private bool Passes(DeviceSnapshot device) =>
        (!(WantsProblems || States.Count > 0) || States.Contains(device.State) || (WantsProblems && Urgencies.Of(device) <= Urgency.Failing))
        && (Diagnoses.Count == 0 || (device.Diagnosis is { } diagnosis && Diagnoses.Contains(diagnosis.Kind)))
        && (Groups.Count == 0 || (device.Group is { } group && Groups.Contains(group, Same)))
        && (Segments.Count < 2 || (device.Segment is { } segment && Segments.Contains(segment, Same)));

    private DevicesJson Answer(DeviceReplies.Devices asked, IEnumerable<DeviceSnapshot> page, int total) =>
        new(total, Skip, Take, [.. page.Select(DeviceJson.Of)], [.. asked.Unavailable.Select(id => id.Value)]);

    private static byte[] AddressOf(DeviceSnapshot device) => device.EndPoint?.Address.GetAddressBytes() ?? [];
}
