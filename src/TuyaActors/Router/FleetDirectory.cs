using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Router;

/// <summary>One device, as the router knows it.</summary>
internal sealed class DirectoryEntry(DeviceDefinition definition, IActorRef actor)
{
    public DeviceDefinition Definition { get; set; } = definition;
    public IActorRef Actor { get; set; } = actor;
    public DeviceState State { get; set; } = DeviceState.Stopped;
    public DiagnosisKind? Finding { get; set; }

    /// <summary>The LAN segment it is in; null in a fleet of one.</summary>
    public string? Segment { get; set; }

    public DeviceId Id => Definition.Id;

    /// <summary>What is wrong with it; a device that rests without an address tells nobody, for its state stays what it is.</summary>
    public DiagnosisKind? Diagnosis => State.IsWell() ? null : State == DeviceState.Resolving ? DiagnosisKind.Unresolved : Finding;
}

/// <summary>Whom a selector means.</summary>
/// <param name="Devices">Those that there are, each once.</param>
/// <param name="Unknown">Ids that no device has.</param>
/// <param name="Unmatched">Names, tags and groups that no device bears, e.g. "tag 'attic'".</param>
internal sealed record Selection(IReadOnlyList<DirectoryEntry> Devices, IReadOnlyList<DeviceId> Unknown, ImmutableArray<string> Unmatched);

/// <summary>Who is who, and how each is as far as its events have told. Asking it touches no device.</summary>
internal sealed class FleetDirectory
{
    private readonly Dictionary<DeviceId, DirectoryEntry> _devices = [];

    public IEnumerable<DirectoryEntry> All => _devices.Values;

    public DirectoryEntry? Find(DeviceId id) => _devices.GetValueOrDefault(id);

    /// <summary>Whether another actor than before is this device now.</summary>
    public bool Know(DeviceDefinition definition, IActorRef actor)
    {
        if (!_devices.TryGetValue(definition.Id, out var known))
        {
            _devices[definition.Id] = new DirectoryEntry(definition, actor);
            return true;
        }

        var isAnother = !known.Actor.Equals(actor);
        (known.Definition, known.Actor) = (definition, actor);
        return isAnother;
    }

    public DirectoryEntry? Forget(DeviceId id) => _devices.Remove(id, out var known) ? known : null;

    public void Note(DeviceEvents.StateChanged change) => Note(change.DeviceId, change.To, change.Diagnosis?.Kind);

    public void Note(DeviceId id, DeviceState state, DiagnosisKind? finding)
    {
        if (_devices.TryGetValue(id, out var device))
            (device.State, device.Finding) = (state, finding);
    }

    /// <summary>Whom it means now.</summary>
    public Selection Select(DeviceSelector selector)
    {
        var isByIdOnly = !selector.Everything && selector.Names.IsEmpty && selector.Tags.IsEmpty && selector.Groups.IsEmpty;
        List<DirectoryEntry> meant = isByIdOnly
            ? [.. selector.Ids.Select(Find).OfType<DirectoryEntry>()]
            : [.. _devices.Values.Where(device => selector.Selects(device.Definition))];
        return new Selection(
            meant,
            [.. selector.Ids.Where(id => !_devices.ContainsKey(id))],
            [
                .. Missing("name", selector.Names, meant.Select(device => device.Definition.Name)),
                .. Missing("tag", selector.Tags, meant.SelectMany(device => device.Definition.Tags)),
                .. Missing("group", selector.Groups, meant.Select(device => device.Definition.Group).OfType<string>()),
            ]);
    }

    /// <summary>Those that pass, by name and then id.</summary>
    public IReadOnlyList<DirectoryEntry> Find(DeviceFilter? filter)
    {
        IEnumerable<DirectoryEntry> found = filter?.Devices is { } selector ? Select(selector).Devices : _devices.Values;
        if (filter is { States.IsEmpty: false })
            found = found.Where(device => filter.States.Contains(device.State));
        if (filter is { Segment.Length: > 0 })
            found = found.Where(device => string.Equals(device.Segment, filter.Segment, StringComparison.OrdinalIgnoreCase));
        if (filter is { Text.Length: > 0 })
            found = found.Where(device => Contains(device.Id.Value, filter.Text) || Contains(device.Definition.Name, filter.Text) || Contains(device.Definition.ProductName, filter.Text));
        return [.. found.OrderBy(device => device.Definition.Name, StringComparer.OrdinalIgnoreCase).ThenBy(device => device.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>As those who write have told.</summary>
    public StorageHealth Storage { get; set; } = new(false, null);

    /// <summary>But for what only others know.</summary>
    public FleetHealth Health()
    {
        var own = _devices.Values.Where(device => !device.Definition.IsSubDevice).ToList();
        return new FleetHealth(own.Count, own.GroupBy(device => device.State).ToImmutableSortedDictionary(group => group.Key, group => group.Count()), [])
        {
            ByDiagnosis = own.Where(device => device.Diagnosis is not null).GroupBy(device => device.Diagnosis!.Value)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            Wedged = [.. own.Where(device => device.Diagnosis == DiagnosisKind.Wedged).Select(device => device.Id).OrderBy(id => id.Value, StringComparer.Ordinal)],
            Storage = Storage,
            Segments =
            [
                .. own.Where(device => device.Segment is not null).GroupBy(device => device.Segment!).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new SegmentHealth(group.Key, true, group.Count(), group.Count(device => device.State.IsWell()), [])),
            ],
            SubDevices = _devices.Count - own.Count,
            SubDevicesOnline = _devices.Values.Count(device => device.Definition.IsSubDevice && device.State.IsWell()),
        };
    }

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<string> Missing(string what, ImmutableHashSet<string> words, IEnumerable<string> borne) =>
        words.IsEmpty ? [] : words.Except(borne).Order(StringComparer.OrdinalIgnoreCase).Select(word => $"{what} '{word}'");
}
