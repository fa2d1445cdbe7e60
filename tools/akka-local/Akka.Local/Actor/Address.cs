#nullable disable
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system is: <c>protocol://system@host:port</c>, or <c>protocol://system</c> for one without a network face.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    internal string Protocol { get; }

    internal string System { get; }

    internal string Host { get; }

    internal int? Port { get; }

    internal bool HasLocalScope => string.IsNullOrEmpty(Host);

    internal static bool TryParse(string path, out Address address)
    {
        address = null;
        var scheme = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme <= 0)
            return false;
        var protocol = path[..scheme];
        var rest = path[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
            rest = rest[..slash];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            if (rest.Length == 0)
                return false;
            address = new Address(protocol, rest);
            return true;
        }

        var colon = rest.LastIndexOf(':');
        if (at == 0 || colon < at || !int.TryParse(rest.AsSpan(colon + 1), out var port))
            return false;
        address = new Address(protocol, rest[..at], rest[(at + 1)..colon], port);
        return true;
    }

    public object Clone() => new Address(Protocol, System, Host, Port);

    public int CompareTo(Address other) => Compare(this, other);

    public bool Equals(Address other) => other is not null
        && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol;

    public override bool Equals(object obj) => obj is Address other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public override string ToString()
    {
        var text = $"{Protocol}://{System}";
        if (!string.IsNullOrEmpty(Host))
            text += $"@{Host}";
        return Port is { } port ? $"{text}:{port}" : text;
    }

    int IComparable.CompareTo(object obj) => obj is Address other
        ? CompareTo(other)
        : throw new ArgumentException($"Cannot compare an address with {obj?.GetType().Name ?? "null"}.", nameof(obj));

    public ISurrogate ToSurrogate(ActorSystem system) => throw NoWire.Refusal(this);

    private static int Compare(Address left, Address right) =>
        string.CompareOrdinal(left?.ToString(), right?.ToString());
}
