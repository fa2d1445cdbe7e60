using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary>
/// One device: <see cref="ITuyaFleet"/> without saying each time which. Time-outs, cancellation and exceptions are as there. A command's end
/// is told by its <see cref="CommandOutcome"/>, never thrown.
/// </summary>
public interface ITuyaDevice
{
    /// <summary>Its id.</summary>
    DeviceId Id { get; }

    /// <summary>What is known of it: <c>(await lamp.GetAsync()).Reported[20]</c>. Does not touch it.</summary>
    /// <exception cref="TuyaDeviceException">The fleet has no such device.</exception>
    Task<DeviceSnapshot> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The same, after asking the device itself for its values.</summary>
    /// <param name="fresh">Whether it is asked; <c>false</c>: as above.</param>
    /// <param name="fallback">What becomes of it when the device does not answer.</param>
    /// <param name="timeout">How long its answer is waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TuyaDeviceException">The fleet has no such device; or it does not answer, and there is to be no fallback.</exception>
    Task<DeviceSnapshot> GetAsync(bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sets one DP: <c>await lamp.SetAsync(20, true)</c>.</summary>
    /// <param name="dp">Which, 1 to 65535.</param>
    /// <param name="value">A truth value, a whole number or a text.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<CommandOutcome> SetAsync(int dp, DpValue value, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sets several DPs at once.</summary>
    Task<CommandOutcome> SetAsync(DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Asks it for all its values; confirmed with what it answered.</summary>
    Task<CommandOutcome> RefreshAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until it rests, as after a cover has moved. Confirmed with what is reported then.</summary>
    Task<CommandOutcome> WhenIdleAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Lets it show which one it is: a switch of it is turned over twice.</summary>
    /// <param name="dp">Its switch; <c>null</c>: DP 20, else 1.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<CommandOutcome> IdentifyAsync(int? dp = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Connects now, whatever it waits for.</summary>
    Task<CommandOutcome> ReconnectAsync(CancellationToken cancellationToken = default);

    /// <summary>How it stands, and what happens to it from the first <c>MoveNextAsync</c> on.</summary>
    IAsyncEnumerable<IDeviceEvent> Events(EventKinds kinds = EventKinds.Devices, CancellationToken cancellationToken = default);
}
