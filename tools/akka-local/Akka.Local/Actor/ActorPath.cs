#nullable disable
using Akka.Util;

namespace Akka.Actor;

/// <summary>The name of an actor in the tree of its system, with the uid that tells one incarnation of the name from the next.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    /// <summary>What a name may hold besides ASCII letters and digits.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private int _hash;

    private protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    private protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Parent = parentPath;
        Address = parentPath.Address;
        Depth = parentPath.Depth + 1;
        Name = name;
        Uid = uid;
    }

    public long Uid { get; }

    public string Name { get; }

    public Address Address { get; }

    internal int Depth { get; }

    public ActorPath Parent { get; }

    public ActorPath Root => ParentOf(0);

    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            for (var path = this; path.Depth > 0; path = path.Parent)
                elements[path.Depth - 1] = path.Name;
            return elements;
        }
    }

    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    /// <summary>Whether an actor may have this name. A leading '$' belongs to the system.</summary>
    internal static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c, StringComparison.Ordinal))
                continue;
            if (c != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }

        return true;
    }

    public static ActorPath Parse(string path) => TryParse(path, out var parsed)
        ? parsed
        : throw new UriFormatException($"'{path}' is no actor path.");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        if (!TryParseAddress(path, out var address))
            return false;
        var start = path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
        return TryParse(new RootActorPath(address), start < 0 ? "" : path[start..], out actorPath);
    }

    internal static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath;
        var uid = 0L;
        var hash = absoluteUri.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            if (!long.TryParse(absoluteUri.AsSpan(hash + 1), out uid))
                return false;
            absoluteUri = absoluteUri[..hash];
        }

        actorPath = absoluteUri.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(actorPath, (parent, element) => parent.Child(element));
        if (uid != 0)
            actorPath = actorPath.WithUid(uid);
        return true;
    }

    internal static bool TryParseAddress(string path, out Address address) => Address.TryParse(path, out address);

    internal ActorPath Child(string childName) => new ChildActorPath(this, childName, 0);

    internal ActorPath WithUid(long uid) => uid == Uid || Parent is null ? this : new ChildActorPath(Parent, Name, uid);

    /// <summary>The ancestor at this depth; a negative depth counts upwards from here.</summary>
    internal ActorPath ParentOf(int depth)
    {
        var wanted = depth >= 0 ? depth : Math.Max(0, Depth + depth);
        var path = this;
        while (path.Depth > wanted)
            path = path.Parent;
        return path;
    }

    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    public override string ToString() => Address + ToStringWithoutAddress();

    public bool Equals(ActorPath other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Depth != other.Depth)
            return false;
        var (left, right) = (this, other);
        for (; left.Depth > 0; left = left.Parent, right = right.Parent)
        {
            if (ReferenceEquals(left, right))
                return true;
            if (left.Name != right.Name)
                return false;
        }

        return left.Address.Equals(right.Address);
    }

    public override bool Equals(object obj) => obj is ActorPath other && Equals(other);

    public override int GetHashCode()
    {
        if (_hash == 0)
            _hash = Parent is null ? Address.GetHashCode() : HashCode.Combine(Parent.GetHashCode(), Name);
        return _hash;
    }

    public int CompareTo(ActorPath other) => string.CompareOrdinal(ToString(), other?.ToString());

    public ISurrogate ToSurrogate(ActorSystem system) => throw NoWire.Refusal(this);
}

/// <summary>The top of a tree.</summary>
internal sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "")
        : base(address, name)
    {
    }
}

/// <summary>Any path below the top.</summary>
internal sealed class ChildActorPath : ActorPath
{
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(parentPath, name, uid)
    {
    }
}
