namespace TuyaActors.Node.Definitions;

/// <summary>Numbers and nouns that agree.</summary>
internal static class Words
{
    /// <summary>"1 problem", "2 problems".</summary>
    public static string Count(long number, string what) => Count(number, what, $"{what}s");

    /// <summary>"1 push", "2 pushes".</summary>
    public static string Count(long number, string what, string several) => number == 1 ? $"1 {what}" : $"{number} {several}";
}
