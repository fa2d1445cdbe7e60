using System.Text.Json;

namespace TuyaActors.Node.Json;

/// <summary>Says what is wrong with a JSON text as people count.</summary>
internal static class JsonProblem
{
    /// <summary>The parser's finding, with line and column from 1.</summary>
    public static string Of(JsonException broken)
    {
        var sentence = broken.Message;
        var position = sentence.IndexOf(" LineNumber:", StringComparison.Ordinal);
        sentence = position < 0 ? sentence : sentence[..position];
        return broken is { LineNumber: { } line, BytePositionInLine: { } column } ? $"{sentence} (line {line + 1}, column {column + 1})" : sentence;
    }
}
