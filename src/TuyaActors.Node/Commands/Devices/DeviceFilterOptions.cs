using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Http;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>The options that say which devices are listed, and in which order; each is a parameter of <c>/api/devices</c>.</summary>
internal sealed class DeviceFilterOptions(NodeWords words)
{
    private static readonly string[] Orders = [.. DeviceList.OrderWords.SelectMany(word => (string[])[word, $"-{word}"])];

    private readonly Option<string[]> _state = Options.WordsOf(
        "--state", $"Only those in this state: {string.Join(", ", JsonWord.AllOf<DeviceState>())}; or {DeviceList.Problem}: away, or in need of somebody; again for another", "STATE", [DeviceList.Problem, .. JsonWord.AllOf<DeviceState>()]);

    private readonly Option<string[]> _diagnosis = Options.WordsOf("--diagnosis", $"Only those with this diagnosis: {string.Join(", ", JsonWord.AllOf<DiagnosisKind>())}; again for another", "WORD", [.. JsonWord.AllOf<DiagnosisKind>()]);

    private readonly Option<string?> _sort = Options.Word(
        "--sort", "name (default), state (worst first), since, lastPush, address, id or group; with - in front the other way round", "ORDER", Orders);

    /// <summary>Only those with one of these tags.</summary>
    public Option<string[]> Tag { get; } = Options.Words("--tag", "Only those with this tag; again for another", "WORD", words.Tags);

    /// <summary>Only those in one of these groups.</summary>
    public Option<string[]> Group { get; } = Options.Words("--group", "Only those in this group; again for another", "NAME", words.Groups);

    private readonly Option<string[]> _segment = Options.Words("--segment", "Only those in this LAN segment; again for another", "NAME", words.Segments);

    /// <summary>Only those with this in name, id or product.</summary>
    public Option<string?> Text { get; } = Options.Text("--text", "Only those whose name, id or product has this in it", "TEXT");

    /// <summary>Adds the options to a command.</summary>
    public DeviceFilterOptions AddTo(NodeCommand command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_state, _diagnosis, Tag, Group, _segment, Text, _sort])
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>Whether some devices are left out.</summary>
    public bool IsGiven(ParseResult parsed) => Parameters(parsed).Any(parameter => parameter.Key != "sort");

    /// <summary>What only a running node can answer; null: nothing of it is asked.</summary>
    public string? OfRunning(ParseResult parsed) => ((Option[])[_state, _diagnosis, _segment, _sort]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The parameters.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters(ParseResult parsed) =>
    [
        .. Of("state", parsed.GetValue(_state)),
        .. Of("diagnosis", parsed.GetValue(_diagnosis)),
        .. Of("tag", parsed.GetValue(Tag)),
        .. Of("group", parsed.GetValue(Group)),
        .. Of("segment", parsed.GetValue(_segment)),
        .. Of("text", parsed.GetValue(Text) is { Length: > 0 } text ? [text] : []),
        .. Of("sort", parsed.GetValue(_sort) is { } sort ? [sort] : []),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Of(string name, string[]? words) => (words ?? []).Select(word => KeyValuePair.Create(name, word));
}
