namespace TuyaActors.Device;

/// <summary>
/// Whose values may be out of date although the connection stands, and when to ask for them: a question stayed unanswered, or something
/// came that could not be read. Pure; begins anew with each connection.
/// </summary>
internal sealed class CatchUp
{
    /// <summary>So often in a row a device is asked in vain; there are some that answer no query at all.</summary>
    public const int MostTries = 6;

    // The first wait collects what breaks in one moment; the later ones spare a link in trouble.
    private static readonly BackoffPolicy Waits = new(TimeSpan.FromSeconds(2), 1.8, TimeSpan.FromSeconds(60), 0);

    private PerLine<Debt> _debts = new();

    /// <summary>When the next question is due.</summary>
    public DateTimeOffset? Next => _debts.All.Min(line => line.Value.Due);

    /// <summary>What is due later than it can be was to be asked before the wall clock was set back, and waits anew.</summary>
    public void NoteClock(DateTimeOffset now)
    {
        foreach (var (cid, debt) in _debts.All)
        {
            var latest = now + Waits.Wait(Math.Max(debt.Tries, 1), 0);
            if (debt.Due > latest)
                _debts[cid] = debt with { Due = latest };
        }
    }

    /// <summary>A new connection: it begins with questions of its own.</summary>
    public void Begin() => _debts.Clear();

    /// <summary>Something of the device (<c>null</c>) or of this child may have been missed.</summary>
    public void Missed(string? cid, DateTimeOffset now)
    {
        var debt = _debts[cid];
        if (debt.Due is null)
            _debts[cid] = debt with { Due = now + Waits.Wait(1, 0) };
    }

    /// <summary>A question stayed without an answer.</summary>
    public void Unanswered(string? cid, DateTimeOffset now)
    {
        var tries = _debts[cid].Tries + 1;
        _debts[cid] = new Debt(tries, tries > MostTries ? null : now + Waits.Wait(tries, 0));
    }

    /// <summary>All values have come.</summary>
    public void Answered(string? cid) => _debts[cid] = default;

    /// <summary>Who is to be asked now; <c>null</c> is the device itself.</summary>
    public IReadOnlyList<string?> Take(DateTimeOffset now)
    {
        var due = _debts.All.Where(line => line.Value.Due <= now).ToList();
        foreach (var (cid, debt) in due)
            _debts[cid] = debt with { Due = null };
        return [.. due.Select(line => line.Cid)];
    }

    private readonly record struct Debt(int Tries, DateTimeOffset? Due);
}
