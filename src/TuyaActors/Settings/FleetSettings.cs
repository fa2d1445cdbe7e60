using System.Collections.Immutable;
using System.Net;
using Akka.Configuration;
using TuyaActors.Device;

namespace TuyaActors.Settings;

/// <summary>How a fleet behaves; the keys and their reasons stand in hocon/reference.conf.</summary>
public sealed record FleetSettings
{
    /// <summary><c>tuya.command-timeout</c>.</summary>
    public required TimeSpan CommandTimeout { get; init; }

    /// <summary><c>tuya.max-waiting-commands</c>.</summary>
    public required int MaxWaitingCommands { get; init; }

    /// <summary><c>tuya.max-sets-per-second</c>; 0: no ceiling.</summary>
    public required int MaxSetsPerSecond { get; init; }

    /// <summary><c>tuya.confirm-after</c>.</summary>
    public required TimeSpan ConfirmAfter { get; init; }

    /// <summary><c>tuya.learn-dp-limits</c>.</summary>
    public required bool LearnDpLimits { get; init; }

    /// <summary><c>tuya.idle-after</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary><c>tuya.many.parallelism</c>.</summary>
    public required int ManyParallelism { get; init; }

    /// <summary><c>tuya.subscribers.buffer</c>.</summary>
    public required int SubscriberBuffer { get; init; }

    /// <summary><c>tuya.connection</c>.</summary>
    public required ConnectionSettings Connection { get; init; }

    /// <summary><c>tuya.reconnect.first, factor, max, jitter</c>.</summary>
    public required BackoffPolicy Backoff { get; init; }

    /// <summary><c>tuya.reconnect.start-jitter</c>.</summary>
    public required TimeSpan StartJitter { get; init; }

    /// <summary><c>tuya.reconnect.recheck-refused</c>.</summary>
    public required TimeSpan RecheckRefused { get; init; }

    /// <summary><c>tuya.reconnect.max-handshakes</c>.</summary>
    public required int MaxHandshakes { get; init; }

    /// <summary><c>tuya.gateway</c>.</summary>
    public required GatewaySettings Gateway { get; init; }

    /// <summary><c>tuya.on-demand</c>.</summary>
    public required OnDemandSettings OnDemand { get; init; }

    /// <summary><c>tuya.battery</c>.</summary>
    public required BatterySettings Battery { get; init; }

    /// <summary><c>tuya.refresh</c>.</summary>
    public required RefreshSettings Refresh { get; init; }

    /// <summary><c>tuya.discovery</c>.</summary>
    public required DiscoverySettings Discovery { get; init; }

    /// <summary><c>tuya.persistence</c>.</summary>
    public required PersistenceSettings Persistence { get; init; }

    /// <summary>The defaults, as embedded.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("TuyaActors.reference.conf", typeof(FleetSettings).Assembly);

    /// <summary>Reads the <c>tuya</c> section of a configuration, laid over the defaults.</summary>
    /// <exception cref="FleetSettingsException">A key is unknown or a value is out of range; the message names its path and what is allowed.</exception>
    public static FleetSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.HasPath("tuya") && !config.GetValue("tuya").IsObject())
            throw new FleetSettingsException("tuya must be a section { ... }");
        var own = config.HasPath("tuya") ? config.GetConfig("tuya") : ConfigurationFactory.Empty;
        UnknownKeys.Refuse(own, Reference.GetConfig("tuya"), "tuya");
        return Read(new SettingsReader(own.WithFallback(Reference.GetConfig("tuya")), "tuya"));
    }

    private static FleetSettings Read(SettingsReader tuya) => new()
    {
        CommandTimeout = tuya.Duration("command-timeout", atLeast: TimeSpan.FromMilliseconds(1)),
        MaxWaitingCommands = tuya.Number("max-waiting-commands", 1, 1_000_000),
        MaxSetsPerSecond = tuya.Number("max-sets-per-second", 0, 100_000),
        ConfirmAfter = tuya.Duration("confirm-after", atLeast: TimeSpan.FromMilliseconds(1)),
        LearnDpLimits = tuya.Switch("learn-dp-limits"),
        IdleAfter = tuya.Duration("idle-after", atLeast: TimeSpan.Zero),
        ManyParallelism = tuya.Number("many.parallelism", 1, 100_000),
        SubscriberBuffer = tuya.Number("subscribers.buffer", 1, 1_000_000),
        Connection = new ConnectionSettings(
            tuya.Duration("connection.connect-timeout", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Duration("connection.greeting-timeout", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Duration("connection.listen-first", atLeast: TimeSpan.Zero),
            tuya.Duration("connection.heartbeat-interval", atLeast: TimeSpan.FromMilliseconds(10)),
            tuya.Duration("connection.heartbeat-timeout", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Number("connection.heartbeat-misses", 1, 100)),
        Backoff = new BackoffPolicy(
            tuya.Duration("reconnect.first", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Fraction("reconnect.factor", 1, 100),
            tuya.Duration("reconnect.max", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Fraction("reconnect.jitter", 0, 1)),
        StartJitter = tuya.Duration("reconnect.start-jitter", atLeast: TimeSpan.Zero),
        RecheckRefused = tuya.Duration("reconnect.recheck-refused", atLeast: TimeSpan.FromMilliseconds(1)),
        MaxHandshakes = tuya.Number("reconnect.max-handshakes", 1, 100_000),
        Gateway = new GatewaySettings(
            tuya.Duration("gateway.liveness-interval", atLeast: TimeSpan.Zero),
            tuya.Duration("gateway.out-of-reach-timeout", atLeast: TimeSpan.FromMilliseconds(1))),
        OnDemand = new OnDemandSettings(
            tuya.Duration("on-demand.hold", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Duration("on-demand.poll", atLeast: TimeSpan.FromMilliseconds(100))),
        Battery = new BatterySettings(
            tuya.Duration("battery.linger", atLeast: TimeSpan.FromMilliseconds(1)),
            tuya.Duration("battery.rest", atLeast: TimeSpan.Zero),
            tuya.Duration("battery.stays-awake", atLeast: TimeSpan.Zero),
            tuya.Duration("battery.command-timeout", atLeast: TimeSpan.FromMilliseconds(1))),
        Refresh = new RefreshSettings(
            tuya.Numbers("refresh.dps", 1, 255),
            tuya.Duration("refresh.fast", atLeast: TimeSpan.Zero),
            tuya.Duration("refresh.slow", atLeast: TimeSpan.Zero),
            tuya.Duration("refresh.after-command", atLeast: TimeSpan.Zero),
            tuya.Number("refresh.ceiling", 1, 600)),
        Discovery = new DiscoverySettings(
            tuya.Switch("discovery.enabled"),
            tuya.Address("discovery.bind"),
            tuya.Number("discovery.plain-port", 0, 65535),
            tuya.Number("discovery.encrypted-port", 0, 65535),
            tuya.Number("discovery.probe-port", 0, 65535),
            tuya.Duration("discovery.probe-interval", atLeast: TimeSpan.Zero),
            tuya.Addresses("discovery.broadcast-addresses"),
            tuya.Duration("discovery.rebind-interval", atLeast: TimeSpan.FromMilliseconds(10))),
        Persistence = new PersistenceSettings(
            tuya.OneOf<PersistenceMode>("persistence.mode"),
            tuya.Text("persistence.database"),
            tuya.OptionalText("persistence.key-file"),
            tuya.Duration("persistence.state-interval", atLeast: TimeSpan.FromMilliseconds(10)),
            tuya.Number("persistence.snapshot-after", 1, 1_000_000)),
    };
}

/// <summary><c>tuya.connection</c>.</summary>
/// <param name="ConnectTimeout"><c>connect-timeout</c>.</param>
/// <param name="GreetingTimeout"><c>greeting-timeout</c>.</param>
/// <param name="ListenFirst"><c>listen-first</c>.</param>
/// <param name="HeartbeatInterval"><c>heartbeat-interval</c>.</param>
/// <param name="HeartbeatTimeout"><c>heartbeat-timeout</c>.</param>
/// <param name="HeartbeatMisses"><c>heartbeat-misses</c>.</param>
public sealed record ConnectionSettings(
    TimeSpan ConnectTimeout, TimeSpan GreetingTimeout, TimeSpan ListenFirst, TimeSpan HeartbeatInterval, TimeSpan HeartbeatTimeout, int HeartbeatMisses);

/// <summary><c>tuya.gateway</c>.</summary>
/// <param name="LivenessInterval"><c>liveness-interval</c>; zero: never.</param>
/// <param name="OutOfReachTimeout"><c>out-of-reach-timeout</c>.</param>
public sealed record GatewaySettings(TimeSpan LivenessInterval, TimeSpan OutOfReachTimeout);

/// <summary><c>tuya.on-demand</c>.</summary>
/// <param name="Hold"><c>hold</c>.</param>
/// <param name="Poll"><c>poll</c>.</param>
public sealed record OnDemandSettings(TimeSpan Hold, TimeSpan Poll);

/// <summary><c>tuya.battery</c>.</summary>
/// <param name="Linger"><c>linger</c>.</param>
/// <param name="Rest"><c>rest</c>.</param>
/// <param name="StaysAwake"><c>stays-awake</c>.</param>
/// <param name="CommandTimeout"><c>command-timeout</c>.</param>
public sealed record BatterySettings(TimeSpan Linger, TimeSpan Rest, TimeSpan StaysAwake, TimeSpan CommandTimeout);

/// <summary><c>tuya.discovery</c>.</summary>
/// <param name="Enabled"><c>enabled</c>.</param>
/// <param name="Bind"><c>bind</c>.</param>
/// <param name="PlainPort"><c>plain-port</c>; 0: none.</param>
/// <param name="EncryptedPort"><c>encrypted-port</c>; 0: none.</param>
/// <param name="ProbePort"><c>probe-port</c>; 0: none.</param>
/// <param name="ProbeInterval"><c>probe-interval</c>; zero: never.</param>
/// <param name="BroadcastAddresses"><c>broadcast-addresses</c>; empty: each interface's own.</param>
/// <param name="RebindInterval"><c>rebind-interval</c>.</param>
public sealed record DiscoverySettings(
    bool Enabled, IPAddress Bind, int PlainPort, int EncryptedPort, int ProbePort, TimeSpan ProbeInterval,
    ImmutableArray<IPAddress> BroadcastAddresses, TimeSpan RebindInterval);
