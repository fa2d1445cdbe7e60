using System.CommandLine;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Configuration;

/// <summary>What is said for each setting, by the way that goes before the others: flag, environment, configuration file, profile.</summary>
internal sealed class SettingLayers
{
    private readonly SettingOptions _options;
    private readonly ParseResult _parsed;

    private SettingLayers(SettingOptions options, ParseResult parsed, NodeEnvironment environment)
    {
        (_options, _parsed, Environment) = (options, parsed, environment);
        var unreadable = new List<string>();
        File = ReadFile(NodeSettings.Config, unreadable);
        Profile = ReadFile(NodeSettings.Profile, unreadable, path => ReadyProfile.Find(path, AppContext.BaseDirectory));
        Problems = [.. environment.Problems, .. Files.SelectMany(file => file.Problems), .. unreadable];
    }

    /// <summary>The environment.</summary>
    public NodeEnvironment Environment { get; }

    /// <summary>The configuration file; null: none is named, or it cannot be read.</summary>
    public ConfigFile? File { get; }

    /// <summary>The profile, which goes behind all else; null: none is named, or it cannot be read.</summary>
    public ConfigFile? Profile { get; }

    /// <summary>The two, as far as they are there, in the order in which they go before each other.</summary>
    public IEnumerable<ConfigFile> Files => ((ConfigFile?[])[File, Profile]).OfType<ConfigFile>();

    /// <summary>What is wrong in the environment and in the files, whoever asks for what.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads what there is.</summary>
    public static SettingLayers Read(SettingOptions options, ParseResult parsed, CommandEnvironment world) => new(options, parsed, NodeEnvironment.Read(world));

    /// <summary>What the command line says; null: nothing.</summary>
    public Given? FromFlag(Setting setting) => _options.Find(_parsed, setting);

    /// <summary>What is said, by whatever way; null: nothing.</summary>
    public Given? Find(Setting setting) => Ways.Select(find => find(setting)).FirstOrDefault(given => given is not null);

    /// <summary>The ways to say a setting, the strongest first.</summary>
    public IEnumerable<Func<Setting, Given?>> Ways => [FromFlag, Environment.Find, .. Files.Select(file => (Func<Setting, Given?>)file.Find)];

    /// <summary>The token; null: there is none.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public TokenSource? Token() => TokenSource.Read(FromFlag(NodeSettings.TokenFile), Environment, Files);

    /// <summary>Throws the first of the problems, if there is one: for commands that need no list of them.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public SettingLayers Checked() => Problems is [var first, ..] ? throw new UsageException(first) : this;

    private ConfigFile? ReadFile(Setting setting, List<string> problems, Func<string, string>? find = null)
    {
        try
        {
            return (FromFlag(setting) ?? Environment.Find(setting)) is { } named ? ConfigFile.Read(find is null ? named : named with { Texts = [find(named.Text)] }) : null;
        }
        catch (UsageException unreadable)
        {
            problems.Add(unreadable.Message);
            return null;
        }
    }
}
