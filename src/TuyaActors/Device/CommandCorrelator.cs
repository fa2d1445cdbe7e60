using System.Collections.Immutable;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

/// <summary>
/// Matches what a device sends to what was asked on one connection. Pure: no clock, no sockets; one for each connection.
/// </summary>
/// <remarks>
/// 3.1 to 3.4 echo the seqno of the request; 3.5 devices count for themselves, so there an answer is the oldest request that its
/// command id can answer. A STATUS without a matching seqno is a report of the device's own and answers nothing, but what it
/// reports may confirm a set. An empty answer is an acknowledgement only; a query that gets no more than that and reports is answered by those,
/// at its deadline.
/// <para>
/// In 3.5 a set that ends before its acknowledgement has come (its report was faster, or its deadline) is still owed one, which must not
/// be taken for that of the next set. So the debt is remembered until it is paid, or until the answer to a later query of the same device
/// shows that it never will be: devices answer in order.
/// </para>
/// </remarks>
internal sealed class CommandCorrelator(ProtocolVersion version, uint firstSeqno)
{
    // A debt that nobody pays costs no more than this.
    private const int MostDebts = 32;

    // In the order of sending.
    private readonly List<Pending> _pending = [];
    private uint _seqno = firstSeqno;

    /// <summary>How many requests have not ended.</summary>
    public int Count => _pending.Count(p => !p.IsOver);

    /// <summary>How many are remembered, those included that have ended and are owed an acknowledgement.</summary>
    internal int Held => _pending.Count;

    /// <summary>Notes a heartbeat, which takes a seqno and ends with nothing.</summary>
    public uint Heartbeat() => NextSeqno();

    /// <summary>A seqno for a request whose answer is nobody's end: what it brings counts as the device's own report.</summary>
    public uint Untracked() => NextSeqno();

    /// <summary>Notes a set that is about to be sent; answers its seqno.</summary>
    public uint BeginSet(long token, CommandId command, DpSet dps, string? cid = null) => Begin(new Pending(token, command, dps, cid));

    /// <summary>Notes a query that is about to be sent; answers its seqno.</summary>
    public uint BeginQuery(long token, CommandId command, string? cid = null) => Begin(new Pending(token, command, null, cid));

    /// <summary>Takes in one message.</summary>
    public Correlation Accept(in WireMessage message, ReplyContent content)
    {
        if (message.Command == CommandId.Heartbeat)
            return Correlation.HeartbeatReply;
        if (_pending.Count == 0)
            return Correlation.Push;

        // Mostly none or one.
        var ends = ImmutableArray<CommandEnd>.Empty;
        var answered = FindAnswered(message, content);
        if (answered is { IsOver: true })
        {
            _pending.Remove(answered);
            answered = null;
        }

        if (answered is not null)
            ends = Answer(answered, message, content) is { } end ? [end] : [];
        else if (message.Command == CommandId.Status && content.Kind == ReplyKind.Dps)
            NoteReport(content);
        if (content.Kind == ReplyKind.Dps)
            ends = ends.AddRange(Confirmed(content));
        return new Correlation(
            answered is null ? MatchKind.Push : MatchKind.Answer,
            ends,
            answered is { Acknowledged: true, Dps: not null } ? answered.Token : null);
    }

    /// <summary>What of a set no report has confirmed so far; <c>null</c>: it has ended.</summary>
    public DpSet? RemainingOf(long token) => Find(token)?.Remaining;

    /// <summary>Whether the set of this token was acknowledged and waits for its confirmation only.</summary>
    public bool IsAcknowledged(long token) => Find(token) is { Acknowledged: true };

    /// <summary>Ends a request whose deadline has come. <c>null</c>: it had ended already.</summary>
    public CommandEnd? Expire(long token)
    {
        if (Find(token) is not { } pending)
            return null;
        Close(pending, Ending.Expired);
        return pending switch
        {
            { Acknowledged: true, Dps: not null } => new CommandEnd(token, EndKind.Acknowledged, DpSet.Empty),
            { Told: { } told } => new CommandEnd(token, EndKind.Confirmed, told),
            _ => new CommandEnd(token, EndKind.TimedOut, DpSet.Empty),
        };
    }

    private Pending? Find(long token) => _pending.Find(p => p.Token == token && !p.IsOver);

    private uint Begin(Pending pending)
    {
        pending.Seqno = NextSeqno();
        _pending.Add(pending);
        return pending.Seqno;
    }

    // Zero is what devices put into pushes, so no request bears it.
    private uint NextSeqno()
    {
        if (_seqno == 0)
            _seqno = 1;
        return _seqno++;
    }

    private Pending? FindAnswered(in WireMessage message, ReplyContent content)
    {
        var (seqno, command) = (message.Seqno, message.Command);
        if (version != ProtocolVersion.V35)
        {
            if (seqno != 0 && _pending.Find(p => p.Seqno == seqno) is { } echoed)
                return echoed;
            // A number that we gave to a request that has ended: a late answer. Its values count as a report.
            if (seqno != 0)
                return null;
        }

        if (command == CommandId.Status)
            return null;
        var isRefusal = IsRefusal(message, content);
        Pending? otherwise = null;
        foreach (var request in _pending)
        {
            // A set that has been confirmed was not refused.
            if (!CanAnswer(request, command) || !SameChild(request, content) || (isRefusal && request.Ending == Ending.Confirmed))
                continue;
            // The oldest that has no answer yet. Values are what a query waits for even when it was acknowledged before.
            if (!request.IsForgone && (!request.Acknowledged || (request.Dps is null && content.Kind != ReplyKind.Empty)))
                return request;
            if (!request.IsOver)
                otherwise ??= request;
        }

        return otherwise;
    }

    private static bool IsRefusal(in WireMessage message, ReplyContent content) =>
        content.Kind == ReplyKind.DataUnvalid || (message.Retcode is > 0 && content.Kind != ReplyKind.Dps);

    private static bool CanAnswer(Pending request, CommandId reply) =>
        reply == request.Command
        || (request.Dps is null && request.Command is CommandId.DpQuery or CommandId.DpQueryNew && reply is CommandId.DpQuery or CommandId.DpQueryNew)
        || (request.Dps is not null && request.Command is CommandId.Control or CommandId.ControlNew && reply is CommandId.Control or CommandId.ControlNew);

    // An acknowledgement bears no cid: then the order decides.
    private static bool SameChild(Pending request, ReplyContent content) => content.Cid is null || content.Cid == request.Cid;

    private CommandEnd? Answer(Pending request, in WireMessage message, ReplyContent content)
    {
        if (content.Kind == ReplyKind.DataUnvalid)
            return End(request, new CommandEnd(request.Token, EndKind.DataUnvalid, DpSet.Empty, message.Retcode, content.Text));
        if (IsRefusal(message, content))
            return End(request, new CommandEnd(request.Token, EndKind.Rejected, DpSet.Empty, message.Retcode, content.Text));
        if (request.Dps is null && content.Kind == ReplyKind.Dps)
        {
            ForgiveDebtsBefore(request);
            return End(request, new CommandEnd(request.Token, EndKind.Confirmed, content.Dps));
        }

        request.Acknowledged = true;
        return null;
    }

    // Some firmware acknowledges a query, and sends the values as a report. It may as well be the device's own, with the answer still to come.
    private void NoteReport(ReplyContent content)
    {
        foreach (var query in _pending.Where(p => p is { Dps: null, Acknowledged: true } && p.Cid == content.Cid))
            query.Told = query.Told is null ? content.Dps : query.Told.Merge(content.Dps);
    }

    /// <summary>The sets that have all their values by this report.</summary>
    private ImmutableArray<CommandEnd> Confirmed(ReplyContent content)
    {
        List<Pending>? confirmed = null;
        foreach (var set in _pending)
        {
            if (set.Remaining is null || set.IsOver || set.Cid != content.Cid)
                continue;
            foreach (var (id, value) in content.Dps)
            {
                if (set.Remaining.TryGetValue(id, out var wanted) && wanted.Equals(value))
                    set.Remaining = set.Remaining.Without(id);
            }

            if (set.Remaining.Count == 0)
                (confirmed ??= []).Add(set);
        }

        if (confirmed is null)
            return [];
        foreach (var set in confirmed)
            Close(set, Ending.Confirmed);
        return [.. confirmed.Select(set => new CommandEnd(set.Token, EndKind.Confirmed, set.Dps!))];
    }

    private CommandEnd End(Pending request, CommandEnd end)
    {
        _pending.Remove(request);
        return end;
    }

    /// <summary>Takes out what has ended, but for one that is owed an acknowledgement.</summary>
    private void Close(Pending request, Ending ending)
    {
        // A gateway whose child does not answer does not answer either: waiting for that would take the acknowledgement of a sibling.
        var isOwed = version == ProtocolVersion.V35 && request is { Dps: not null, Acknowledged: false, IsForgone: false }
            && (ending == Ending.Confirmed || request.Cid is null);
        if (!isOwed)
        {
            _pending.Remove(request);
            return;
        }

        request.Ending = ending;
        if (_pending.Count(p => p.IsOver) > MostDebts)
            _pending.Remove(_pending.Find(p => p.IsOver)!);
    }

    /// <summary>What was sent before a query that is answered now, and has no answer, will have none.</summary>
    private void ForgiveDebtsBefore(Pending query)
    {
        if (version != ProtocolVersion.V35)
            return;
        var older = _pending.TakeWhile(p => p != query).Where(p => p.Dps is not null && p.Cid == query.Cid).ToList();
        foreach (var set in older)
        {
            set.IsForgone = true;
            if (set.IsOver)
                _pending.Remove(set);
        }
    }

    private enum Ending
    {
        None,
        Confirmed,
        Expired,
    }

    private sealed class Pending(long token, CommandId command, DpSet? dps, string? cid)
    {
        public long Token { get; } = token;
        public CommandId Command { get; } = command;
        public DpSet? Dps { get; } = dps;
        public string? Cid { get; } = cid;
        public uint Seqno { get; set; }
        public bool Acknowledged { get; set; }
        public DpSet? Remaining { get; set; } = dps;

        /// <summary>What was reported since a query was acknowledged.</summary>
        public DpSet? Told { get; set; }

        /// <summary>How it ended, where only its acknowledgement is still to come.</summary>
        public Ending Ending { get; set; }
        public bool IsOver => Ending != Ending.None;

        /// <summary>Its acknowledgement will not come any more.</summary>
        public bool IsForgone { get; set; }
    }
}
