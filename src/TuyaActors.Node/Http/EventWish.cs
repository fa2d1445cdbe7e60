using System.Collections.Immutable;
using Microsoft.OpenApi;
using TuyaActors.Messages;
using TuyaActors.Node.Live;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary>Which events a reader of <c>/api/events</c> wants.</summary>
internal sealed record EventWish
{
    private static readonly (string Word, EventKinds Kinds)[] Words =
    [
        ("state", EventKinds.States),
        ("dps", EventKinds.Reports),
        ("definition", EventKinds.Definitions),
        ("sighting", EventKinds.Sightings),
        ("snapshot", EventKinds.Snapshots),
    ];

    private static readonly StringComparer Same = StringComparer.OrdinalIgnoreCase;

    /// <summary>The kinds' names.</summary>
    public static IReadOnlyList<string> KindWords { get; } = [.. Words.Select(known => known.Word)];

    /// <summary>The parameters that say it.</summary>
    public static ApiDoc Doc { get; } = ApiDoc.Of(
        new("device", "Only of the devices of these ids or names. With tags and groups: of each that one of them names.", IsRepeatable: true),
        new("tag", "Only of devices with one of these tags.", IsRepeatable: true),
        new("group", "Only of devices in one of these groups.", IsRepeatable: true),
        new("kind", "Only these kinds; default all but sighting.", IsRepeatable: true) { Allowed = Words.Select(known => known.Word) },
        new("dp", "Of reports only those of these DPs; energy meters among them are measured more often meanwhile.", JsonSchemaType.Integer, IsRepeatable: true),
        new(EventId.Parameter, "As the header Last-Event-ID, for those who cannot set it."));

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. Doc.Query.Select(parameter => parameter.Name)];

    /// <summary>Ids or names; with tags and groups empty, too: all devices.</summary>
    public ImmutableHashSet<string> Devices { get; init; } = ImmutableHashSet.Create<string>(Same);

    /// <summary>Tags.</summary>
    public ImmutableHashSet<string> Tags { get; init; } = ImmutableHashSet.Create<string>(Same);

    /// <summary>Groups.</summary>
    public ImmutableHashSet<string> Groups { get; init; } = ImmutableHashSet.Create<string>(Same);

    /// <summary>Which kinds.</summary>
    public EventFilter Filter { get; init; } = EventFilter.Default;

    private bool IsOfAll => Devices.IsEmpty && Tags.IsEmpty && Groups.IsEmpty;

    /// <summary>Whether a reader is first shown how things stand.</summary>
    public bool WantsSnapshots => (Filter.Kinds & EventKinds.Snapshots) != 0;

    /// <summary>Reads it from a request's query.</summary>
    public static EventWish Read(QueryReader query)
    {
        var kinds = EventKinds.None;
        foreach (var word in query.Words("kind"))
        {
            var found = Words.FirstOrDefault(known => Same.Equals(known.Word, word)).Kinds;
            kinds |= found;
            if (found == EventKinds.None)
            {
                query.Refuse("kind", $"it is '{Printable.Of(word)}'; allowed are {string.Join(", ", Words.Select(known => known.Word))}");
            }
        }

        return new EventWish
        {
            Devices = ImmutableHashSet.CreateRange(Same, query.Words("device")),
            Tags = ImmutableHashSet.CreateRange(Same, query.Words("tag")),
            Groups = ImmutableHashSet.CreateRange(Same, query.Words("group")),
            Filter = new EventFilter([], kinds == EventKinds.None ? EventKinds.Devices : kinds) { Dps = [.. query.Numbers("dp", DpSet.MinId, DpSet.MaxId)] },
        };
    }

    /// <summary>Whether the device is one of those wanted.</summary>
    public bool Wants(DeviceSnapshot device) =>
        IsOfAll
        || Devices.Contains(device.DeviceId.Value)
        || Devices.Contains(device.Name)
        || (device.Group is { } group && Groups.Contains(group))
        || device.Tags.Any(Tags.Contains);

    /// <summary>Whether the event is.</summary>
    public bool Wants(LoggedEvent logged) => logged.Event switch
    {
        null => false,
        DeviceEvents.Lagged => true,
        // A stranger has no name, no tags and no group.
        var e => Filter.Wants(e) && (IsOfAll || (logged.Device is { } device ? Wants(device) : Devices.Contains(e.DeviceId.Value))),
    };
}
