using System.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Telemetry;

namespace TuyaActors.Device;

// What is counted and traced of a device's life; see TuyaTelemetry.
internal sealed partial class DeviceActor
{
    private int _waitingTold;
    private DateTimeOffset _connectingSince;

    private FleetTelemetry Telemetry => _spec.Telemetry;

    private void TellWaiting(int waiting)
    {
        if (waiting == _waitingTold)
            return;
        Telemetry.WaitingChanged(waiting - _waitingTold);
        _waitingTold = waiting;
    }

    private void CountTransition(DeviceState from, DeviceState to)
    {
        Telemetry.Moved(from, to, behindGateway: false);
        if (to == DeviceState.Connecting)
            _connectingSince = Now;
        else if (to == DeviceState.Online)
            Telemetry.Connected(_version, Now - _connectingSince);
        else if (from is DeviceState.Connecting or DeviceState.Negotiating && _diagnosis is { } why && to is DeviceState.Backoff or DeviceState.KeyRejected or DeviceState.Asleep)
            Telemetry.ConnectFailed(why.Kind);
    }

    private static void Traced(CommandEntry entry) => entry.Activity = CommandTracing.Begin(entry.Command, entry.Cid is not null);

    /// <summary>One command has ended; each comes by here once.</summary>
    private void CountOutcome(IDeviceCommand command, CommandOutcome outcome, TimeSpan time, Activity? activity)
    {
        Telemetry.Ended(CommandTracing.Word(command), CommandTracing.Word(outcome), time);
        CommandTracing.End(activity, outcome);
    }
}
