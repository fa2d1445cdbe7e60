using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device;

// Those who wait until the device rests.
internal sealed partial class DeviceActor
{
    private sealed record IdleDue;

    private readonly IdleWatch _idle;
    private PerLine<DpSet> _childReported = new();

    /// <summary>What the device, or one behind it, said last.</summary>
    private DpSet ReportedOf(string? cid) => cid is null ? _reported : _childReported[cid] ?? DpSet.Empty;

    private void NoteMoves(string? cid, DpSet changed)
    {
        if (changed.Count > 0)
            _idle.Moved(cid, Now);
    }

    /// <summary>Answers those whose device has come to rest, and looks again when the next one may have.</summary>
    private void CheckIdle()
    {
        // While a connection is being dropped the state is still the old one. One that cannot keep a connection rests without.
        if (_state == DeviceState.Online ? _connection.IsNobody() : _state != DeviceState.Idle)
            return;
        var now = Now;
        DateTimeOffset? next = null;
        foreach (var watch in _commands.IdleWatches())
        {
            if (_commands.IsBusy(watch.Cid))
                continue; // the end of its commands comes here again
            var idleFrom = _idle.IdleFrom(watch.Cid, _since, now);
            if (idleFrom > now)
                next = next < idleFrom ? next : idleFrom;
            else if (_commands.Take(watch.Token) is not null)
                Answer(watch, new CommandOutcome.Confirmed(watch.Command.DeviceId, ReportedOf(watch.Cid)));
        }

        if (next is { } at)
            Timers.StartSingleTimer(nameof(IdleDue), new IdleDue(), at - now);
    }
}
