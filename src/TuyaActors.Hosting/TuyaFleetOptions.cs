using System.Globalization;
using System.Net;
using System.Text;
using Akka.Configuration;
using TuyaActors.Messages;
using TuyaActors.Settings;

namespace TuyaActors.Hosting;

/// <summary>
/// A fleet's options. All are optional: what is not set comes from the system's HOCON (<c>tuya { ... }</c>), and what does not stand
/// there from hocon/reference.conf, where each is explained.
/// </summary>
public sealed class TuyaFleetOptions
{
    /// <summary>The devices known at the start; others can be added while it runs.</summary>
    public IList<DeviceDefinition> Devices { get; } = [];

    /// <summary>HOCON text with a <c>tuya { ... }</c> section, laid over the system's; the options below are laid over this.</summary>
    public string? Hocon { get; set; }

    /// <summary><c>tuya.command-timeout</c>.</summary>
    public TimeSpan? CommandTimeout { get; set; }

    /// <summary><c>tuya.reconnect.max-handshakes</c>.</summary>
    public int? MaxHandshakes { get; set; }

    /// <summary><c>tuya.reconnect.start-jitter</c>.</summary>
    public TimeSpan? StartJitter { get; set; }

    /// <summary><c>tuya.discovery.enabled</c>.</summary>
    public bool? DiscoveryEnabled { get; set; }

    /// <summary><c>tuya.discovery.bind</c>.</summary>
    public IPAddress? DiscoveryBind { get; set; }

    /// <summary><c>tuya.discovery.plain-port</c>.</summary>
    public int? PlainPort { get; set; }

    /// <summary><c>tuya.discovery.encrypted-port</c>.</summary>
    public int? EncryptedPort { get; set; }

    /// <summary><c>tuya.discovery.probe-port</c>.</summary>
    public int? ProbePort { get; set; }

    /// <summary><c>tuya.discovery.probe-interval</c>.</summary>
    public TimeSpan? ProbeInterval { get; set; }

    /// <summary><c>tuya.discovery.broadcast-addresses</c>; empty: not set.</summary>
    public IList<IPAddress> BroadcastAddresses { get; } = [];

    /// <summary>The settings that result over the system's configuration.</summary>
    /// <exception cref="FleetSettingsException">A key is unknown or a value is out of range.</exception>
    public FleetSettings Settings(Config system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var config = system;
        if (!string.IsNullOrWhiteSpace(Hocon))
            config = HoconText.Parse(Hocon).WithFallback(config);
        var set = SetOptions();
        return FleetSettings.From(set.Length == 0 ? config : ConfigurationFactory.ParseString(set).WithFallback(config));
    }

    /// <summary>Only what was set, as HOCON.</summary>
    private string SetOptions()
    {
        var text = new StringBuilder();
        Emit(text, "command-timeout", CommandTimeout);
        Emit(text, "reconnect.max-handshakes", MaxHandshakes?.ToString(CultureInfo.InvariantCulture));
        Emit(text, "reconnect.start-jitter", StartJitter);
        Emit(text, "discovery.enabled", DiscoveryEnabled switch { true => "on", false => "off", null => null });
        Emit(text, "discovery.bind", DiscoveryBind is null ? null : $"\"{DiscoveryBind}\"");
        Emit(text, "discovery.plain-port", PlainPort?.ToString(CultureInfo.InvariantCulture));
        Emit(text, "discovery.encrypted-port", EncryptedPort?.ToString(CultureInfo.InvariantCulture));
        Emit(text, "discovery.probe-port", ProbePort?.ToString(CultureInfo.InvariantCulture));
        Emit(text, "discovery.probe-interval", ProbeInterval);
        Emit(text, "discovery.broadcast-addresses", BroadcastAddresses.Count == 0 ? null : $"[{string.Join(", ", BroadcastAddresses.Select(a => $"\"{a}\""))}]");
        return text.ToString();
    }

    private static void Emit(StringBuilder text, string key, TimeSpan? value) =>
        Emit(text, key, value is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms") : null);

    private static void Emit(StringBuilder text, string key, string? value)
    {
        if (value is not null)
            text.Append("tuya.").Append(key).Append(" = ").AppendLine(value);
    }
}
