using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary><see cref="ITuyaDevice"/> over a fleet.</summary>
internal sealed class FleetDevice(ITuyaFleet fleet, DeviceId id) : ITuyaDevice
{
    public DeviceId Id => id;

    public Task<DeviceSnapshot> GetAsync(CancellationToken cancellationToken = default) => GetAsync(false, cancellationToken: cancellationToken);

    public async Task<DeviceSnapshot> GetAsync(
        bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await fleet.GetDeviceAsync(id, fresh, fallback, timeout, cancellationToken).ConfigureAwait(false)
        ?? throw new TuyaDeviceException(id, new CommandOutcome.UnknownDevice(id).Sentence);

    public Task<CommandOutcome> SetAsync(int dp, DpValue value, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        SetAsync(DpSet.Of((dp, value)), timeout, cancellationToken);

    public Task<CommandOutcome> SetAsync(DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        fleet.SetDpsAsync(id, dps, timeout, cancellationToken);

    public Task<CommandOutcome> RefreshAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        fleet.RefreshAsync(id, timeout, cancellationToken);

    public Task<CommandOutcome> WhenIdleAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        fleet.WhenIdleAsync(id, timeout, cancellationToken);

    public Task<CommandOutcome> IdentifyAsync(int? dp = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        fleet.IdentifyAsync(id, dp, timeout, cancellationToken);

    public Task<CommandOutcome> ReconnectAsync(CancellationToken cancellationToken = default) => fleet.ReconnectAsync(id, cancellationToken);

    public IAsyncEnumerable<IDeviceEvent> Events(EventKinds kinds = EventKinds.Devices, CancellationToken cancellationToken = default) =>
        fleet.Events(new EventFilter([id], kinds), cancellationToken);
}
