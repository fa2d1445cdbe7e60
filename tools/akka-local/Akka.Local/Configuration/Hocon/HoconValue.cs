using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>What stands at one key: a text, a list or an object.</summary>
public class HoconValue
{
    internal HoconValue(HoconNode? node) => Node = node;

    internal HoconNode? Node { get; }

    public bool IsString() => Node is HoconText;

    public bool IsObject() => Node is HoconMap;

    /// <summary>The text; null for a list, an object and the word null.</summary>
    internal string GetString() => (Node as HoconText)?.Value!;

    internal int GetInt() => int.Parse(Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    internal long GetLong() => long.Parse(Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    internal double GetDouble() => double.Parse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>on and true, off and false.</summary>
    /// <exception cref="NotSupportedException">Any other word.</exception>
    internal bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"'{other}' is no boolean; known are on, true, off and false."),
    };

    internal TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.ParseDuration(Text(), allowInfinite);

    internal long? GetByteSize() => HoconUnits.ParseSize(Text());

    /// <summary>The items of a list; nothing when it is none.</summary>
    internal IList<HoconValue> GetArray() => Node is HoconList list ? [.. list.Items.Select(item => new HoconValue(item))] : [];

    internal IList<string> GetStringList() => [.. GetArray().Select(item => item.GetString())];

    public override string ToString() => Node?.ToString() ?? "";

    private string Text() => GetString() ?? throw new FormatException("A text was expected, not a list, an object or null.");
}
