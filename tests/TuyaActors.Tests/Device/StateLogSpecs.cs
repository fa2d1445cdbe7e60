using TuyaActors.Device;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Device;

public sealed class StateLogSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private StateLog _log = StateLog.Empty;
    private int _minute;

    [Fact]
    public void Should_tell_one_period_after_the_other_newest_first()
    {
        Go(DeviceState.Resolving, DeviceState.Waiting, DeviceState.Connecting, DeviceState.Online);
        Fail(DiagnosisKind.Unresponsive);
        Assert.Equal([DeviceState.Backoff, DeviceState.Online, DeviceState.Connecting], _log.Periods.Select(p => p.State));
        Assert.Equal([(At(5), null), (At(4), At(5)), (At(1), At(4))], _log.Periods.Select(p => ((DateTimeOffset?)p.Since, p.Until)));
        Assert.Equal((DiagnosisKind.Unresponsive, 1), (_log.Periods[0].Diagnosis!.Kind, _log.Periods[0].Failures));
    }

    [Fact]
    public void Should_take_retries_for_the_same_reason_together()
    {
        Go(DeviceState.Resolving, DeviceState.Waiting, DeviceState.Connecting, DeviceState.Online);
        for (var i = 0; i < 100; i++)
        {
            Fail(DiagnosisKind.Refused, $"attempt {i}");
            Go(DeviceState.Resolving, DeviceState.Waiting, DeviceState.Connecting);
        }

        var away = _log.Periods[0];
        Assert.Equal((3, DeviceState.Backoff, 100, "attempt 99"), (_log.Periods.Length, away.State, away.Failures, away.Diagnosis!.Evidence));
        Assert.Equal((At(5), null), (away.Since, away.Until));
    }

    [Fact]
    public void Should_begin_anew_when_the_reason_is_another()
    {
        Go(DeviceState.Connecting);
        Fail(DiagnosisKind.Refused);
        Go(DeviceState.Resolving, DeviceState.Connecting);
        Fail(DiagnosisKind.Unreachable);
        Assert.Equal([DiagnosisKind.Unreachable, DiagnosisKind.Refused], _log.Periods.Take(2).Select(p => p.Diagnosis!.Kind));
        Assert.Equal(_log.Periods[0].Since, _log.Periods[1].Until);
    }

    [Fact]
    public void Should_show_a_connection_that_is_made_anew()
    {
        Go(DeviceState.Connecting, DeviceState.Online, DeviceState.Resolving, DeviceState.Waiting, DeviceState.Connecting, DeviceState.Online);
        Assert.Equal([DeviceState.Online, DeviceState.Connecting, DeviceState.Online, DeviceState.Connecting], _log.Periods.Select(p => p.State));
    }

    [Fact]
    public void Should_show_a_device_without_an_address_as_such_until_it_has_one()
    {
        _log = _log.After(DeviceState.Resolving, Diagnoses.Of(DiagnosisKind.Unresolved), At(1));
        Assert.Equal(DiagnosisKind.Unresolved, _log.Periods.Single().Diagnosis!.Kind);
        Go(DeviceState.Waiting);
        Assert.Equal((DeviceState.Waiting, null), (_log.Periods.Single().State, _log.Periods.Single().Diagnosis));
    }

    [Fact]
    public void Should_take_the_visits_of_a_device_connected_on_demand_together()
    {
        Go(DeviceState.Resolving, DeviceState.Connecting, DeviceState.Online);
        for (var i = 0; i < 100; i++)
            Go(DeviceState.Idle, DeviceState.Resolving, DeviceState.Waiting, DeviceState.Connecting, DeviceState.Online);
        Go(DeviceState.Idle);
        Assert.Equal((2, DeviceState.Idle, At(3)), (_log.Periods.Length, _log.Periods[0].State, _log.Periods[0].Since));
    }

    [Fact]
    public void Should_show_each_waking_of_a_battery_device()
    {
        Go(DeviceState.Asleep, DeviceState.Resolving, DeviceState.Connecting, DeviceState.Online, DeviceState.Asleep);
        Assert.Equal([DeviceState.Asleep, DeviceState.Online, DeviceState.Asleep], _log.Periods.Select(p => p.State));
    }

    [Fact]
    public void Should_forget_the_oldest()
    {
        for (var i = 0; i < 200; i++)
        {
            Go(DeviceState.Online);
            Fail(DiagnosisKind.Unresponsive);
        }

        Assert.Equal((DeviceHistory.MostPeriods, At(400)), (_log.Periods.Length, _log.Periods[0].Since));
    }

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    private void Go(params DeviceState[] states)
    {
        foreach (var state in states)
            _log = _log.After(state, null, At(++_minute));
    }

    private void Fail(DiagnosisKind kind, string? evidence = null) => _log = _log.After(DeviceState.Backoff, Diagnoses.Of(kind, evidence), At(++_minute));
}
