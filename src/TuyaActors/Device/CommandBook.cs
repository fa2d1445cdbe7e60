using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>One command on its way, from its arrival to its outcome.</summary>
internal sealed class CommandEntry(long token, IDeviceCommand command, IActorRef replyTo, DateTimeOffset arrived, DateTimeOffset deadline, string? cid, DpLimit? limit = null)
{
    public long Token { get; } = token;
    public IDeviceCommand Command { get; } = command;
    public IActorRef ReplyTo { get; } = replyTo;
    public DateTimeOffset Arrived { get; } = arrived;
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>Which sub-device; <c>null</c>: the device itself.</summary>
    public string? Cid { get; } = cid;

    /// <summary>Its way, for those who trace it; <c>null</c>: nobody does.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Whether it has gone out.</summary>
    public bool Sent { get; set; }

    /// <summary>How it goes, where it is a set.</summary>
    public SetCourse? Set { get; } = command is DeviceCommands.SetDps set ? new SetCourse(set.Dps, limit ?? new DpLimit(null)) : null;

    /// <summary>For a question of our own: the set that it is to confirm.</summary>
    public long? Confirms { get; init; }

    /// <summary>For a question of our own: whether it looks for DPs that nobody knows of.</summary>
    public bool IsProbe { get; set; }

    /// <summary>The values it wants, where it is a set, but for those that later sets took over before they went out.</summary>
    public DpSet Wanted => Set?.Wanted ?? DpSet.Empty;

    /// <summary>Whether something shows that it arrived.</summary>
    public bool IsTaken(CommandCorrelator? correlator) => Set is null ? correlator?.IsAcknowledged(Token) == true : Set.IsTaken;

    /// <summary>How it ends when it was not sent before its deadline. A device that sleeps, or is online and sent no more than the ceiling allows, is in good health: then the time was too short.</summary>
    public CommandOutcome Unsent(DeviceState state, Diagnosis? diagnosis, DateTimeOffset now) => (Command, state) switch
    {
        (DeviceCommands.WhenIdle, DeviceState.Online or DeviceState.Idle) => new CommandOutcome.TimedOut(Command.DeviceId, now - Arrived),
        (not DeviceCommands.WhenIdle, DeviceState.Asleep or DeviceState.Online) => new CommandOutcome.Expired(Command.DeviceId),
        _ => new CommandOutcome.Offline(Command.DeviceId, state, diagnosis, WasSent: false),
    };

    internal List<long> Parts { get; } = [];

    // A cid is never empty, so this is the device's own.
    internal string Line => Cid ?? "";
}

/// <summary>The commands of one device that have no outcome yet. Taking an entry out is the only way to answer it, so none is answered twice.</summary>
internal sealed class CommandBook
{
    private static readonly SortedDictionary<long, CommandEntry> Nobody = [];

    private readonly SortedDictionary<long, CommandEntry> _entries = [];
    private readonly Dictionary<string, SortedDictionary<long, CommandEntry>> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<long, CommandEntry> _parts = [];
    private readonly SortedSet<(DateTimeOffset Deadline, long Token)> _deadlines = [];
    private readonly FairQueue<CommandEntry> _queue = new();
    private readonly SortedDictionary<long, CommandEntry> _idleWatches = [];
    private long _token;

    public bool IsEmpty => _entries.Count == _idleWatches.Count;

    /// <summary>Whether a command is in flight.</summary>
    public bool HasSent => _entries.Count > _queue.Count + _idleWatches.Count;

    /// <summary>Whether a command has gone out and nothing shows that it arrived.</summary>
    public bool HasUnacknowledged(CommandCorrelator? correlator) => _entries.Values.Any(e => e.Sent && !e.IsTaken(correlator));

    /// <summary>A command that waits for its turn.</summary>
    public CommandEntry Add(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid, DpLimit? limit = null)
    {
        var entry = Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid, limit));
        _queue.Add(entry.Line, entry);
        return entry;
    }

    /// <summary>A command that goes out at once.</summary>
    public CommandEntry AddSent(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid, long? confirms = null) =>
        Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid) { Sent = true, Confirms = confirms });

    /// <summary>A set goes on with its next part, ahead of what came later.</summary>
    public void GoOn(CommandEntry entry)
    {
        if (!_queue.Of(entry.Line).Contains(entry))
            _queue.AddFirst(entry.Line, entry);
    }

    /// <summary>A token for one part of a set, by which it is found too.</summary>
    public long AddPart(CommandEntry entry)
    {
        _parts.Add(++_token, entry);
        entry.Parts.Add(_token);
        return _token;
    }

    /// <summary>Somebody who waits until nothing else is in the book: not sent, and in nobody's way.</summary>
    public CommandEntry AddIdleWatch(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid)
    {
        var entry = Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid));
        _idleWatches.Add(entry.Token, entry);
        return entry;
    }

    /// <summary>Those, in order of arrival.</summary>
    public IReadOnlyList<CommandEntry> IdleWatches() => _idleWatches.Count == 0 ? [] : [.. _idleWatches.Values];

    /// <summary>Whether the device itself (<c>null</c>) or a sub-device has a command of somebody's that waits or is in flight.</summary>
    public bool IsBusy(string? cid) => Of(cid).Any(e => e.Command is not DeviceCommands.WhenIdle && !e.ReplyTo.IsNobody());

    /// <summary>Whether any waits for its turn.</summary>
    public bool IsAnyWaiting => _queue.Count > 0;

    /// <summary>How many wait for their turn, of the device and those behind it.</summary>
    public int Waiting => _queue.Count;

    /// <summary>How many wait for the device itself (<c>null</c>) or for one of its sub-devices.</summary>
    public int WaitingOf(string? cid) => _queue.CountOf(cid ?? "");

    /// <summary>The next to go out: those who have any waiting take turns. It counts as sent from now on.</summary>
    public bool TrySendNext([MaybeNullWhen(false)] out CommandEntry entry)
    {
        if (!_queue.TryTake(out entry))
            return false;
        entry.Sent = true;
        return true;
    }

    /// <summary>How many of those that wait a set of these DPs would make void.</summary>
    public int WouldSupersede(DpSet dps, string? cid) => Of(cid).Count(e => e.Set?.IsCoveredBy(dps) == true);

    /// <summary>Lets a later set take over its DPs from those that have not, or not wholly, gone out; answers those that nothing is left of, and that are taken out hereby.</summary>
    public IReadOnlyList<CommandEntry> Supersede(DpSet dps, string? cid)
    {
        var superseded = new List<CommandEntry>();
        foreach (var entry in SetsOf(cid))
        {
            if (entry.Set!.IsCoveredBy(dps))
                superseded.Add(Take(entry.Token)!);
            else
                entry.Set.GiveUp(dps);
        }

        return superseded;
    }

    /// <summary>The sets of one device, in order of arrival.</summary>
    public IReadOnlyList<CommandEntry> SetsOf(string? cid) => [.. Of(cid).Where(e => e.Set is not null)];

    /// <summary>By its own token, or by that of one of its parts.</summary>
    public CommandEntry? Find(long token) => _entries.GetValueOrDefault(token) ?? _parts.GetValueOrDefault(token);

    public CommandEntry? Take(long token)
    {
        if (!_entries.Remove(token, out var entry))
            return null;
        _deadlines.Remove((entry.Deadline, token));
        _queue.Remove(entry.Line, entry);
        _idleWatches.Remove(token);
        entry.Parts.ForEach(part => _parts.Remove(part));
        var line = _lines[entry.Line];
        line.Remove(token);
        if (line.Count == 0)
            _lines.Remove(entry.Line);
        return entry;
    }

    public IReadOnlyList<CommandEntry> TakeSent() => TakeWhere(e => e.Sent);

    public IReadOnlyList<CommandEntry> TakeAll() => TakeWhere(_ => true);

    public IReadOnlyList<CommandEntry> TakeDue(DateTimeOffset now)
    {
        var due = new List<CommandEntry>();
        while (_deadlines.Count > 0 && _deadlines.Min is var (deadline, token) && deadline <= now)
            due.Add(Take(token)!);
        return due;
    }

    public IReadOnlyList<CommandEntry> TakeOf(string cid) => TakeWhere(e => e.Cid == cid);

    public DateTimeOffset? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Min.Deadline;

    private CommandEntry Note(CommandEntry entry)
    {
        _entries.Add(entry.Token, entry);
        _deadlines.Add((entry.Deadline, entry.Token));
        if (!_lines.TryGetValue(entry.Line, out var line))
            _lines[entry.Line] = line = [];
        line.Add(entry.Token, entry);
        return entry;
    }

    private SortedDictionary<long, CommandEntry>.ValueCollection Of(string? cid) => (_lines.GetValueOrDefault(cid ?? "") ?? Nobody).Values;

    private List<CommandEntry> TakeWhere(Func<CommandEntry, bool> which)
    {
        var taken = _entries.Values.Where(which).ToList();
        foreach (var entry in taken)
            Take(entry.Token);
        return taken;
    }
}
