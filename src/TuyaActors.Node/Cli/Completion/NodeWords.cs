using System.CommandLine.Completions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Cli.Completion;

/// <summary>Words that only a running node knows: how its devices are called, their tags and groups. Where no node answers at once there are none.</summary>
internal sealed class NodeWords(CommandEnvironment environment, NodeOptions node)
{
    /// <summary>The kind of a completion that is an id: shown only to whoever begins to type one.</summary>
    public const string IdKind = "Id";

    // Who presses the Tab key waits for no more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // More are of no use to a person, and take longer than one waits.
    private const int MostDevices = 5000;

    /// <summary>The devices' names, and their ids.</summary>
    public IEnumerable<CompletionItem> Devices(CompletionContext context) => Ask(context, async (fleet, end) =>
        (await fleet.DevicesAsync([], end, MostDevices)).IsOk(out var found, out _) ? Items(found.Devices) : []);

    /// <summary>All tags.</summary>
    public IEnumerable<CompletionItem> Tags(CompletionContext context) => Words(context, "tags");

    /// <summary>All groups.</summary>
    public IEnumerable<CompletionItem> Groups(CompletionContext context) => Words(context, "groups");

    /// <summary>All LAN segments.</summary>
    public IEnumerable<CompletionItem> Segments(CompletionContext context) => Ask(context, async (fleet, end) =>
        (await fleet.FleetAsync(end)).IsOk(out var found, out _)
            ? (found.Segments ?? []).Select(segment => new CompletionItem(segment.Name, detail: Definitions.Words.Count(segment.Devices, "device")))
            : []);

    /// <summary>The DPs of one device.</summary>
    /// <param name="context">The command line.</param>
    /// <param name="device">How the device is called there.</param>
    /// <param name="write">Writes a DP as the command wants it, perhaps in several ways.</param>
    public IEnumerable<CompletionItem> Dps(CompletionContext context, string device, Func<DpJson, IEnumerable<string>> write) => Ask(context, async (fleet, end) =>
        (await fleet.FindAsync(device, end)).IsOk(out var found, out _) && (await fleet.DeviceAsync(found.Id, end)).IsOk(out var details, out _)
            ? details.Dps.SelectMany(dp => write(dp).Select(word => new CompletionItem(word, sortText: $"{dp.Dp:00000}", detail: dp.Code ?? DpWords.Value(dp))))
            : []);

    /// <summary>A DP and the values that it may be set to, as <c>set</c> wants them.</summary>
    public static IEnumerable<string> Values(DpJson dp) => dp switch
    {
        { Measured: true } => [],
        { Value.Kind: DpKind.Boolean } or { Type: "boolean" } => [$"{dp.Dp}=true", $"{dp.Dp}=false"],
        { Options: { Count: > 0 } options } => options.Select(option => $"{dp.Dp}={option}"),
        { Value: { Kind: DpKind.Integer or DpKind.String } value } => [$"{dp.Dp}={(value.Kind == DpKind.String ? value.AsString() : value.AsJson())}"],
        _ => [],
    };

    private IEnumerable<CompletionItem> Words(CompletionContext context, string kind) => Ask(context, async (fleet, end) =>
        (await fleet.WordsAsync(kind, end)).IsOk(out var found, out _)
            ? found.Words.Where(word => IsTypeable(word.Name)).Select(word => new CompletionItem(word.Name, detail: Definitions.Words.Count(word.Devices, "device")))
            : []);

    private static IEnumerable<CompletionItem> Items(IReadOnlyList<DeviceJson> devices)
    {
        var names = devices.CountBy(device => device.Name, StringComparer.OrdinalIgnoreCase).Where(name => name.Value == 1).Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            var state = DeviceWords.State(device.State, device.Diagnosis);
            if (names.Contains(device.Name) && IsTypeable(device.Name))
            {
                yield return new CompletionItem(device.Name, detail: state);
                yield return new CompletionItem(device.Id, IdKind, detail: device.Name);
            }
            else
            {
                // The name alone would not say which.
                yield return new CompletionItem(device.Id, detail: device.Name);
            }
        }
    }

    private static bool IsTypeable(string name) => name.Length > 0 && name == OneLine.Of(name);

    private IEnumerable<CompletionItem> Ask(CompletionContext context, Func<RemoteFleet, CancellationToken, Task<IEnumerable<CompletionItem>>> ask)
    {
        // What a completion wants is wanted at once, and by nobody who waits for a task.
        return AskAsync().GetAwaiter().GetResult();

        async Task<IEnumerable<CompletionItem>> AskAsync()
        {
            using var tooLong = new CancellationTokenSource(Patience, environment.Time);
            try
            {
                using var found = await node.FindAsync(context.ParseResult, environment, tooLong.Token);
                return found is null ? [] : [.. await ask(new RemoteFleet(found), tooLong.Token)];
            }
            catch (Exception none) when (none is Running.NodeUnreachableException or OperationCanceledException or UsageException)
            {
                // In the middle of a line there is no place for a sentence.
                return [];
            }
        }
    }
}
