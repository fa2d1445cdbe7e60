namespace TuyaActors.Node.Definitions;

/// <summary>Numbers and nouns that agree.</summary>
internal static class Words
{
    /// <summary>"1 problem", "2 problems".</summary>
    public static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
