using System.Collections.Immutable;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Device;

/// <summary>One refresh to be sent.</summary>
/// <param name="Cid">Of which sub-device; null: of the device itself.</param>
/// <param name="Dps">The DPs to ask for.</param>
/// <param name="ByQuery">By a query, because UPDATEDPS is of no use.</param>
internal readonly record struct MeterTurn(string? Cid, ImmutableArray<int> Dps, bool ByQuery);

/// <summary>
/// When the energy meters on one connection are refreshed: fast while there is a reason, slowly otherwise, never above the ceiling; the one that
/// waits longest first. Has no clock and no timers.
/// </summary>
/// <param name="settings">How often.</param>
/// <param name="withoutUpdate">Which cids (empty: the device itself) know no UPDATEDPS; what is learned is added.</param>
internal sealed class MeterPlan(RefreshSettings settings, ISet<string> withoutUpdate)
{
    /// <summary>How long a report may take. Radios in power save answer within 1 to 2 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>So many UPDATEDPS in a row without an answer, while other things were heard, show that it is unknown there: one may get lost.</summary>
    public const int SilencesAllowed = 2;

    private PerLine<Meter> _meters = new();
    private readonly TimeSpan _gap = TimeSpan.FromMinutes(1) / settings.Ceiling;
    private DateTimeOffset _refreshedAt = DateTimeOffset.MinValue;

    /// <summary>Whether there is anything of a meter in these values; most devices have none, and need no plan.</summary>
    public static bool HasMeter(DpSet dps, RefreshSettings settings)
    {
        foreach (var id in settings.Dps)
        {
            if (dps.TryGetValue(id, out var value) && value.Kind == DpKind.Integer)
                return true;
        }

        return false;
    }

    /// <summary>The connection stands, and begins with a query: what came before is past.</summary>
    public void Connected(DateTimeOffset now)
    {
        foreach (var (_, meter) in _meters.All)
        {
            (meter.Pending, meter.QueryIsDue, meter.FreshAt) = (null, false, now);
        }
    }

    /// <summary>What lies ahead is from before the wall clock was set back, and counts from now on.</summary>
    public void NoteClock(DateTimeOffset now)
    {
        if (_refreshedAt > now)
            _refreshedAt = now;
        foreach (var (_, meter) in _meters.All)
        {
            meter.NoteClock(now);
        }
    }

    public void Reported(string? cid, DpSet dps, DateTimeOffset now)
    {
        if ((_meters[cid] ?? (HasMeter(dps, settings) ? Of(cid) : null)) is not { } meter)
            return;
        if (meter.Reported(dps, settings))
            (meter.FreshAt, meter.QueryIsDue) = (now, false);
    }

    public void Watched(string? cid, ImmutableHashSet<int> dps)
    {
        if (!dps.IsEmpty || _meters[cid] is not null)
            Of(cid).Watched = dps;
    }

    public void Commanded(string? cid, DateTimeOffset now) => _meters[cid]?.Commanded(now);

    public void Forget(string cid) => _meters[cid] = null;

    /// <summary>When there is something to do next; null: nothing, as things stand.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            var meters = _meters.All.Select(line => line.Value);
            var patience = meters.Min(m => m.Pending?.SentAt + Patience);
            var due = meters.Min(m => m.Due(settings)) is { } first ? Max(first, Allowed) : default(DateTimeOffset?);
            return patience < due || due is null ? patience : due;
        }
    }

    /// <summary>The refresh that is due, if one is. A query counts as sent with this; an UPDATEDPS with <see cref="Sent"/>.</summary>
    public MeterTurn? Take(DateTimeOffset now)
    {
        if (now < Allowed || _meters.All.Select(line => line.Value).Where(m => m.Due(settings) <= now).MinBy(m => m.FreshAt) is not { } meter)
            return null;
        var byQuery = meter.QueryIsDue || withoutUpdate.Contains(meter.Cid ?? "");
        (meter.FreshAt, meter.QueryIsDue, _refreshedAt) = (now, false, now);
        return new MeterTurn(meter.Cid, [.. meter.Dps], byQuery);
    }

    /// <summary>An UPDATEDPS went out.</summary>
    public void Sent(string? cid, uint seqno, DateTimeOffset now) => Of(cid).Pending = new PendingUpdate(seqno, now);

    /// <summary>
    /// The answer to an UPDATEDPS, an acknowledgement or a refusal; <paramref name="seqno"/> null: the device does not echo it, so it is for the
    /// oldest. Answers whether it was learned hereby that UPDATEDPS is of no use.
    /// </summary>
    public bool Answered(uint? seqno, bool refused)
    {
        var meter = _meters.All.Select(line => line.Value).Where(m => m.Pending is { Acknowledged: false } pending && (seqno ?? pending.Seqno) == pending.Seqno).MinBy(m => m.Pending!.SentAt);
        if (meter is null)
            return false;
        if (!refused)
        {
            meter.Pending = meter.Pending! with { Acknowledged = true };
            meter.Unanswered = 0;
            return false;
        }

        (meter.Pending, meter.QueryIsDue) = (null, true);
        return withoutUpdate.Add(meter.Cid ?? "");
    }

    /// <summary>Ends those that have had time enough; answers whether it was learned hereby that UPDATEDPS is of no use.</summary>
    public bool Expire(DateTimeOffset now, DateTimeOffset heardAt)
    {
        var learned = false;
        foreach (var (_, meter) in _meters.All)
        {
            if (meter.Pending is not { } pending || now < pending.SentAt + Patience)
                continue;
            // No report may mean that nothing has changed, or that the request was understood by nobody: a query tells.
            (meter.Pending, meter.QueryIsDue) = (null, true);
            if (!pending.Acknowledged && heardAt > pending.SentAt && heardAt <= now && ++meter.Unanswered >= SilencesAllowed)
                learned |= withoutUpdate.Add(meter.Cid ?? "");
        }

        return learned;
    }

    private DateTimeOffset Allowed => _refreshedAt == DateTimeOffset.MinValue ? _refreshedAt : _refreshedAt + _gap;

    private Meter Of(string? cid) => _meters[cid] ??= new Meter(cid);

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
