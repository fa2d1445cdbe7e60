using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary>Sets values of as many devices of a running node as are named, bear a tag, or are in a group.</summary>
/// <param name="environment">The world.</param>
/// <param name="node">The options that say which node it is.</param>
/// <param name="words">The words of the command line: devices and values.</param>
/// <param name="timeout">The option with the time-out.</param>
internal sealed class ManyOptions(CommandEnvironment environment, NodeOptions node, Func<ParseResult, string[]> words, Option<TimeSpan?> timeout)
{
    private readonly Option<string[]> _tag = Options.Words("--tag", "At a node: all with this tag; again for another", "WORD", new NodeWords(environment, node).Tags);
    private readonly Option<string[]> _group = Options.Words("--group", "At a node: all in this group; again for another", "NAME", new NodeWords(environment, node).Groups);
    private readonly Option<bool> _all = Options.Switch("--all", "At a node: all devices");
    private readonly Option<bool> _json = Options.Switch("--json", "At a node: the outcomes as one document of JSON");

    /// <summary>Adds the options to a command.</summary>
    public ManyOptions AddTo(NodeCommand command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_tag, _group, _all, _json])
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>The form of the command that sets them.</summary>
    public AtNode Form(string example) => new(environment, node, example, parsed => DpTokens.Devices(words(parsed)), [_tag, _group, _all], (word, _) => DpTokens.Refusal(word), Prepare);

    private Func<RemoteFleet, CancellationToken, Task<int>> Prepare(ParseResult parsed)
    {
        var given = words(parsed);
        var wish = new Wish(
            DpTokens.Devices(given), parsed.GetValue(_tag) ?? [], parsed.GetValue(_group) ?? [], parsed.GetValue(_all), DpTokens.Values(given.Except(DpTokens.Devices(given))), parsed.GetValue(timeout));
        if (wish.Dps.Count == 0)
        {
            throw new UsageException($"no value to set is given; write DP=VALUE, such as 1=true. Taken for devices: {string.Join(", ", wish.Names.Select(name => $"'{OneLine.Of(name)}'"))}.");
        }

        if (wish is { Names.Count: 0, Tags.Count: 0, Groups.Count: 0, All: false })
        {
            throw new UsageException("which devices? Name them by id or name, or give --tag WORD, --group NAME or --all.");
        }

        if (wish.All && wish.Names.Count + wish.Tags.Count + wish.Groups.Count > 0)
        {
            throw new UsageException("--all means every device, and some are named besides; give one or the other.");
        }

        return (fleet, end) => RunAsync(fleet, wish, parsed.GetValue(_json), end);
    }

    private async Task<int> RunAsync(RemoteFleet fleet, Wish wish, bool json, CancellationToken end)
    {
        if (!(await fleet.FindAsync(wish.Names, end)).IsOk(out var named, out var problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        var what = wish.IsOfNamed ? Words.Count(named.Count, "device") : "devices";
        var answer = await WorkBar.RunAsync(
            environment, isQuiet: json, $"setting values of {what}", wish.Timeout, () => fleet.SetAsync(wish.Body([.. named.Select(device => device.Id).Distinct()]), wish.Timeout, end));
        if (!answer.IsOk(out var done, out problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        var succeeded = done.Succeeded == done.Total && done.Total > 0 && done.Unmatched.Count == 0;
        if (json)
        {
            environment.TryWriteLine(JsonText.Of(done, environment.IsTerminal));
            return succeeded ? ExitCode.Ok : ExitCode.Failed;
        }

        var names = await NamesAsync(fleet, wish, named, end);
        // What failed stands last, next to the hints and to where the person looks.
        List<OutcomeJson> ordered =
        [
            .. done.Outcomes.OrderByDescending(outcome => outcome.Succeeded()).ThenBy(outcome => names.GetValueOrDefault(outcome.Id) ?? outcome.Id, StringComparer.OrdinalIgnoreCase),
        ];
        OutcomeReport.Write(environment, ordered, names, wish.Dps);
        foreach (var unmatched in done.Unmatched)
        {
            environment.Error.WriteLine($"no device has the {OneLine.Of(unmatched)}");
        }

        if (done.Total != 1)
        {
            environment.Error.WriteLine(done.Total == 0 ? "there is no device to set" : $"{done.Succeeded} of {Words.Count(done.Total, "device")} done");
        }

        return succeeded ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<Dictionary<string, string>> NamesAsync(RemoteFleet fleet, Wish wish, IReadOnlyList<DeviceJson> named, CancellationToken end)
    {
        var devices = wish.IsOfNamed || !(await fleet.DevicesAsync([], end)).IsOk(out var all, out _) ? named : all.Devices;
        return devices.DistinctBy(device => device.Id).ToDictionary(device => device.Id, device => device.Name);
    }

    private sealed record Wish(IReadOnlyList<string> Names, IReadOnlyList<string> Tags, IReadOnlyList<string> Groups, bool All, DpSet Dps, TimeSpan? Timeout)
    {
        public bool IsOfNamed => !All && Tags.Count + Groups.Count == 0;

        public byte[] Body(IReadOnlyList<string> ids)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteStartObject("devices");
            foreach (var (field, texts) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("ids", ids), ("tags", Tags), ("groups", Groups)])
            {
                json.WriteStartArray(field);
                foreach (var text in texts)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
            }

            json.WriteBoolean("all", All);
            json.WriteEndObject();
            json.WritePropertyName("dps");
            Dps.WriteTo(json);
            if (Timeout is { } limit)
            {
                json.WriteNumber("timeout", limit.TotalSeconds);
            }

            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
    }
}
