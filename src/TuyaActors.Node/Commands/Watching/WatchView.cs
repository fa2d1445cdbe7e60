using System.Text.Json;
using Spectre.Console;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Running;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands.Watching;

/// <summary>
/// Each event as a line for people: when, which device, what is otherwise now. What a device does on its way to another state is passed over, and so is a
/// report of values that are as they were.
/// </summary>
/// <param name="environment">The world.</param>
/// <param name="where">Which node it is, for sentences.</param>
/// <param name="tellsSnapshots">Whether how the devices stand is told, too.</param>
/// <param name="say">Gets sentences about the stream itself.</param>
internal sealed class WatchView(CommandEnvironment environment, string where, bool tellsSnapshots, Action<string> say) : IEventWriter
{
    private const int WidestName = 28;
    private const string Gap = "  ";

    private readonly Dictionary<string, Known> _known = [];
    private readonly LineWriter _lines = new(environment);
    private int _nameWidth = 20;
    private bool _isReady;

    public Written Write(NodeEvent happened)
    {
        switch (happened.Kind)
        {
            case "ready":
                if (!_isReady)
                {
                    say($"following {Words.Count(Read(happened, NodeJson.Default.ReadyJson)?.Devices ?? 0, "device")} at {where}; Ctrl-C ends");
                }

                _isReady = true;
                return Written.Nothing;
            case "lagged":
                var lagged = Read(happened, NodeJson.Default.LaggedJson);
                say($"{(lagged?.Missed is { } missed ? Words.Count(missed, "event") : "events")} may be missing: {lagged?.Reason}; what is otherwise than before is told");
                return Written.Nothing;
            default:
                return Read(happened, NodeJson.Default.EventJson) is { Id: { } id } e ? Write(e, id) : Written.Nothing;
        }
    }

    private Written Write(EventJson e, string id) => e switch
    {
        { Device: { } device } => Snapshot(e, device),
        { To: { } to } => State(e, id, to),
        { Changed: { } changed } => Values(e, id, changed),
        { Event: "added" } => Line(e.At, Note(id, e.Name), "is new in the fleet"),
        { Event: "updated" } => Updated(e, id),
        { Event: "removed" } => Line(e.At, Forget(id), "has left the fleet"),
        { Sighting: { } sighting } => Line(
            e.At, _known.GetValueOrDefault(id) ?? new Known(id), $"seen at {sighting.Address}{(sighting.Version is { } version ? $", version {version}" : "")}{(_known.ContainsKey(id) ? "" : "; not one of those followed")}"),
        { Cid: { } cid } => Line(e.At, Note(id, null), $"has {cid} behind it, which no definition names"),
        _ => Written.Nothing,
    };

    private Written Snapshot(EventJson e, DeviceJson device)
    {
        var isKnown = _known.ContainsKey(device.Id);
        var known = Note(device.Id, device.Name);
        var (state, dps) = (Settled(device.State, device.Diagnosis), device.Reported);
        var (before, changed) = (known.State, dps.ChangesFrom(known.Dps));
        (known.State, known.Dps) = (state ?? known.State, known.Dps.Merge(dps));
        if (tellsSnapshots)
        {
            return Line(e.At, known, "is ", new Piece(DeviceWords.State(device.State, device.Diagnosis), DeviceWords.ColorOf(device)), dps.Count == 0 ? "" : $"; {Text(dps)}");
        }

        if (!isKnown || (changed.Count == 0 && (state is null || state == before)))
        {
            return Written.Nothing;
        }

        return Line(e.At, known, "is now ", new Piece(DeviceWords.State(device.State, device.Diagnosis), DeviceWords.ColorOf(device)), changed.Count == 0 ? "" : $"; {Text(changed)}");
    }

    private Written State(EventJson e, string id, DeviceState to)
    {
        var known = Note(id, null);
        // What was tried again, and failed for the same reason, is no news.
        if (Settled(to, e.Diagnosis) is not { } state || state == known.State)
        {
            return Written.Nothing;
        }

        var before = known.State;
        known.State = state;
        return Line(
            e.At,
            known,
            before is null ? "" : $"{before} -> ",
            new Piece(state, UrgencyColor.Of(Urgencies.Of(to, e.Diagnosis?.Kind))),
            e.Diagnosis?.Evidence is { } evidence ? $" ({evidence})" : "");
    }

    private Written Values(EventJson e, string id, DpSet changed)
    {
        var known = Note(id, null);
        var text = string.Join(", ", changed.Select(dp => known.Dps.TryGetValue(dp.Key, out var before) ? $"{dp.Key}: {before.AsJson()} -> {dp.Value.AsJson()}" : $"{dp.Key}: {dp.Value.AsJson()}"));
        known.Dps = known.Dps.Merge(e.Dps ?? changed).Merge(changed);
        return changed.Count == 0 ? Written.Nothing : Line(e.At, known, text);
    }

    private Written Updated(EventJson e, string id)
    {
        var before = _known.GetValueOrDefault(id)?.Name;
        var known = Note(id, e.Name);
        return Line(e.At, known, before is null || before == known.Name ? "is defined otherwise now" : $"was '{before}' until now");
    }

    private Written Line(DateTimeOffset at, Known device, params IReadOnlyList<Piece> what)
    {
        // Only a terminal is too narrow for a long name.
        var name = environment.IsTerminal ? OneLine.Cut(OneLine.Of(device.Name), WidestName) : OneLine.Of(device.Name);
        return _lines.TryWrite([new Piece(Spans.Clock(at, environment.Time), Color.Grey), Gap, OneLine.Pad(name, _nameWidth), Gap, .. what]) ? Written.Event : Written.ToNobody;
    }

    private static string Text(DpSet dps) => string.Join(", ", dps.Select(dp => $"{dp.Key}: {dp.Value.AsJson()}"));

    // Null: it is on its way somewhere.
    private static string? Settled(DeviceState state, DiagnosisJson? diagnosis) =>
        state is DeviceState.Resolving or DeviceState.Waiting or DeviceState.Connecting or DeviceState.Negotiating ? null : DeviceWords.State(state, diagnosis);

    private static T? Read<T>(NodeEvent happened, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(happened.Json.Span, type);

    private Known Note(string id, string? name)
    {
        if (!_known.TryGetValue(id, out var known))
        {
            _known[id] = known = new Known(name ?? id);
        }

        known.Name = name ?? known.Name;
        _nameWidth = Math.Clamp(OneLine.WidthOf(OneLine.Of(known.Name)), _nameWidth, WidestName);
        return known;
    }

    private Known Forget(string id) => _known.Remove(id, out var known) ? known : new Known(id);

    private sealed class Known(string name)
    {
        public string Name { get; set; } = name;

        public string? State { get; set; }

        public DpSet Dps { get; set; } = DpSet.Empty;
    }
}
