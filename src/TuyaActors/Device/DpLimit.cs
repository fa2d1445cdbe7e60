namespace TuyaActors.Device;

/// <summary>How many DPs a device takes in one set, as far as its behaviour has shown. It outlives commands and connections.</summary>
/// <param name="most">What was learned before.</param>
internal sealed class DpLimit(int? most)
{
    private bool _isNew;

    /// <summary>For those who do not want to know: no set is a sign of anything.</summary>
    public static DpLimit None { get; } = new(null) { Proved = int.MaxValue };

    /// <summary>The most that it takes; <c>null</c>: no limit is known.</summary>
    public int? Most { get; private set; } = most;

    /// <summary>It has taken this many at once: what it does to no more than that is no sign of a limit.</summary>
    public int Proved { get; private set; } = 1;

    /// <summary>A limit has shown itself. It is never lifted, for to send in parts does no harm.</summary>
    public void Learn(int count)
    {
        if (count >= (Most ?? int.MaxValue))
            return;
        Most = count;
        _isNew = true;
    }

    /// <summary>It had shown itself before the start.</summary>
    public void Restore(int most) => Most = Most < most ? Most : most;

    /// <summary>It took so many.</summary>
    public void Prove(int count) => Proved = Math.Max(Proved, count);

    /// <summary>What was learned since the last call.</summary>
    public int? TakeNews()
    {
        var news = _isNew ? Most : null;
        _isNew = false;
        return news;
    }
}
