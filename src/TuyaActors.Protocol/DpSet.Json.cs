using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol;

/// <content>Reading and writing JSON.</content>
public sealed partial class DpSet
{
    /// <summary>Reads <c>{"1":true,"20":"x"}</c>; of one id given twice the last counts.</summary>
    /// <param name="utf8Json">One JSON object and nothing else but white space.</param>
    /// <param name="dps">The DPs, or null.</param>
    /// <param name="why">What is wrong, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out DpSet? dps, [NotNullWhen(false)] out string? why)
    {
        dps = null;
        try
        {
            var cursor = new JsonCursor(utf8Json);
            if (cursor.Peek() is not (byte)'{' and not 0)
            {
                why = "DPs are a JSON object from DP id to value.";
                return false;
            }

            var read = ReadObject(ref cursor, out var strange);
            cursor.RequireEnd();
            if (strange is not null)
            {
                why = $"\"{strange}\" is no DP id: a number from {MinId} to {MaxId} is wanted.";
                return false;
            }

            dps = read;
            why = null;
            return true;
        }
        catch (JsonException broken)
        {
            why = $"The DPs are no valid JSON: {broken.Message}";
            return false;
        }
    }

    /// <summary>The JSON text, as on the wire: <c>{"1":true,"20":"x"}</c>.</summary>
    public string ToJson()
    {
        var spelling = JsonSpelling.Begin();
        spelling.Dps(this);
        return spelling.EndText();
    }

    /// <summary>Writes the set as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> name = stackalloc byte[8];
        writer.WriteStartObject();
        for (var i = 0; i < _ids.Length; i++)
        {
            Utf8Formatter.TryFormat(_ids[i], name, out var length);
            writer.WritePropertyName(name[..length]);
            _values[i].WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Spells the members, without the braces.</summary>
    internal void Spell(JsonSpelling spelling)
    {
        for (var i = 0; i < _ids.Length; i++)
        {
            spelling.Id(_ids[i]);
            _values[i].Spell(spelling);
        }
    }

    /// <summary>Reads the object that begins at the cursor; the first member that is no DP is left out and named.</summary>
    /// <exception cref="JsonException">The JSON is broken.</exception>
    internal static DpSet ReadObject(ref JsonCursor cursor, out string? strange)
    {
        strange = null;
        var builder = new DpSetBuilder();
        cursor.EnterObject();
        var first = true;
        while (cursor.NextMember(ref first, out var name))
        {
            if (TryReadId(name, out var id))
            {
                builder.Add(id, DpValue.Read(ref cursor));
            }
            else
            {
                strange ??= Encoding.UTF8.GetString(name);
                cursor.Skip();
            }
        }

        return builder.Build();
    }

    private static bool TryReadId(ReadOnlySpan<byte> name, out int id)
    {
        id = 0;
        if (name.Length is 0 or > 5 || name[0] == (byte)'0')
        {
            return false;
        }

        foreach (var digit in name)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            id = (id * 10) + (digit - (byte)'0');
        }

        return id <= MaxId;
    }
}
