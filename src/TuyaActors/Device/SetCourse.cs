using TuyaActors.Protocol;

namespace TuyaActors.Device;

/// <summary>
/// The course of one set: in how many parts it goes out, what each has come to, and what that shows of the device. Pure.
/// </summary>
/// <remarks>
/// It goes out in one part, unless the device is known to take fewer DPs at a time. Parts go one after the other, the next when the one
/// before is acknowledged or confirmed. A limit shows itself in two ways:
/// <list type="bullet">
/// <item>The device took the set, but only some of the values hold, and others are still what they were before. Then those are sent once
/// more in smaller parts; if such a part works, that is the limit. What is read-only does not work then either, and is not sent again.</item>
/// <item>It refused the whole. Then the DPs are sent one by one until one is refused too; if it takes all of them, the limit is one.</item>
/// </list>
/// No DP goes out twice in parts of the same size, so there is an end to it.
/// </remarks>
/// <param name="dps">What is to be set.</param>
/// <param name="limit">What is known of the device; what shows itself is noted there.</param>
internal sealed class SetCourse(DpSet dps, DpLimit limit)
{
    private readonly List<Part> _parts = [new Part(dps)];
    private readonly HashSet<int> _takenOver = [];

    /// <summary>What it still stands for: all but what later sets took over before it went out.</summary>
    public DpSet Wanted
    {
        get
        {
            DpSet? all = null;
            foreach (var part in _parts)
            {
                // A repetition wishes nothing that is not wished already.
                if (!part.IsRepetition)
                    all = all is null ? part.Dps : all.Merge(part.Dps);
            }

            return all ?? DpSet.Empty;
        }
    }

    /// <summary>Whether every value was reported.</summary>
    public bool IsConfirmed => _parts.TrueForAll(static part => part.IsRepetition || part.State == PartState.Confirmed);

    /// <summary>Whether the device acknowledged or confirmed every part.</summary>
    public bool IsTaken => _parts.TrueForAll(static part => part.IsRepetition || part.IsTaken);

    /// <summary>The refusal that ends it.</summary>
    public CommandEnd? Refusal { get; private set; }

    /// <summary>Whether there is a part whose turn it is.</summary>
    public bool HasNext => Refusal is null && !_parts.Exists(p => p.State == PartState.Sent) && _parts.Exists(p => p.State == PartState.Waiting);

    /// <summary>The requests that have not ended.</summary>
    public IEnumerable<long> Open => _parts.Where(p => p.State is PartState.Sent or PartState.Acknowledged).Select(p => p.Token);

    /// <summary>Whether a later set of these DPs would leave nothing of it, and nothing of it has gone out.</summary>
    public bool IsCoveredBy(DpSet later) => _parts.TrueForAll(p => p.State == PartState.Waiting && p.Dps.Keys.All(later.ContainsKey));

    /// <summary>A later set takes over these DPs: they are not sent any more, not even once more.</summary>
    public void GiveUp(DpSet later)
    {
        _takenOver.UnionWith(later.Keys);
        foreach (var part in _parts.Where(p => p.State == PartState.Waiting).ToList())
        {
            var left = later.Keys.Aggregate(part.Dps, (rest, id) => rest.Without(id));
            part.Dps = left;
            if (left.Count == 0)
                _parts.Remove(part);
        }
    }

    /// <summary>What is to be sent now; only where <see cref="HasNext"/>.</summary>
    public DpSet Next()
    {
        var at = _parts.FindIndex(p => p.State == PartState.Waiting);
        var part = _parts[at];
        if (limit.Most is { } most && part.Dps.Count > most)
        {
            _parts.RemoveAt(at);
            _parts.InsertRange(at, part.Dps.Split(most).Select(dps => part.Piece(dps)));
        }

        return _parts[at].Dps;
    }

    /// <summary>What <see cref="Next"/> said goes out.</summary>
    /// <param name="token">The request.</param>
    /// <param name="before">What the device reported last.</param>
    public void Sent(long token, DpSet before)
    {
        var part = _parts.Find(p => p.State == PartState.Waiting)!;
        (part.State, part.Token, part.Before) = (PartState.Sent, token, before);
    }

    /// <summary>A request was acknowledged.</summary>
    public void Acknowledged(long token)
    {
        if (Find(token) is not { State: PartState.Sent } part)
            return;
        part.State = PartState.Acknowledged;
        Judge(part.Trial);
    }

    /// <summary>A request was confirmed or refused.</summary>
    public void Ended(in CommandEnd end)
    {
        if (Find(end.Token) is not { } part)
            return;
        if (end.Kind == EndKind.Confirmed)
            Confirm(part);
        else if (end.Kind is EndKind.Rejected or EndKind.DataUnvalid)
            Refuse(part, end);
    }

    /// <summary>The device was asked behind the parts that it has acknowledged.</summary>
    /// <param name="values">Its answer.</param>
    /// <param name="remainingOf">What of a request no report has confirmed so far.</param>
    public void Asked(DpSet values, Func<long, DpSet?> remainingOf)
    {
        foreach (var part in _parts.Where(p => p.State == PartState.Acknowledged && !p.WasRepeated && MayBeTooMany(p)).ToList())
        {
            if (remainingOf(part.Token) is not { } remaining)
                continue;
            var taken = remaining.Keys.Aggregate(part.Dps, (rest, id) => rest.Without(id));
            // What has another value than before was not passed over: then somebody else had a hand in it.
            var passedOver = DpSet.Create(remaining.Where(dp =>
                !_takenOver.Contains(dp.Key) && values.TryGetValue(dp.Key, out var now) && part.Before.TryGetValue(dp.Key, out var before) && now == before));
            if (taken.Count == 0 || passedOver.Count == 0)
                continue;
            part.WasRepeated = true;
            var most = Math.Max(part.ChangesIn(taken), limit.Proved);
            _parts.InsertRange(_parts.IndexOf(part) + 1, passedOver.Split(most).Select(dps => new Part(dps) { ShowsLimit = most }));
        }
    }

    private void Confirm(Part part)
    {
        part.State = PartState.Confirmed;
        if (!part.WasRepeated && part.ShowsLimit is { } most)
            limit.Learn(most);
        else if (!part.WasRepeated)
            limit.Prove(part.ChangesIn(part.Dps));
        Judge(part.Trial);
    }

    private void Refuse(Part part, in CommandEnd end)
    {
        part.State = PartState.Refused;
        if (part.Trial is { } trial)
        {
            // Where not even the first goes through alone, the first refusal says what is wrong.
            Refusal = trial.Singles.Exists(single => single.IsTaken) ? end : trial.Refusal;
        }
        else if (part.IsRepetition)
        {
            // It took the set before; that it minds a part of it now takes nothing back.
        }
        else if (MayBeTooMany(part) && !part.Dps.Keys.Any(_takenOver.Contains))
        {
            var at = _parts.IndexOf(part);
            var alone = new Trial(end);
            alone.Singles.AddRange(part.Dps.Split(1).Select(dps => new Part(dps) { Trial = alone }));
            _parts.RemoveAt(at);
            _parts.InsertRange(at, alone.Singles);
        }
        else
        {
            Refusal = end;
        }
    }

    private void Judge(Trial? trial)
    {
        // One that a later set took over was never sent, so it proves nothing.
        if (trial is not null && trial.Singles.TrueForAll(single => single.IsTaken))
            limit.Learn(limit.Proved);
    }

    private bool MayBeTooMany(Part part) => part.Dps.Count > limit.Proved;

    private Part? Find(long token) => _parts.Find(p => p.Token == token && p.State != PartState.Waiting);

    private enum PartState
    {
        Waiting,
        Sent,
        Acknowledged,
        Confirmed,
        Refused,
    }

    private sealed class Part(DpSet dps)
    {
        public DpSet Dps { get; set; } = dps;
        public PartState State { get; set; }
        public long Token { get; set; }
        public DpSet Before { get; set; } = DpSet.Empty;

        /// <summary>Whether what it left undone was sent once more.</summary>
        public bool WasRepeated { get; set; }

        /// <summary>For what is sent once more: the limit, if it works.</summary>
        public int? ShowsLimit { get; init; }

        /// <summary>For one of those that were refused together.</summary>
        public Trial? Trial { get; init; }

        public bool IsRepetition => ShowsLimit is not null;
        public bool IsTaken => State is PartState.Acknowledged or PartState.Confirmed;

        public Part Piece(DpSet dps) => new(dps) { ShowsLimit = ShowsLimit };

        /// <summary>How many of these had another value before.</summary>
        public int ChangesIn(DpSet dps) => dps.Count(dp => Before.TryGetValue(dp.Key, out var before) && before != dp.Value);
    }

    private sealed class Trial(CommandEnd refusal)
    {
        public CommandEnd Refusal { get; } = refusal;
        public List<Part> Singles { get; } = [];
    }
}
