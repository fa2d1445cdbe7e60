using System.Text.Json;

namespace TuyaActors.Node.Json;

/// <summary>Enumerations as the program's JSON spells them: <c>keyRejected</c>.</summary>
internal static class JsonWord
{
    /// <summary>The word.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.All[value];

    /// <summary>All words that there are.</summary>
    public static IEnumerable<string> AllOf<T>()
        where T : struct, Enum => Words<T>.All.Values;

    /// <summary>Reads a word, without regard to case.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var (candidate, word) in Words<T>.All)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly SortedDictionary<T, string> All = new(Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString())));
    }
}
