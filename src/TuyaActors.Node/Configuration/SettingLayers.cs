using System.CommandLine;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Configuration;

/// <summary>What is said for each setting, by the way that goes before the others: flag, environment, configuration file.</summary>
internal sealed class SettingLayers
{
    private readonly SettingOptions _options;
    private readonly ParseResult _parsed;

    private SettingLayers(SettingOptions options, ParseResult parsed, NodeEnvironment environment, ConfigFile? file, string? unreadable)
    {
        (_options, _parsed, Environment, File) = (options, parsed, environment, file);
        Problems = [.. environment.Problems, .. file?.Problems ?? [], .. unreadable is null ? [] : (IEnumerable<string>)[unreadable]];
    }

    /// <summary>The environment.</summary>
    public NodeEnvironment Environment { get; }

    /// <summary>The configuration file; null: none is named, or it cannot be read.</summary>
    public ConfigFile? File { get; }

    /// <summary>What is wrong in the environment and in the file, whoever asks for what.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads what there is.</summary>
    public static SettingLayers Read(SettingOptions options, ParseResult parsed, CommandEnvironment world)
    {
        var environment = NodeEnvironment.Read(world);
        var named = options.Find(parsed, NodeSettings.Config) ?? environment.Find(NodeSettings.Config);
        try
        {
            return new SettingLayers(options, parsed, environment, named is null ? null : ConfigFile.Read(named), null);
        }
        catch (UsageException unreadable)
        {
            return new SettingLayers(options, parsed, environment, null, unreadable.Message);
        }
    }

    /// <summary>What the command line says; null: nothing.</summary>
    public Given? FromFlag(Setting setting) => _options.Find(_parsed, setting);

    /// <summary>What is said, by whatever way; null: nothing.</summary>
    public Given? Find(Setting setting) => FromFlag(setting) ?? Environment.Find(setting) ?? File?.Find(setting);

    /// <summary>The token; null: there is none.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public TokenSource? Token() => TokenSource.Read(FromFlag(NodeSettings.TokenFile), Environment, File);

    /// <summary>Throws the first of the problems, if there is one: for commands that need no list of them.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public SettingLayers Checked() => Problems is [var first, ..] ? throw new UsageException(first) : this;
}
