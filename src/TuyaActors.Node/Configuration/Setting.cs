namespace TuyaActors.Node.Configuration;

/// <summary>One setting of the program with its names: a flag, an environment variable, and a key of the configuration file.</summary>
/// <param name="Flag">Such as <c>--token-file</c>.</param>
/// <param name="Key">Its path in the configuration file; null: it cannot stand there.</param>
/// <param name="Kind">What is written for it.</param>
/// <param name="Description">For the help.</param>
/// <param name="HelpName">The word for its value in the help.</param>
internal sealed record Setting(string Flag, string? Key, SettingKind Kind, string Description, string HelpName = "")
{
    /// <summary>What the environment variables of the program begin with.</summary>
    public const string Prefix = "TUYACTORS_";

    /// <summary>The environment variable: <c>TUYACTORS_TOKEN_FILE</c>.</summary>
    public string Variable { get; } = Prefix + Flag.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>How it is called where it is listed: by its key, or by what its flag says.</summary>
    public string Name => Key ?? $"node.{Flag.TrimStart('-')}";
}

/// <summary>What is written for a setting.</summary>
internal enum SettingKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>Several texts: the flag again, or with ';' between.</summary>
    Texts,

    /// <summary>on or off.</summary>
    Switch,
}
