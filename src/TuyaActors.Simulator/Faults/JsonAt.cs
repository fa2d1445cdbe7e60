using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Simulator.Faults;

/// <summary>A JSON value that knows its line, so that whoever wrote it can be told where. Comments and trailing commas are allowed.</summary>
internal sealed class JsonAt
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private JsonAt(JsonValueKind kind, int line, string text) => (Kind, Line, Text) = (kind, line, text);

    /// <summary>What it is.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>The line on which it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a string, or a number, true, false and null as they stand there; empty for the others.</summary>
    public string Text { get; }

    /// <summary>The members of an object, in their order.</summary>
    public List<(string Name, int Line, JsonAt Value)> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<JsonAt> Items { get; } = [];

    /// <summary>The value as a person would point at it.</summary>
    public string Shown => Kind switch
    {
        JsonValueKind.String => $"\"{(Text.Length <= 40 ? Text : Text[..40] + "…")}\"",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Text,
    };

    /// <exception cref="FaultPlanException">It is no JSON.</exception>
    public static JsonAt Parse(ReadOnlyMemory<byte> utf8)
    {
        var bom = Encoding.UTF8.Preamble;
        var bytes = utf8.Span.StartsWith(bom) ? utf8[bom.Length..] : utf8;
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, Lenient);
            reader.Read();
            var root = Read(ref reader, bytes.Span);

            // Throws where something stands behind it.
            reader.Read();
            return root;
        }
        catch (JsonException broken)
        {
            var sentence = broken.Message;
            var position = sentence.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new FaultPlanException((int)(broken.LineNumber ?? 0) + 1, $"this is no JSON: {(position < 0 ? sentence : sentence[..position])}");
        }
        catch (InvalidOperationException)
        {
            throw new FaultPlanException(1, "a text in it is no UTF-8.");
        }
    }

    /// <summary>The number, if it is one.</summary>
    public bool TryGetNumber(out double number)
    {
        number = 0;
        return Kind is JsonValueKind.Number && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private static JsonAt Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> all)
    {
        var line = LineOf(all, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var made = new JsonAt(JsonValueKind.Object, line, "");
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var (name, at) = (reader.GetString()!, LineOf(all, reader.TokenStartIndex));
                    if (made.Members.Exists(member => member.Name == name))
                    {
                        throw new FaultPlanException(at, $"{name} is given twice.");
                    }

                    reader.Read();
                    made.Members.Add((name, at, Read(ref reader, all)));
                }

                return made;
            case JsonTokenType.StartArray:
                var list = new JsonAt(JsonValueKind.Array, line, "");
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, all));
                }

                return list;
            case JsonTokenType.String:
                return new JsonAt(JsonValueKind.String, line, reader.GetString()!);
            case JsonTokenType.Number:
                return new JsonAt(JsonValueKind.Number, line, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return new JsonAt(JsonValueKind.True, line, "true");
            case JsonTokenType.False:
                return new JsonAt(JsonValueKind.False, line, "false");
            default:
                return new JsonAt(JsonValueKind.Null, line, "null");
        }
    }

    private static int LineOf(ReadOnlySpan<byte> all, long index) => all[..(int)index].Count((byte)'\n') + 1;
}
