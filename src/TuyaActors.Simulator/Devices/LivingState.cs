using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Simulator.Devices;

/// <summary>The DPs of a device or sub-device and the time that passes for them. Not thread-safe: the device's gate guards it.</summary>
internal sealed class LivingState
{
    private readonly TimeProvider _time;
    private readonly Random _random;
    private long _driftedAt;
    private long _steppedAt;

    public LivingState(DeviceProfile profile, DpSet? start, TimeProvider time, Random random)
    {
        Profile = profile;
        Dps = profile.InitialState(random);
        _time = time;
        _random = random;
        _driftedAt = _steppedAt = time.GetTimestamp();
        if (start is not null)
        {
            SetByHand(start);
        }
    }

    public DeviceProfile Profile { get; }

    public DpSet Dps { get; private set; }

    /// <summary>How long until the next step of something under way; null when at rest.</summary>
    public TimeSpan? NextStep => Profile.NextStep(Dps);

    /// <summary>What a client asked for: the DPs that took a value, changed or not.</summary>
    public DpSet Accept(DpSet requested)
    {
        var accepted = Profile.Accept(Dps, requested);
        Become(accepted);
        return accepted;
    }

    /// <summary>What somebody changed at the device itself, read-only or not.</summary>
    /// <exception cref="ArgumentException">A DP of the profile was given a value that it cannot have.</exception>
    public void SetByHand(DpSet dps)
    {
        foreach (var (id, value) in dps)
        {
            if (Profile.Find(id) is { } definition && !definition.Accepts(value))
            {
                throw new ArgumentException($"DP {id} ({definition.Code}) of a {Profile.Kind} is a {definition.Type} and cannot be {value}.", nameof(dps));
            }
        }

        Become(dps);
    }

    /// <summary>What changed by itself since the last drift.</summary>
    public DpSet Drift() => BecomeOnlyChanges(Profile.Drift(Dps, Elapsed(ref _driftedAt), _random));

    /// <summary>What changed because something was under way.</summary>
    public DpSet Step() => BecomeOnlyChanges(Profile.Step(Dps, Elapsed(ref _steppedAt)));

    /// <summary>Those of <paramref name="ids"/> that there are, with their values; all where no ids are given.</summary>
    public DpSet Report(IReadOnlyCollection<int> ids)
        => ids.Count == 0 ? Dps : DpSet.Create(Dps.Where(dp => ids.Contains(dp.Key)));

    private DpSet BecomeOnlyChanges(DpSet changed)
    {
        changed = changed.ChangesFrom(Dps);
        Become(changed);
        return changed;
    }

    private void Become(DpSet changed)
    {
        var wasAtRest = NextStep is null;
        Dps = Dps.Merge(changed);
        if (wasAtRest)
        {
            _steppedAt = _time.GetTimestamp();
        }
    }

    private TimeSpan Elapsed(ref long since)
    {
        var now = _time.GetTimestamp();
        var elapsed = _time.GetElapsedTime(since, now);
        since = now;
        return elapsed;
    }
}
