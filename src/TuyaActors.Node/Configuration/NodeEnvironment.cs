using System.Text.RegularExpressions;
using TuyaActors.Hosting.Configuration;
using TuyaActors.Node.Cli;
using TuyaActors.Settings;

namespace TuyaActors.Node.Configuration;

/// <summary>
/// What the environment variables say: <c>TUYACTORS_...</c> of the program, <c>TUYA__SECTION__KEY</c> of the fleet. One that is empty says nothing,
/// and one that nobody knows is a problem: a mistyped one would otherwise change nothing, and say nothing.
/// </summary>
internal sealed partial class NodeEnvironment
{
    private const string FleetPrefix = "TUYA__";
    private const string Separator = "__";

    private static readonly string[] ProgramVariables =
        [.. NodeSettings.OfServe.Append(NodeSettings.Node).Select(setting => setting.Variable).Append(NodeSettings.TokenVariable).Order(StringComparer.Ordinal)];

    // Of the repository's scripts, which start this program.
    private static readonly string[] ScriptVariables = ["TUYACTORS_FEEDS", "TUYACTORS_SETUP_SECONDS"];

    private static readonly Dictionary<string, HoconLeaf> FleetVariables = HoconLeaf.Of(FleetSettings.Reference.GetConfig("tuya")).ToDictionary(VariableOf);

    private readonly CommandEnvironment _environment;
    private readonly List<string> _problems = [];

    private NodeEnvironment(CommandEnvironment environment)
    {
        _environment = environment;
        var good = new List<string>();
        foreach (var name in environment.VariableNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(FleetPrefix, StringComparison.Ordinal) && environment.Variable(name) is { Length: > 0 })
            {
                if (FleetRefusal(name) is { } refusal)
                {
                    _problems.Add(refusal);
                }
                else
                {
                    good.Add(name);
                }
            }
            else if (name.StartsWith(Setting.Prefix, StringComparison.Ordinal) && !ProgramVariables.Contains(name) && !ScriptVariables.Contains(name) && !OfContainers().IsMatch(name))
            {
                var meant = Nearest(Setting.Prefix, name, ProgramVariables) is { } nearest ? $"did you mean {nearest}? There" : "there";
                _problems.Add($"{name} is no variable of this program; {meant} are: {string.Join(", ", ProgramVariables)}.");
            }
        }

        (Hocon, Origins) = Bind(good);
    }

    /// <summary>The settings of the fleet, as HOCON.</summary>
    public string Hocon { get; }

    /// <summary>The variable of each setting of the fleet, by its path.</summary>
    public IReadOnlyDictionary<string, string> Origins { get; }

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the environment.</summary>
    public static NodeEnvironment Read(CommandEnvironment environment) => new(environment);

    /// <summary>What it says for a setting; null: nothing.</summary>
    public Given? Find(Setting setting) => Find(setting.Variable);

    /// <summary>What it says by a variable; null: nothing.</summary>
    public Given? Find(string variable) => Raw(variable) is { Text.Length: > 0 } given ? given : null;

    /// <summary>What a variable is set to, be it empty; null: it is not set.</summary>
    public Given? Raw(string variable) => _environment.Variable(variable) is { } text
        ? new Given(new Origin(OriginSource.Environment, variable), variable, [text])
        : null;

    // The prefix is right in all of them, and would make them all alike.
    private static string? Nearest(string prefix, string name, IEnumerable<string> known) =>
        KeyWords.Nearest(name[prefix.Length..], known.Select(other => other[prefix.Length..])) is { } nearest ? prefix + nearest : null;

    private static string VariableOf(HoconLeaf leaf) =>
        FleetPrefix + string.Join(Separator, leaf.Path).Replace('-', '_').ToUpperInvariant();

    private string? FleetRefusal(string name)
    {
        if (!FleetVariables.Any(known => IsFor(name, known.Key, known.Value.IsList)))
        {
            var meant = Nearest(FleetPrefix, name, FleetVariables.Keys) is { } nearest ? $"; did you mean {nearest}?" : ".";
            return $"{name} is no setting of the fleet{meant} They stand in hocon/reference.conf: tuya.reconnect.max, for one, is TUYA__RECONNECT__MAX.";
        }

        try
        {
            var bound = Bind([name]);
            FleetSettings.From(HoconText.Parse(bound.Hocon));
            return null;
        }
        catch (FleetSettingsException wrong)
        {
            // It begins with the setting's path, in HOCON's spelling or in that of the configuration.
            return $"{name}{wrong.Message.AsSpan(wrong.Path?.Length ?? 0)}.";
        }
    }

    // Of a list each item has a variable: TUYA__REFRESH__DPS__0.
    private static bool IsFor(string name, string known, bool isList)
    {
        var (words, wanted) = (name.Split(Separator), known.Split(Separator));
        var item = words.Length == wanted.Length + 1 && isList && words[^1].All(char.IsAsciiDigit) && words[^1].Length > 0;
        return (item || words.Length == wanted.Length) && wanted.Zip(words).All(pair => KeyWords.Same(pair.First, pair.Second));
    }

    private BoundSettings Bind(IEnumerable<string> names)
    {
        var pairs = names.Select(name => KeyValuePair.Create(name.Replace(Separator, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), _environment.Variable(name)));
        var bound = SettingsBinder.Bind(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build().GetSection("TUYA"), besides: null);
        return bound with { Origins = bound.Origins.ToDictionary(origin => origin.Key, origin => origin.Value.Replace(ConfigurationPath.KeyDelimiter, Separator, StringComparison.Ordinal)) };
    }

    // What Kubernetes, and Docker's links, set for a service that is called tuyactors.
    [GeneratedRegex("^TUYACTORS_(SERVICE_(HOST|PORT(_.+)?)|PORT(_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?|NAME|ENV_.+)$")]
    private static partial Regex OfContainers();
}
