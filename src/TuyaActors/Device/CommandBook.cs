using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

/// <summary>One command on its way, from its arrival to its outcome.</summary>
internal sealed class CommandEntry(long token, IDeviceCommand command, IActorRef replyTo, DateTimeOffset arrived, DateTimeOffset deadline, string? cid, DpLimit? limit = null)
{
    public long Token { get; } = token;
    public IDeviceCommand Command { get; } = command;
    public IActorRef ReplyTo { get; } = replyTo;
    public DateTimeOffset Arrived { get; private set; } = arrived;
    public DateTimeOffset Deadline { get; private set; } = deadline;

    /// <summary>Which sub-device; <c>null</c>: the device itself.</summary>
    public string? Cid { get; } = cid;

    /// <summary>Its way, for those who trace it; <c>null</c>: nobody does.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Whether it has gone out.</summary>
    public bool Sent { get; set; }

    /// <summary>How it goes, where it is a set.</summary>
    public SetCourse? Set { get; } = command is DeviceCommands.SetDps set ? new SetCourse(set.Dps, limit ?? new DpLimit(null)) : null;

    /// <summary>When the device is asked whether it did it, if it has not said so by then; <c>null</c>: it is not, or was.</summary>
    public DateTimeOffset? ConfirmAt { get; set; }

    /// <summary>For a question of our own: the set that it is to confirm.</summary>
    public long? Confirms { get; init; }

    /// <summary>For a question of our own: whether it looks for DPs that nobody knows of.</summary>
    public bool IsProbe { get; set; }

    /// <summary>In which way it was asked, where it is a question.</summary>
    public DeviceDialect? AskedIn { get; set; }

    /// <summary>The values it wants, where it is a set, but for those that later sets took over before they went out.</summary>
    public DpSet Wanted => Set?.Wanted ?? DpSet.Empty;

    /// <summary>It has its time from now on, as if it came now.</summary>
    public void BeginAgain(DateTimeOffset now) => (Arrived, Deadline) = (now, now + (Deadline - Arrived));

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
}

/// <summary>The commands of one device that have no outcome yet. Taking an entry out is the only way to answer it, so none is answered twice.</summary>
internal sealed class CommandBook
{
    // Where nothing was open for a while, as mostly everywhere, there is nothing to keep: such books share this one, which nobody writes to.
    private static readonly Shelf Nothing = new();
    private static readonly List<CommandEntry> Nobody = [];

    private Shelf _open = Nothing;
    private long _token;

    public bool IsEmpty => _open.Entries.Count == _open.IdleWatches.Count;

    /// <summary>Whether a command is in flight.</summary>
    public bool HasSent => _open.Entries.Count > _open.Queue.Count + _open.IdleWatches.Count;

    /// <summary>Whether a command has gone out and nothing shows that it arrived.</summary>
    public bool HasUnacknowledged(CommandCorrelator? correlator) => _open.Entries.Values.Any(e => e.Sent && !e.IsTaken(correlator));

    /// <summary>A command that waits for its turn.</summary>
    public CommandEntry Add(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid, DpLimit? limit = null)
    {
        var entry = Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid, limit));
        _open.Queue.Add(entry.Cid, entry);
        return entry;
    }

    /// <summary>A command that goes out at once.</summary>
    public CommandEntry AddSent(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid, long? confirms = null) =>
        Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid) { Sent = true, Confirms = confirms });

    /// <summary>A set goes on with its next part, ahead of what came later.</summary>
    public void GoOn(CommandEntry entry)
    {
        if (!_open.Queue.Of(entry.Cid).Contains(entry))
            _open.Queue.AddFirst(entry.Cid, entry);
    }

    /// <summary>A token for one part of a set, by which it is found too.</summary>
    public long AddPart(CommandEntry entry)
    {
        _open.Parts.Add(++_token, entry);
        entry.Parts.Add(_token);
        return _token;
    }

    /// <summary>Somebody who waits until nothing else is in the book: not sent, and in nobody's way.</summary>
    public CommandEntry AddIdleWatch(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid)
    {
        var entry = Note(new CommandEntry(++_token, command, replyTo, now, deadline, cid));
        _open.IdleWatches.Add(entry);
        return entry;
    }

    /// <summary>Those, in order of arrival.</summary>
    public IReadOnlyList<CommandEntry> IdleWatches() => _open.IdleWatches.Count == 0 ? [] : [.. _open.IdleWatches];

    /// <summary>Whether the device itself (<c>null</c>) or a sub-device has a command of somebody's that waits or is in flight.</summary>
    public bool IsBusy(string? cid) => Of(cid).Exists(e => e.Command is not DeviceCommands.WhenIdle && !e.ReplyTo.IsNobody());

    /// <summary>Whether any waits for its turn.</summary>
    public bool IsAnyWaiting => _open.Queue.Count > 0;

    /// <summary>How many wait for their turn, of the device and those behind it.</summary>
    public int Waiting => _open.Queue.Count;

    /// <summary>How many wait for the device itself (<c>null</c>) or for one of its sub-devices.</summary>
    public int WaitingOf(string? cid) => _open.Queue.CountOf(cid);

    /// <summary>The next to go out: those who have any waiting take turns. It counts as sent from now on.</summary>
    public bool TrySendNext([MaybeNullWhen(false)] out CommandEntry entry)
    {
        if (!_open.Queue.TryTake(out entry))
            return false;
        entry.Sent = true;
        return true;
    }

    /// <summary>How many of those that wait a set of these DPs would make void.</summary>
    public int WouldSupersede(DpSet dps, string? cid)
    {
        var count = 0;
        foreach (var entry in Of(cid))
        {
            if (entry.Set?.IsCoveredBy(dps) == true)
                count++;
        }

        return count;
    }

    /// <summary>Lets a later set take over its DPs from those that have not, or not wholly, gone out; answers those that nothing is left of, and that are taken out hereby.</summary>
    public IReadOnlyList<CommandEntry> Supersede(DpSet dps, string? cid)
    {
        var sets = SetsOf(cid);
        if (sets.Count == 0)
            return sets;
        var superseded = new List<CommandEntry>();
        foreach (var entry in sets)
        {
            if (entry.Set!.IsCoveredBy(dps))
                superseded.Add(Take(entry.Token)!);
            else
                entry.Set.GiveUp(dps);
        }

        return superseded;
    }

    /// <summary>The sets of one device, in order of arrival.</summary>
    public IReadOnlyList<CommandEntry> SetsOf(string? cid) => Of(cid) is { Count: > 0 } line ? line.FindAll(e => e.Set is not null) : [];

    /// <summary>By its own token, or by that of one of its parts.</summary>
    public CommandEntry? Find(long token) => _open.Entries.GetValueOrDefault(token) ?? _open.Parts.GetValueOrDefault(token);

    public CommandEntry? Take(long token)
    {
        if (!_open.Entries.Remove(token, out var entry))
            return null;
        _open.Deadlines.Remove((entry.Deadline, token));
        _open.Queue.Remove(entry.Cid, entry);
        _open.IdleWatches.Remove(entry);
        foreach (var part in entry.Parts)
            _open.Parts.Remove(part);
        var line = _open.Lines[entry.Cid]!;
        line.Remove(entry);
        // Those behind it come and go; the device itself stays.
        if (line.Count == 0 && entry.Cid is not null)
            _open.Lines[entry.Cid] = null;
        return entry;
    }

    /// <summary>Those that are in flight and to be asked for; a copy.</summary>
    public IReadOnlyList<CommandEntry> Unconfirmed() => Where(e => e is { Sent: true, ConfirmAt: not null });

    /// <summary>Lets go of what it keeps entries in, where there are none. One command often follows another: so not at once.</summary>
    public void Tidy()
    {
        if (_open.Entries.Count == 0)
            _open = Nothing;
    }

    public IReadOnlyList<CommandEntry> TakeSent() => TakeWhere(e => e.Sent);

    public IReadOnlyList<CommandEntry> TakeAll() => TakeWhere(_ => true);

    /// <summary>Those whose time is up. What came before the clock was set back has its time from now on, but for those that were given a moment and not a time.</summary>
    public IReadOnlyList<CommandEntry> TakeDue(DateTimeOffset now)
    {
        foreach (var entry in Where(e => e.Arrived > now && e.Command.Deadline is null))
        {
            _open.Deadlines.Remove((entry.Deadline, entry.Token));
            entry.BeginAgain(now);
            _open.Deadlines.Add((entry.Deadline, entry.Token));
        }

        var due = new List<CommandEntry>();
        while (_open.Deadlines.Count > 0 && _open.Deadlines.Min is var (deadline, token) && deadline <= now)
            due.Add(Take(token)!);
        return due;
    }

    public IReadOnlyList<CommandEntry> TakeOf(string cid) => TakeWhere(e => e.Cid == cid);

    public DateTimeOffset? NextDeadline => _open.Deadlines.Count == 0 ? null : _open.Deadlines.Min.Deadline;

    private CommandEntry Note(CommandEntry entry)
    {
        if (_open == Nothing)
            _open = new Shelf();
        _open.Entries.Add(entry.Token, entry);
        _open.Deadlines.Add((entry.Deadline, entry.Token));
        (_open.Lines[entry.Cid] ??= []).Add(entry);
        return entry;
    }

    // In order of arrival. Only to look at.
    private List<CommandEntry> Of(string? cid) => _open.Lines[cid] ?? Nobody;

    private List<CommandEntry> TakeWhere(Func<CommandEntry, bool> which)
    {
        var taken = Where(which);
        foreach (var entry in taken)
            Take(entry.Token);
        return taken;
    }

    // In order of arrival, whatever those do that are taken out in between.
    private List<CommandEntry> Where(Func<CommandEntry, bool> which) => [.. _open.Entries.Values.Where(which).OrderBy(e => e.Token)];

    private sealed class Shelf
    {
        public readonly Dictionary<long, CommandEntry> Entries = [];
        public readonly Dictionary<long, CommandEntry> Parts = [];
        public readonly SortedSet<(DateTimeOffset Deadline, long Token)> Deadlines = [];
        public readonly FairQueue<CommandEntry> Queue = new();
        public readonly List<CommandEntry> IdleWatches = [];

        /// <summary>The same as the entries, by whom they are for. A line has as many as may wait, so that looking through it is quick.</summary>
        public PerLine<List<CommandEntry>> Lines = new();
    }
}
