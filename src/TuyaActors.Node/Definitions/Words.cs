namespace TuyaActors.Node.Definitions;

/// <summary>Numbers and nouns that agree.</summary>
internal static class Words
{
    /// <summary>"1 problem", "2 problems".</summary>
    public static string Count(long number, string what) => Count(number, what, $"{what}s");

    /// <summary>"24 devices", "3 of 24 devices".</summary>
    public static string Of(long some, long all, string what) => some == all ? Count(all, what) : $"{some} of {Count(all, what)}";

    /// <summary>"1 push", "2 pushes".</summary>
    public static string Count(long number, string what, string several) => number == 1 ? $"1 {what}" : $"{number} {several}";
}
