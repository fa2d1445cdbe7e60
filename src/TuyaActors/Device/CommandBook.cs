using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>One command on its way, from its arrival to its outcome.</summary>
internal sealed class CommandEntry(long token, IDeviceCommand command, IActorRef replyTo, DateTimeOffset arrived, DateTimeOffset deadline, string? cid)
{
    public long Token { get; } = token;
    public IDeviceCommand Command { get; } = command;
    public IActorRef ReplyTo { get; } = replyTo;
    public DateTimeOffset Arrived { get; } = arrived;
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>Which sub-device; <c>null</c>: the device itself.</summary>
    public string? Cid { get; } = cid;

    /// <summary>Whether it has gone out.</summary>
    public bool Sent { get; set; }

    /// <summary>The values it wants, where it is a set.</summary>
    public DpSet Wanted => Command is DeviceCommands.SetDps set ? set.Dps : DpSet.Empty;
}

/// <summary>The commands of one device that have no outcome yet. Taking an entry out is the only way to answer it, so none is answered twice.</summary>
internal sealed class CommandBook
{
    private readonly SortedDictionary<long, CommandEntry> _entries = [];
    private long _token;

    public int Waiting { get; private set; }

    public CommandEntry Add(IDeviceCommand command, IActorRef replyTo, DateTimeOffset now, DateTimeOffset deadline, string? cid)
    {
        var entry = new CommandEntry(++_token, command, replyTo, now, deadline, cid);
        _entries.Add(entry.Token, entry);
        Waiting++;
        return entry;
    }

    public void MarkSent(CommandEntry entry)
    {
        if (!entry.Sent)
            Waiting--;
        entry.Sent = true;
    }

    public CommandEntry? Take(long token)
    {
        if (!_entries.Remove(token, out var entry))
            return null;
        if (!entry.Sent)
            Waiting--;
        return entry;
    }

    /// <summary>Those that have not gone out, in order of arrival.</summary>
    public IReadOnlyList<CommandEntry> Unsent() => [.. _entries.Values.Where(e => !e.Sent)];

    public IReadOnlyList<CommandEntry> TakeSent() => TakeWhere(e => e.Sent);

    public IReadOnlyList<CommandEntry> TakeAll() => TakeWhere(_ => true);

    public IReadOnlyList<CommandEntry> TakeDue(DateTimeOffset now) => TakeWhere(e => e.Deadline <= now);

    public IReadOnlyList<CommandEntry> TakeOf(string cid) => TakeWhere(e => e.Cid == cid);

    public DateTimeOffset? NextDeadline => _entries.Count == 0 ? null : _entries.Values.Min(e => e.Deadline);

    private List<CommandEntry> TakeWhere(Func<CommandEntry, bool> which)
    {
        var taken = _entries.Values.Where(which).ToList();
        foreach (var entry in taken)
            Take(entry.Token);
        return taken;
    }
}
