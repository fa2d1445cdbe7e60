using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Telemetry;

/// <summary>
/// What one fleet's actors tell of themselves while they work; thread-safe. The numbers that stand (devices by state, queues) are kept here and
/// read when somebody looks; the others are recorded as they happen, at next to no cost while nobody listens.
/// </summary>
public sealed class FleetTelemetry
{
    private static readonly ConcurrentDictionary<FleetTelemetry, bool> Live = new();
    private static readonly DeviceState[] States = Enum.GetValues<DeviceState>();
    private static readonly bool[] Sides = [false, true];

    private readonly KeyValuePair<string, object?>[] _own;
    private readonly long[] _devices = new long[States.Length];
    private readonly long[] _behindGateways = new long[States.Length];
    private long _waitingCommands;
    private long _waitingHandshakes;
    private long _activeHandshakes;

    /// <summary>For actors without a fleet; nobody looks at it.</summary>
    public static FleetTelemetry None { get; } = new("none");

    /// <summary>Of a fleet, or of a node that has a part of it.</summary>
    /// <param name="fleet">The fleet's name.</param>
    /// <param name="segment">The segment whose devices the node hosts; null: the fleet has no segments, or the node hosts none.</param>
    public FleetTelemetry(string fleet, string? segment = null) => _own = segment is null ? [new("tuya.fleet", fleet)] : [new("tuya.fleet", fleet), new("tuya.segment", segment)];

    internal string Fleet => (string)_own[0].Value!;

    /// <summary>From now on it is looked at.</summary>
    internal void Begin()
    {
        TuyaTelemetry.Publish();
        Live.TryAdd(this, true);
    }

    /// <summary>No longer.</summary>
    internal void End() => Live.TryRemove(this, out _);

    internal static IEnumerable<Measurement<long>> All(Func<FleetTelemetry, IEnumerable<Measurement<long>>> look) => Live.Keys.SelectMany(look);

    internal static IEnumerable<Measurement<long>> All(Func<FleetTelemetry, long> look) =>
        Live.Keys.Select(fleet => new Measurement<long>(look(fleet), fleet._own));

    // ---- what stands

    internal long WaitingCommands => Interlocked.Read(ref _waitingCommands);

    internal long WaitingHandshakes => Interlocked.Read(ref _waitingHandshakes);

    internal long ActiveHandshakes => Interlocked.Read(ref _activeHandshakes);

    internal IEnumerable<Measurement<long>> Devices() =>
        from behind in Sides
        from state in States
        let count = Interlocked.Read(ref (behind ? _behindGateways : _devices)[(int)state])
        select new Measurement<long>(count, With(("tuya.state", TuyaTelemetry.Word(state)), ("tuya.behind_gateway", behind)));

    /// <summary>A device goes from one state to another; <c>null</c>: it comes, or goes for good.</summary>
    internal void Moved(DeviceState? from, DeviceState? to, bool behindGateway)
    {
        var counts = behindGateway ? _behindGateways : _devices;
        if (from is { } left)
            Interlocked.Decrement(ref counts[(int)left]);
        if (to is { } entered)
            Interlocked.Increment(ref counts[(int)entered]);
    }

    /// <summary>A device's queue has another length now.</summary>
    internal void WaitingChanged(int by) => Interlocked.Add(ref _waitingCommands, by);

    internal void Admission(int waiting, int active)
    {
        Interlocked.Exchange(ref _waitingHandshakes, waiting);
        Interlocked.Exchange(ref _activeHandshakes, active);
    }

    // ---- what happens

    internal void Connected(ProtocolVersion version, TimeSpan handshake)
    {
        TuyaTelemetry.Connects.Add(1, With(("tuya.result", "online")));
        TuyaTelemetry.Handshakes.Record(handshake.TotalSeconds, With(("tuya.version", version.ToText())));
    }

    internal void ConnectFailed(DiagnosisKind kind) => TuyaTelemetry.Connects.Add(1, With(("tuya.result", TuyaTelemetry.Word(kind))));

    internal void Ended(string command, string outcome, TimeSpan time) =>
        TuyaTelemetry.Commands.Record(time.TotalSeconds, With(("tuya.command", command), ("tuya.outcome", outcome)));

    internal void Sent(int bytes)
    {
        Count(TuyaTelemetry.Frames, 1, "sent");
        Count(TuyaTelemetry.Bytes, bytes, "sent");
    }

    internal void Received(int bytes) => Count(TuyaTelemetry.Bytes, bytes, "received");

    internal void ReceivedFrame() => Count(TuyaTelemetry.Frames, 1, "received");

    internal void CouldNotRead() => TuyaTelemetry.Unreadable.Add(1, _own);

    internal void Dropped(long events) => TuyaTelemetry.Dropped.Add(events, _own);

    // Thousands a second, which nearly always nobody counts.
    private void Count(Counter<long> counter, int by, string direction)
    {
        if (counter.Enabled)
            counter.Add(by, With(("tuya.direction", direction)));
    }

    private TagList With(params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var tags = new TagList(_own);
        foreach (var (name, value) in more)
            tags.Add(name, value);
        return tags;
    }
}
