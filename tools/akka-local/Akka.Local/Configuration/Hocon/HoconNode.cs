using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A part of a parsed HOCON text. After <see cref="HoconResolver"/> only the three plain kinds are left.</summary>
internal abstract class HoconNode
{
    /// <summary>Writes the node as HOCON that parses back to the same tree.</summary>
    public abstract void Write(StringBuilder target, int depth);

    public override string ToString()
    {
        var target = new StringBuilder();
        Write(target, 0);
        return target.ToString();
    }
}

/// <summary>
/// A string, number, boolean or duration: HOCON does not tell them apart, the reader of the value does.
/// The unquoted word null is the one text without a value.
/// </summary>
internal sealed class HoconText(string? value) : HoconNode
{
    public string? Value { get; } = value;

    public override void Write(StringBuilder target, int depth)
    {
        if (Value is null)
            target.Append("null");
        else
            Quote(target, Value);
    }

    public static void Quote(StringBuilder target, string value)
    {
        if (value.Length > 0 && value != "null" && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            target.Append(value);
            return;
        }

        target.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => target.Append("\\\""),
                '\\' => target.Append("\\\\"),
                '\n' => target.Append("\\n"),
                '\r' => target.Append("\\r"),
                '\t' => target.Append("\\t"),
                < ' ' => target.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => target.Append(c),
            };
        }

        target.Append('"');
    }
}

/// <summary>A list in the order of the text.</summary>
internal sealed class HoconList(IReadOnlyList<HoconNode> items) : HoconNode
{
    public IReadOnlyList<HoconNode> Items { get; } = items;

    public override void Write(StringBuilder target, int depth)
    {
        target.Append('[');
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0)
                target.Append(", ");
            Items[i].Write(target, depth);
        }

        target.Append(']');
    }
}

/// <summary>Keys with values, in the order of their first appearance. Frozen once its text is read.</summary>
internal sealed class HoconMap : HoconNode
{
    private readonly Dictionary<string, HoconNode> _items = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public IEnumerable<KeyValuePair<string, HoconNode>> Items => _order.Select(key => KeyValuePair.Create(key, _items[key]));

    public bool IsEmpty => _order.Count == 0;

    public HoconNode? Find(string key) => _items.GetValueOrDefault(key);

    /// <summary>Sets a key; a map on top of a map is merged, anything else replaces what was there.</summary>
    public void Set(string key, HoconNode value)
    {
        if (!_items.TryGetValue(key, out var present))
        {
            _order.Add(key);
            _items[key] = value;
            return;
        }

        _items[key] = (present, value) switch
        {
            (HoconMap under, HoconMap over) => Merge(under, over),
            (HoconMap or HoconPending, HoconMap or HoconPending) => new HoconLayers(key, present, value),
            _ => value,
        };
    }

    /// <summary>A new map with the keys of both; <paramref name="over"/> wins.</summary>
    public static HoconMap Merge(HoconMap under, HoconMap over)
    {
        var merged = new HoconMap();
        foreach (var (key, value) in under.Items)
            merged.Set(key, value);
        foreach (var (key, value) in over.Items)
            merged.Set(key, value);
        return merged;
    }

    public override void Write(StringBuilder target, int depth)
    {
        target.Append('{');
        foreach (var (key, value) in Items)
        {
            target.Append('\n').Append(' ', 2 * (depth + 1));
            HoconText.Quote(target, key);
            target.Append(" : ");
            value.Write(target, depth + 1);
        }

        if (!IsEmpty)
            target.Append('\n').Append(' ', 2 * depth);
        target.Append('}');
    }
}

/// <summary>A part whose value is known only when the whole text is read.</summary>
internal abstract class HoconPending : HoconNode;

/// <summary><c>${path}</c>.</summary>
internal sealed class HoconReference(string path, int line) : HoconPending
{
    public string Path { get; } = path;

    public int Line { get; } = line;

    public override void Write(StringBuilder target, int depth) => target.Append("${").Append(Path).Append('}');
}

/// <summary>Values that stand side by side: texts become one text, lists one list, maps one map.</summary>
internal sealed class HoconSequence(IReadOnlyList<HoconNode> parts, int line) : HoconPending
{
    public IReadOnlyList<HoconNode> Parts { get; } = parts;

    public int Line { get; } = line;

    public override void Write(StringBuilder target, int depth)
    {
        foreach (var part in Parts)
            part.Write(target, depth);
    }
}

/// <summary>Two definitions of one key, of which at least one is not known yet.</summary>
internal sealed class HoconLayers(string key, HoconNode under, HoconNode over) : HoconPending
{
    public string Key { get; } = key;

    public HoconNode Under { get; } = under;

    public HoconNode Over { get; } = over;

    public override void Write(StringBuilder target, int depth) => Over.Write(target, depth);
}
