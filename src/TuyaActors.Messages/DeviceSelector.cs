using System.Collections.Immutable;

namespace TuyaActors.Messages;

/// <summary>
/// Which devices are meant: each that at least one part names; an empty selector names none. Names, tags and groups are compared without regard
/// to case. In a command or a question, who is meant is decided when it arrives, so a device that gets a tag later is not meant.
/// </summary>
public sealed record DeviceSelector
{
    private static readonly StringComparer Words = StringComparer.OrdinalIgnoreCase;

    private DeviceSelector()
    {
    }

    /// <summary>All devices of the fleet, those behind gateways too.</summary>
    public static DeviceSelector All { get; } = new() { Everything = true };

    /// <summary>No device; to begin a chain of <see cref="Or"/> with.</summary>
    public static DeviceSelector None { get; } = new();

    /// <summary>Whether all devices are meant.</summary>
    public bool Everything { get; private init; }

    /// <summary>Those with one of these ids.</summary>
    public ImmutableHashSet<DeviceId> Ids { get; private init; } = [];

    /// <summary>Those with one of these names; several may bear the same.</summary>
    public ImmutableHashSet<string> Names { get; private init; } = ImmutableHashSet.Create<string>(Words);

    /// <summary>Those with one of these tags.</summary>
    public ImmutableHashSet<string> Tags { get; private init; } = ImmutableHashSet.Create<string>(Words);

    /// <summary>Those in one of these groups.</summary>
    public ImmutableHashSet<string> Groups { get; private init; } = ImmutableHashSet.Create<string>(Words);

    /// <summary>Whether it names nothing, and so means no device.</summary>
    public bool IsEmpty => !Everything && Ids.IsEmpty && Names.IsEmpty && Tags.IsEmpty && Groups.IsEmpty;

    /// <summary>The devices of these ids.</summary>
    public static DeviceSelector Of(params IEnumerable<DeviceId> ids) => new() { Ids = [.. ids] };

    /// <summary>The devices with one of these names.</summary>
    public static DeviceSelector Named(params IEnumerable<string> names) => new() { Names = ImmutableHashSet.CreateRange(Words, names) };

    /// <summary>The devices with one of these tags.</summary>
    public static DeviceSelector Tagged(params IEnumerable<string> tags) => new() { Tags = ImmutableHashSet.CreateRange(Words, tags) };

    /// <summary>The devices in one of these groups.</summary>
    public static DeviceSelector InGroup(params IEnumerable<string> groups) => new() { Groups = ImmutableHashSet.CreateRange(Words, groups) };

    /// <summary>What this or the other means.</summary>
    public DeviceSelector Or(DeviceSelector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new DeviceSelector
        {
            Everything = Everything || other.Everything,
            Ids = Ids.Union(other.Ids),
            Names = Names.Union(other.Names),
            Tags = Tags.Union(other.Tags),
            Groups = Groups.Union(other.Groups),
        };
    }

    /// <summary>Whether a device of this definition is meant.</summary>
    public bool Selects(DeviceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Everything
            || Ids.Contains(definition.Id)
            || Names.Contains(definition.Name)
            || (definition.Group is { } group && Groups.Contains(group))
            || definition.Tags.Any(Tags.Contains);
    }

    /// <summary>By value.</summary>
    public bool Equals(DeviceSelector? other) =>
        other is not null && Everything == other.Everything && Ids.SetEquals(other.Ids) && Names.SetEquals(other.Names)
        && Tags.SetEquals(other.Tags) && Groups.SetEquals(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Everything, Ids.Count, Names.Count, Tags.Count, Groups.Count);

    /// <inheritdoc/>
    public override string ToString() => Everything
        ? "all devices"
        : IsEmpty
            ? "no device"
            : string.Join(" or ", new[] { ("id", Ids.Select(id => id.Value)), ("name", Names), ("tag", Tags), ("group", Groups) }
                .SelectMany(part => part.Item2.Order(StringComparer.Ordinal).Select(word => $"{part.Item1} '{word}'")));
}
