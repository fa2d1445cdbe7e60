using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>What stands at one key: a text, a list or an object.</summary>
public class HoconValue
{
    internal HoconValue(HoconNode? node) => Node = node;

    internal HoconNode? Node { get; }

    public bool IsEmpty => Node is null or HoconMap { IsEmpty: true };

    public bool IsString() => Node is HoconText;

    public bool IsArray() => Node is HoconList;

    public bool IsObject() => Node is HoconMap;

    /// <summary>The text; null for a list, an object and the word null.</summary>
    public string GetString() => (Node as HoconText)?.Value!;

    public int GetInt() => int.Parse(Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    public long GetLong() => long.Parse(Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    public byte GetByte() => byte.Parse(Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    public float GetFloat() => float.Parse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public double GetDouble() => double.Parse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public decimal GetDecimal() => decimal.Parse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>on and true, off and false.</summary>
    /// <exception cref="NotSupportedException">Any other word.</exception>
    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"'{other}' is no boolean; known are on, true, off and false."),
    };

    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.ParseDuration(Text(), allowInfinite);

    public long? GetByteSize() => HoconUnits.ParseSize(Text());

    /// <summary>The items of a list; nothing when it is none.</summary>
    public IList<HoconValue> GetArray() => Node is HoconList list ? [.. list.Items.Select(item => new HoconValue(item))] : [];

    public IList<string> GetStringList() => [.. GetArray().Select(item => item.GetString())];

    public IList<int> GetIntList() => [.. GetArray().Select(item => item.GetInt())];

    public IList<long> GetLongList() => [.. GetArray().Select(item => item.GetLong())];

    public IList<bool> GetBooleanList() => [.. GetArray().Select(item => item.GetBoolean())];

    public IList<double> GetDoubleList() => [.. GetArray().Select(item => item.GetDouble())];

    public override string ToString() => Node?.ToString() ?? "";

    private string Text() => GetString() ?? throw new FormatException("A text was expected, not a list, an object or null.");
}
