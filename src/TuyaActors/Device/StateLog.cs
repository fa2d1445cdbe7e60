using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Device;

/// <summary>
/// What a device's states come to, told so that a person can read it: times in which it stood well, and times in which it was away, each with its
/// reason. A hundred retries are one entry. Pure.
/// </summary>
internal sealed record StateLog
{
    /// <summary>Nothing has happened yet.</summary>
    public static StateLog Empty { get; } = new();

    /// <summary>Newest first.</summary>
    public ImmutableArray<StatePeriod> Periods { get; private init; } = [];

    /// <summary>After a transition.</summary>
    public StateLog After(DeviceState to, Diagnosis? diagnosis, DateTimeOffset at)
    {
        if (Periods.IsEmpty)
            return With(Opened(to, diagnosis, at));
        var current = Periods[0];
        if (IsOnTheWay(to))
        {
            // Trying again belongs to the time that it ends; only who was connected is, from here on, away.
            return current.State == DeviceState.Online ? Next(to, diagnosis, at)
                : IsOnTheWay(current.State) ? Latest(current with { State = to, Diagnosis = diagnosis })
                : this;
        }

        if (to.IsWell() && current.State.IsWell())
            return Latest(current with { State = to });
        if (to == DeviceState.Backoff && current.State == to && current.Diagnosis?.Kind == diagnosis?.Kind)
            return Latest(current with { Diagnosis = diagnosis, Failures = current.Failures + 1 });
        return to == current.State && current.Diagnosis?.Kind == diagnosis?.Kind ? this : Next(to, diagnosis, at);
    }

    private static bool IsOnTheWay(DeviceState state) =>
        state is DeviceState.Resolving or DeviceState.Waiting or DeviceState.Connecting or DeviceState.Negotiating;

    private static StatePeriod Opened(DeviceState state, Diagnosis? diagnosis, DateTimeOffset at) =>
        new(state, at, null, state.IsWell() ? null : diagnosis, state is DeviceState.Backoff or DeviceState.KeyRejected ? 1 : 0);

    private StateLog Latest(StatePeriod period) => this with { Periods = Periods.SetItem(0, period) };

    private StateLog Next(DeviceState state, Diagnosis? diagnosis, DateTimeOffset at) => Latest(Periods[0] with { Until = at }).With(Opened(state, diagnosis, at));

    private StateLog With(StatePeriod period)
    {
        var periods = Periods.Insert(0, period);
        return this with { Periods = periods.Length > DeviceHistory.MostPeriods ? periods.RemoveAt(periods.Length - 1) : periods };
    }
}
