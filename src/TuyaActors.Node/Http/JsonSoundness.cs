using System.Text.Json;
using System.Text.Unicode;

namespace TuyaActors.Node.Http;

/// <summary>
/// Finds in a JSON text what its readers would stumble over only when they come to it, or not at all: bytes that are no UTF-8, escapes that are
/// half of a character, a name that is given twice. What is no JSON is left to the reader, who says where.
/// </summary>
internal static class JsonSoundness
{
    /// <summary>The first flaw, by the field that has it; null: there is none of this kind.</summary>
    public static (string Field, string Why)? Find(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return ("body", "it is no valid UTF-8, which JSON is written in");
        }

        try
        {
            return Walk(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Field, string Why)? Walk(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        // Of each object around the place where the reader stands, the names so far.
        var names = new Stack<HashSet<string>>();
        var path = new Stack<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                names.Push([]);
                path.Push("");
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                names.Pop();
                path.Pop();
            }
            else if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                if (!TryRead(ref reader, out var text))
                {
                    return (FieldOf(path), "a \\u escape in it is half of a character");
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    path.Pop();
                    path.Push(text);
                    if (!names.Peek().Add(text))
                    {
                        return (FieldOf(path), "it is given twice");
                    }
                }
            }
        }

        return null;
    }

    private static string FieldOf(IEnumerable<string> path) => string.Join('.', path.Reverse().Where(name => name.Length > 0)) is { Length: > 0 } field ? field : "body";

    private static bool TryRead(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (!reader.ValueIsEscaped && reader.TokenType == JsonTokenType.String)
        {
            return true;
        }

        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
