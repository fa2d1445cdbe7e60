using System.Globalization;
using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Configuration;
using TuyaActors.Fleet;
using TuyaActors.Hosting.Configuration;
using TuyaActors.Messages;
using TuyaActors.Settings;
using TuyaActors.Storage;
using TuyaActors.Telemetry;

namespace TuyaActors.Hosting;

/// <summary>
/// A fleet's options. All are optional: what is not set comes from the system's HOCON (<c>tuya { ... }</c>), and what does not stand
/// there from hocon/reference.conf, where each is explained. What stands nearer to the code wins: these properties over what was bound, that
/// over <see cref="Hocon"/>, that over the system's HOCON. The properties are what most people set; any other setting goes in by
/// <see cref="Bind"/> or <see cref="Hocon"/>.
/// </summary>
public sealed class TuyaFleetOptions
{
    private readonly List<BoundSettings> _bound = [];

    /// <summary>The devices known at the start; others can be added while it runs.</summary>
    public IList<DeviceDefinition> Devices { get; } = [];

    /// <summary>HOCON text with a <c>tuya { ... }</c> section, laid over the system's.</summary>
    public string? Hocon { get; set; }

    /// <summary><c>tuya.command-timeout</c>.</summary>
    public TimeSpan? CommandTimeout { get; set; }

    /// <summary><c>tuya.reconnect.max-handshakes</c>.</summary>
    public int? MaxHandshakes { get; set; }

    /// <summary><c>tuya.reconnect.start-jitter</c>.</summary>
    public TimeSpan? StartJitter { get; set; }

    /// <summary><c>tuya.persistence.mode</c>.</summary>
    public PersistenceMode? Persistence { get; set; }

    /// <summary><c>tuya.persistence.database</c>.</summary>
    public string? Database { get; set; }

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

    /// <summary>
    /// Takes in a section of the host's configuration, as of appsettings.json: every setting of hocon/reference.conf, spelled as there
    /// (<c>command-timeout</c>) or as usual here (<c>CommandTimeout</c>), in sections as there; and <c>Devices</c>, a list with <c>Id</c>, <c>Name</c>,
    /// <c>Key</c>, <c>Version</c>, <c>Address</c>, <c>Port</c>, <c>Mode</c>, <c>Gateway</c>, <c>Cid</c>, <c>ProductName</c>, <c>Group</c> and
    /// <c>Tags</c>. Durations may also be written as 00:00:05. A section that is not there says nothing.
    /// </summary>
    /// <exception cref="FleetSettingsException">A key is unknown or a device cannot be used; the message begins with its path. Never shows a key.</exception>
    public TuyaFleetOptions Bind(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _bound.Add(SettingsBinder.Bind(section, besides: nameof(Devices)));
        foreach (var device in DeviceBinder.Bind(section.GetSection(nameof(Devices))))
            Devices.Add(device);
        return this;
    }

    /// <summary>The settings that result over the system's configuration.</summary>
    /// <exception cref="FleetSettingsException">A key is unknown or a value is out of range; the message begins with its path, where it was set.</exception>
    public FleetSettings Settings(Config system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var config = system;
        if (!string.IsNullOrWhiteSpace(Hocon))
            config = Section(HoconText.Parse(Hocon)).WithFallback(config);
        foreach (var bound in _bound.Where(b => b.Hocon.Length > 0))
            config = ConfigurationFactory.ParseString(bound.Hocon).WithFallback(config);
        var set = SetOptions();
        var options = set.Length == 0 ? Config.Empty : ConfigurationFactory.ParseString(set);
        try
        {
            return FleetSettings.From(set.Length == 0 ? config : options.WithFallback(config));
        }
        catch (FleetSettingsException refusal) when (refusal.Path is { } path && !options.HasPath(path))
        {
            throw _bound.AsEnumerable().Reverse().Select(bound => bound.Translate(refusal)).FirstOrDefault(told => told is not null) ?? refusal;
        }
    }

    /// <exception cref="StorageException">Where the fleet is to keep things cannot be used.</exception>
    internal FleetSpec Spec(ActorSystem system, string name, string? segment = null)
    {
        var settings = Settings(system.Settings.Config);
        var storage = FleetStorage.Open(settings.Persistence, name);
        system.RegisterOnTermination(storage.Dispose);
        if (storage.Vault.Warning is { } warning)
            system.Log.Warning(warning);
        // A plugin's configuration is read when the first persistent actor asks for it, which is after this.
        system.Settings.InjectTopLevelFallback(PersistenceHocon.For(settings.Persistence, name));
        return new FleetSpec(settings, [.. Devices]) { Telemetry = new FleetTelemetry(name, segment), Storage = storage };
    }

    // Settings that lack the word around them would be passed over in silence.
    private static Config Section(Config hocon) =>
        hocon.IsEmpty || hocon.HasPath("tuya") ? hocon : throw new FleetSettingsException("the HOCON text has no section 'tuya { ... }', so nothing in it would count");

    /// <summary>Only what was set, as HOCON.</summary>
    private string SetOptions()
    {
        var text = new StringBuilder();
        Emit(text, "command-timeout", CommandTimeout);
        Emit(text, "reconnect.max-handshakes", MaxHandshakes?.ToString(CultureInfo.InvariantCulture));
        Emit(text, "reconnect.start-jitter", StartJitter);
        Emit(text, "persistence.mode", Persistence?.ToString().ToLowerInvariant());
        Emit(text, "persistence.database", Database is null ? null : HoconWords.Quoted(Database));
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
