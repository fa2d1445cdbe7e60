using System.Text;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// A tree of settings, read by dotted path. Immutable. A missing path reads as the default that the caller names;
/// a value of another form throws.
/// </summary>
public class Config
{
    public static readonly Config Empty = new();

    private readonly HoconMap _root;

    public Config()
        : this(new HoconMap())
    {
    }

    internal Config(HoconMap root) => _root = root;

    public virtual HoconValue Root => new(_root);

    public virtual bool IsEmpty => _root.IsEmpty;

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>These settings, and where they are missing those of <paramref name="fallback"/>; objects are merged key by key.</summary>
    /// <exception cref="ArgumentException">A config as its own fallback.</exception>
    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(this, fallback))
            throw new ArgumentException("A config cannot be its own fallback.", nameof(fallback));
        return fallback is null || fallback.IsEmpty ? this : new Config(HoconMap.Merge(fallback._root, _root));
    }

    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>What stands at the path; null when nothing does.</summary>
    public HoconValue GetValue(string path) => Find(path)!;

    /// <summary>The object at the path; null when there is nothing.</summary>
    public virtual Config GetConfig(string path) => Find(path) is { } value ? new Config(value.Node as HoconMap ?? new HoconMap()) : null!;

    public virtual string GetString(string path, string? @default = null) => (Find(path) is { } value ? value.GetString() : @default)!;

    public virtual int GetInt(string path, int @default = 0) => Find(path)?.GetInt() ?? @default;

    public virtual long GetLong(string path, long @default = 0) => Find(path)?.GetLong() ?? @default;

    public virtual bool GetBoolean(string path, bool @default = false) => Find(path)?.GetBoolean() ?? @default;

    public virtual double GetDouble(string path, double @default = 0) => Find(path)?.GetDouble() ?? @default;

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Find(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    public virtual long? GetByteSize(string path) => Find(path)?.GetByteSize();

    public virtual IList<string> GetStringList(string path) => Find(path)?.GetStringList() ?? [];

    internal virtual IList<string> GetStringList(string path, string[] defaultPaths) => Find(path)?.GetStringList() ?? defaultPaths;

    /// <summary>The keys of the top level with their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() =>
        _root.Items.Select(item => KeyValuePair.Create(item.Key, new HoconValue(item.Value)));

    /// <summary>The settings as HOCON.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _root.Items)
        {
            HoconText.Quote(text, key);
            text.Append(" : ");
            value.Write(text, 0);
            text.Append('\n');
        }

        return text.ToString();
    }

    private HoconValue? Find(string path)
    {
        HoconNode? node = _root;
        foreach (var key in HoconPath.Split(path))
            node = (node as HoconMap)?.Find(key);
        return node is null ? null : new HoconValue(node);
    }
}
