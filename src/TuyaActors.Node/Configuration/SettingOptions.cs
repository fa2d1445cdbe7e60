using System.CommandLine;

namespace TuyaActors.Node.Configuration;

/// <summary>The flags of some settings on a command. Their values are read as those of the other ways are, so that all refuse the same.</summary>
internal sealed class SettingOptions
{
    private readonly OrderedDictionary<string, Option> _options = [];

    public SettingOptions(IEnumerable<Setting> settings)
    {
        foreach (var setting in settings)
        {
            _options.Add(setting.Flag, Create(setting));
        }
    }

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="recursive">Whether the commands below it have them too.</param>
    public void AddTo(Command command, bool recursive = false)
    {
        foreach (var option in _options.Values)
        {
            option.Recursive = recursive;
            command.Options.Add(option);
        }
    }

    /// <summary>What the command line says for a setting; null: nothing.</summary>
    public Given? Find(ParseResult parsed, Setting setting)
    {
        if (!_options.TryGetValue(setting.Flag, out var option) || parsed.GetResult(option) is not { Implicit: false })
        {
            return null;
        }

        IReadOnlyList<string> texts = option switch
        {
            Option<bool> @switch => [parsed.GetValue(@switch) ? "on" : "off"],
            Option<string[]> several => parsed.GetValue(several) ?? [],
            _ => [parsed.GetValue((Option<string?>)option) ?? ""],
        };
        return new Given(new Origin(OriginSource.Flag, setting.Flag), setting.Flag, texts);
    }

    private static Option Create(Setting setting) => setting.Kind switch
    {
        SettingKind.Switch => Cli.Options.Switch(setting.Flag, setting.Description),
        SettingKind.Texts => Cli.Options.Words(setting.Flag, setting.Description, setting.HelpName),
        _ => Cli.Options.Text(setting.Flag, setting.Description, setting.HelpName),
    };
}
