namespace TuyaActors.Node.Configuration;

/// <summary>One setting for a person's eyes.</summary>
/// <param name="Name">Its path, as in the configuration file.</param>
/// <param name="Value">Its value; *** for a secret.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record SettingRow(string Name, string Value, Origin Origin)
{
    // The actor system's plugins have keys of their own, such as a database's connection string.
    private static readonly string[] SecretWords = ["password", "secret", "token", "connection-string", "credential"];

    /// <summary>Whether a value of this name is better not shown.</summary>
    public static bool IsSecret(string name) => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
