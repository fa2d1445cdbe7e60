namespace TuyaActors.Node.Http;

/// <summary>Texts from outside, fit to be quoted in a sentence.</summary>
internal static class Printable
{
    private const int Longest = 100;

    /// <summary>Its beginning, without control characters.</summary>
    public static string Of(string? text) => string.Concat((text ?? "").Take(Longest).Select(c => char.IsControl(c) ? '?' : c));
}
