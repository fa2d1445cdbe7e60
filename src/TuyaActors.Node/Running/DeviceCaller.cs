using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Node.Running;

/// <summary>How a call to one device ended, and what is known of the device then.</summary>
/// <param name="Target">What the command line said of it.</param>
/// <param name="Outcome">How the call ended.</param>
/// <param name="Device">What the fleet knows of it.</param>
internal sealed record DeviceAnswer(DeviceTarget Target, CommandOutcome Outcome, DeviceSnapshot? Device);

/// <summary>Asks one device something, and stops waiting as soon as its diagnosis says that waiting is in vain.</summary>
internal sealed class DeviceCaller(ITuyaFleet fleet, DeviceTarget target)
{
    /// <summary>Asks, and waits for the outcome, or for the finding that there will be none.</summary>
    public async Task<DeviceAnswer> AskAsync(Func<CancellationToken, Task<CommandOutcome>> ask, CancellationToken cancellationToken)
    {
        using var calledOff = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hopeless = WatchAsync(calledOff.Token);
        var asked = ask(calledOff.Token);
        var outcome = await (await Task.WhenAny(asked, hopeless));
        await calledOff.CancelAsync();
        await Task.WhenAll(asked, hopeless).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new DeviceAnswer(target, outcome, await fleet.GetDeviceAsync(target.Device.Id, cancellationToken));
    }

    /// <summary>Whether nothing better than this is to be expected soon.</summary>
    public static bool IsHopeless(DeviceDefinition device, DeviceState state, DiagnosisKind? diagnosis) => (state, diagnosis) switch
    {
        (DeviceState.KeyRejected, _) => true,
        // Where the address was found and not told, another may be found.
        (DeviceState.Backoff, DiagnosisKind.Refused or DiagnosisKind.Unreachable) => device.Address is not null,
        // Where the version was told, no other is tried.
        (DeviceState.Backoff, DiagnosisKind.VersionMismatch) => device.Version is not null,
        _ => false,
    };

    private async Task<CommandOutcome> WatchAsync(CancellationToken cancellationToken)
    {
        var connected = target.Connected;
        await using var events = new EventSubscription(fleet, new EventFilter([connected.Id], EventKinds.States), cancellationToken);
        // It may have ended before the subscription began.
        if (await fleet.GetDeviceAsync(connected.Id, cancellationToken) is { } now && IsHopeless(connected, now.State, now.Diagnosis?.Kind))
        {
            return new CommandOutcome.Offline(target.Device.Id, now.State, now.Diagnosis, WasSent: false);
        }

        while (await events.NextAsync() is { } happened)
        {
            if (happened is DeviceEvents.StateChanged changed && IsHopeless(connected, changed.To, changed.Diagnosis?.Kind))
            {
                return new CommandOutcome.Offline(target.Device.Id, changed.To, changed.Diagnosis, WasSent: false);
            }
        }

        // The fleet has ended; what was asked ends with it.
        return new CommandOutcome.Cancelled(target.Device.Id, "the fleet has ended");
    }
}
