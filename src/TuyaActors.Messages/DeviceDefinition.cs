using System.Collections.Immutable;
using System.Net;
using TuyaActors.Protocol;

namespace TuyaActors.Messages;

/// <summary>What an operator says of a device: who it is and how to talk to it. What was learned from the device stands elsewhere.</summary>
public sealed record DeviceDefinition(DeviceId Id)
{
    /// <summary>The name people use; the id where none was given.</summary>
    public string Name { get; init; } = Id.Value;

    /// <summary>The 16-character local key; <c>null</c> only for a sub-device, which talks under its gateway's.</summary>
    public LocalKey? Key { get; init; }

    /// <summary>The protocol version; <c>null</c>: found out by sighting, else by trial.</summary>
    public ProtocolVersion? Version { get; init; }

    /// <summary>Where it is; <c>null</c>: found by discovery.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Its TCP port, 1 to 65535; real devices have 6668.</summary>
    public int Port { get; init; } = 6668;

    /// <summary>How it is to be connected; means nothing for a sub-device.</summary>
    public ConnectionMode Mode { get; init; }

    /// <summary>For a sub-device, the gateway whose connection it shares.</summary>
    public DeviceId? Gateway { get; init; }

    /// <summary>For a sub-device, its id behind the gateway (tinytuya: node_id).</summary>
    public string? Cid { get; init; }

    /// <summary>The product's name, for people.</summary>
    public string? ProductName { get; init; }

    /// <summary>Free words to find devices by.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = [];

    /// <summary>The group it is in, e.g. its room; <c>null</c>: in none.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// What tinytuya's <c>devices.json</c> says of it that has no property here (its <c>mapping</c> among it), as the text of a JSON object;
    /// kept to be given back. Never a key.
    /// </summary>
    public string? Details { get; init; }

    /// <summary>Whether it sits behind a gateway and has no connection of its own.</summary>
    public bool IsSubDevice => Gateway is not null;

    /// <summary>By value, tags included.</summary>
    public bool Equals(DeviceDefinition? other) =>
        other is not null && Id == other.Id && Name == other.Name && Equals(Key, other.Key) && Version == other.Version
        && Equals(Address, other.Address) && Port == other.Port && Mode == other.Mode && Gateway == other.Gateway && Cid == other.Cid
        && ProductName == other.ProductName && Group == other.Group && Details == other.Details && Tags.SetEquals(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Version, Port);
}
