using System.Globalization;
using Akka.Configuration;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;
using TuyaActors.Settings;

namespace TuyaActors.Node.Configuration;

/// <summary>The file of <c>--config</c>, or that of <c>--profile</c>: HOCON with a section for the program, one for the fleet and one for the actor system.</summary>
internal sealed class ConfigFile
{
    private static readonly string[] Sections = ["akka", "node", "tuya"];

    private readonly string _subject;
    private readonly HoconLines _lines;
    private readonly List<HoconLeaf> _good = [];

    private ConfigFile(string subject, string path, string text)
    {
        (_subject, Path, Text) = (subject, path, text);
        try
        {
            Config = HoconText.Parse(text);
            _lines = HoconLines.Of(text);
            Leaves = [.. HoconLeaf.Of(Config)];
            var refusals = Leaves.Select(leaf => (Leaf: leaf, Why: Refusal(leaf))).ToList();
            _good = [.. refusals.Where(refusal => refusal.Why is null).Select(refusal => refusal.Leaf)];
            Problems = [.. refusals.Select(refusal => refusal.Why).OfType<string>()];
        }
        catch (FleetSettingsException unreadable)
        {
            _lines = HoconLines.Of("");
            Problems = [$"{subject}: '{path}': {unreadable.Message}."];
        }
    }

    /// <summary>The defaults of the program, as embedded.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("node.conf", typeof(ConfigFile).Assembly);

    /// <summary>Which file it is.</summary>
    public string Path { get; }

    /// <summary>What stands in it.</summary>
    public string Text { get; }

    /// <summary>The same, read; empty where it cannot be.</summary>
    public Config Config { get; } = Config.Empty;

    /// <summary>All its values.</summary>
    public IReadOnlyList<HoconLeaf> Leaves { get; } = [];

    /// <summary>What is wrong in it, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="named">Who names it.</param>
    /// <exception cref="UsageException">It cannot be read at all.</exception>
    public static ConfigFile Read(Given named) => new(named.Subject, named.Text, TextFile.Read(named.Subject, named.Text));

    /// <summary>What it says for a setting; null: nothing. An empty text, or list, says nothing, nor does what was refused.</summary>
    public Given? Find(Setting setting) =>
        setting.Key is { } key && _good.FindLast(leaf => leaf.Key == key) is { Texts: { } texts } leaf && texts.Any(text => text.Length > 0)
            ? new Given(OriginOf(leaf), Subject(leaf), texts)
            : null;

    /// <summary>Where a value stands.</summary>
    public Origin OriginOf(HoconLeaf leaf) => new(OriginSource.File, Path, _lines.Find(leaf.Path));

    /// <summary>Where a value stands, as a sentence begins with it.</summary>
    public string Place(HoconLeaf leaf) =>
        $"{_subject}: '{Path}'{(_lines.Find(leaf.Path) is { } line ? string.Create(CultureInfo.InvariantCulture, $", line {line}") : "")}";

    private string Subject(HoconLeaf leaf) => $"{Place(leaf)}: {leaf.Key}";

    // Each value alone, so that all that is wrong is told at once.
    private string? Refusal(HoconLeaf leaf)
    {
        try
        {
            switch (leaf.Path[0])
            {
                case "tuya":
                    FleetSettings.From(HoconText.Parse(leaf.ToHocon()));
                    break;
                case "node":
                    CheckNode(leaf);
                    break;
                case not "akka":
                    var meant = KeyWords.Nearest(leaf.Path[0], Sections) is { } nearest ? $"did you mean {nearest}? There" : "there";
                    return $"{Place(leaf)}: {leaf.Path[0]} is no section of this file; {meant} are: {string.Join(", ", Sections)}.";
            }

            return null;
        }
        catch (FleetSettingsException wrong)
        {
            return $"{Place(leaf)}: {wrong.Message}.";
        }
    }

    private static void CheckNode(HoconLeaf leaf)
    {
        if (leaf.Path.Count == 1 && leaf.Texts is not null)
        {
            throw new FleetSettingsException("node must be a section { ... }");
        }

        if (leaf.Path.Count == 1)
        {
            return;
        }

        UnknownKeys.Refuse(HoconText.Parse(leaf.ToHocon()).GetConfig("node"), Reference.GetConfig("node"), "node");
        if (leaf.IsList && Reference.GetValue(leaf.Key).IsString())
        {
            throw new FleetSettingsException($"{leaf.Key} must be one value, not a list");
        }
    }
}
