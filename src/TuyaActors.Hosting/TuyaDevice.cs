using System.Globalization;
using System.Net;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting;

/// <summary>
/// One device for a script: connected by its id and key, everything else is found out. It has a fleet of its own that keeps nothing and ends with
/// it. The UDP ports of the discovery are shared with whoever else listens, and do without where they cannot be had. An application with several
/// devices is better off with a fleet (<c>AddTuyaFleet</c>).
/// </summary>
/// <example>
/// <code>
/// await using var lamp = await TuyaDevice.ConnectAsync("bf0123456789abcdef0123", "the local key...");
/// var now = await lamp.GetAsync();
/// await lamp.SetAsync(20, true);
/// </code>
/// </example>
public sealed class TuyaDevice : ITuyaDevice, IAsyncDisposable
{
    // Two rounds of the broadcasts, which come every 5 to 10 s.
    private static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(20);

    private readonly PrivateFleet _fleet;
    private readonly ITuyaDevice _device;

    private TuyaDevice(PrivateFleet fleet, DeviceId id) => (_fleet, _device) = (fleet, fleet.Client.Device(id));

    /// <inheritdoc/>
    public DeviceId Id => _device.Id;

    /// <summary>Connects, and comes back when the device is online and has told its values (or will not tell them).</summary>
    /// <param name="id">Its id, e.g. <c>bf0123456789abcdef0123</c>.</param>
    /// <param name="key">Its local key, 16 characters.</param>
    /// <param name="address">Its address, <c>192.168.1.20</c> or <c>192.168.1.20:6668</c>; <c>null</c>: found by its broadcast.</param>
    /// <param name="version">Its protocol version; <c>null</c>: found out.</param>
    /// <param name="timeout">How long to try; <c>null</c>: 20 s.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TuyaDeviceException">It cannot be connected; the message says what is wrong and what to do about it, and never the key.</exception>
    public static Task<TuyaDevice> ConnectAsync(
        string id, string key, string? address = null, ProtocolVersion? version = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        if (!DeviceId.TryParse(id, out var known, out var why))
            return Refused(default, why);
        if (!LocalKey.TryParse(key, out var secret, out why))
            return Refused(known, why);
        var definition = new DeviceDefinition(known) { Key = secret, Version = version };
        if (address is not null)
        {
            if (!IPEndPoint.TryParse(address, out var endPoint))
                return Refused(known, string.Create(CultureInfo.InvariantCulture, $"'{address}' is no address; allowed are such as 192.168.1.20 and 192.168.1.20:6668"));
            definition = definition with { Address = endPoint.Address, Port = endPoint.Port == 0 ? definition.Port : endPoint.Port };
        }

        return ConnectAsync(definition, timeout: timeout, cancellationToken: cancellationToken);
    }

    /// <summary>The same, for whoever knows more of the device, or wants its fleet to behave otherwise.</summary>
    /// <param name="definition">The device; one with a connection of its own.</param>
    /// <param name="configure">The fleet's options.</param>
    /// <param name="timeout">How long to try; <c>null</c>: 20 s.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TuyaDeviceException">It cannot be connected.</exception>
    public static async Task<TuyaDevice> ConnectAsync(
        DeviceDefinition definition, Action<TuyaFleetOptions>? configure = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var fleet = PrivateFleet.Start(configure);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(timeout ?? ConnectsWithin);
            await new Connecting(fleet.Client, definition, patience.Token, cancellationToken).RunAsync().ConfigureAwait(false);
            return new TuyaDevice(fleet, definition.Id);
        }
        catch
        {
            await fleet.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<DeviceSnapshot> GetAsync(CancellationToken cancellationToken = default) => _device.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<DeviceSnapshot> GetAsync(
        bool fresh, Fallback fallback = Fallback.None, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _device.GetAsync(fresh, fallback, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> SetAsync(int dp, DpValue value, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _device.SetAsync(dp, value, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> SetAsync(DpSet dps, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _device.SetAsync(dps, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> RefreshAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => _device.RefreshAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> WhenIdleAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => _device.WhenIdleAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> IdentifyAsync(int? dp = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _device.IdentifyAsync(dp, timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> ReconnectAsync(CancellationToken cancellationToken = default) => _device.ReconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<IDeviceEvent> Events(EventKinds kinds = EventKinds.Devices, CancellationToken cancellationToken = default) =>
        _device.Events(kinds, cancellationToken);

    /// <summary>Closes the connection, so that the device is free for its next client, and ends all that was started for it.</summary>
    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    private static Task<TuyaDevice> Refused(DeviceId id, string why) => Task.FromException<TuyaDevice>(new TuyaDeviceException(id, why));
}
