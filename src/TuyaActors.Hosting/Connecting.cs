using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Hosting;

/// <summary>Brings one device online in a fleet that has none, or finds out why it does not come.</summary>
internal sealed class Connecting(ITuyaFleet fleet, DeviceDefinition definition, CancellationToken patience, CancellationToken cancellationToken)
{
    // An answer from memory, after the patience has ended.
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);

    /// <exception cref="TuyaDeviceException">It does not come.</exception>
    public async Task RunAsync()
    {
        try
        {
            await ComeOnlineAsync().ConfigureAwait(false);
            // What it does not tell unasked, and what some never tell: it is online all the same.
            if (await fleet.GetDeviceAsync(definition.Id, patience).ConfigureAwait(false) is { ReportedAt: null })
                await fleet.RefreshAsync(definition.Id, cancellationToken: patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await JudgeAsync().ConfigureAwait(false);
        }
    }

    private async Task ComeOnlineAsync()
    {
        // Once the fleet has answered, reading subscribes at once; and it does so before the device is there, so that nothing is missed.
        await fleet.GetHealthAsync(patience).ConfigureAwait(false);
        await using var events = new EventFeed<IDeviceEvent>(token => fleet.Events(new EventFilter([definition.Id], EventKinds.States), token), patience);
        if (await fleet.AddDeviceAsync(definition, patience).ConfigureAwait(false) is var reply and not FleetReply.Done)
            throw new TuyaDeviceException(definition.Id, reply.Sentence);
        while (await events.MoveNextAsync().ConfigureAwait(false))
        {
            if (events.Current is not DeviceEvents.StateChanged change)
                continue;
            if (change.To.IsWell())
                return;
            if (IsHopeless(change))
                throw Failure(change.Diagnosis);
        }
    }

    // Whatever else is wrong may pass while there is time: a device restarts, another client lets go, the right address is heard.
    private bool IsHopeless(DeviceEvents.StateChanged change) =>
        change.To == DeviceState.KeyRejected || (definition.Version is not null && change is { To: DeviceState.Backoff, Diagnosis.Kind: DiagnosisKind.VersionMismatch });

    /// <summary>The time is up: what is known of it says why.</summary>
    private async Task JudgeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastLook);
        var device = await fleet.GetDeviceAsync(definition.Id, limit.Token).ConfigureAwait(false);
        if (device is { } there && there.State.IsWell())
            return;
        var deaf = (await fleet.GetHealthAsync(limit.Token).ConfigureAwait(false)).UdpPorts.Where(port => port.Problem is not null).Select(port => port.Problem);
        throw Failure(device?.Diagnosis, definition.Address is null ? deaf : []);
    }

    private TuyaDeviceException Failure(Diagnosis? diagnosis, params IEnumerable<string?> besides)
    {
        var found = diagnosis ?? Diagnoses.Of(definition.Address is null ? DiagnosisKind.Unresolved : DiagnosisKind.Unreachable);
        var evidence = found.Evidence is { } seen ? $" ({seen})" : "";
        return new TuyaDeviceException(definition.Id, string.Join(' ', besides.Prepend($"'{definition.Id}': {found.Sentence}{evidence}")), found);
    }
}
