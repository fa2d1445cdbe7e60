using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Configuration;

/// <summary>Reads the devices of a fleet from <c>IConfiguration</c>. No message quotes a key.</summary>
internal static class DeviceBinder
{
    private static readonly string[] Fields =
    [
        "Id", "Name", "Key", "Version", "Address", "Port", "Mode", "Gateway", "Cid", "ProductName", "Group", "Tags",
    ];

    /// <exception cref="FleetSettingsException">Something cannot be used; the message begins with its path.</exception>
    public static IReadOnlyList<DeviceDefinition> Bind(IConfigurationSection devices)
    {
        if (!string.IsNullOrEmpty(devices.Value))
            throw Refusal(devices, "must be a list of devices");
        var found = new Dictionary<DeviceId, string>();
        var definitions = new List<DeviceDefinition>();
        foreach (var device in devices.GetChildren())
        {
            var definition = Read(device);
            if (!found.TryAdd(definition.Id, device.Path))
                throw Refusal(device, $"the device '{definition.Id}' stands at {found[definition.Id]} already");
            definitions.Add(definition);
        }

        return definitions;
    }

    private static DeviceDefinition Read(IConfigurationSection device)
    {
        if (!device.GetChildren().Any())
            throw Refusal(device, "must be a section with an Id and a Key");
        var fields = new Dictionary<string, IConfigurationSection>(StringComparer.Ordinal);
        foreach (var child in device.GetChildren())
        {
            var field = Fields.FirstOrDefault(name => KeyWords.Same(name, child.Key))
                ?? throw Refusal(child, $"unknown; {(KeyWords.Nearest(child.Key, Fields) is { } meant ? $"did you mean {meant}? There" : "there")} are: {string.Join(", ", Fields)}");
            if (field != "Tags" && child.GetChildren().Any())
                throw Refusal(child, "must be a value, not a section");
            // What says nothing is not set: JSON's null, an empty variable of the environment.
            if (field == "Tags" || !string.IsNullOrEmpty(child.Value))
                fields[field] = child;
        }

        if (!fields.TryGetValue("Id", out var idField))
            throw Refusal(device, "it has no Id");
        var id = Id(idField);
        return Checked(device, new DeviceDefinition(id)
        {
            Name = Text(fields, "Name") ?? id.Value,
            Key = fields.TryGetValue("Key", out var key) ? Key(key) : null,
            Version = fields.TryGetValue("Version", out var version) ? Version(version) : null,
            Address = fields.TryGetValue("Address", out var address) ? Address(address) : null,
            Port = fields.TryGetValue("Port", out var port) ? Port(port) : 6668,
            Mode = fields.TryGetValue("Mode", out var mode) ? Mode(mode) : ConnectionMode.Persistent,
            Gateway = fields.TryGetValue("Gateway", out var gateway) ? Id(gateway) : null,
            Cid = Text(fields, "Cid"),
            ProductName = Text(fields, "ProductName"),
            Group = Text(fields, "Group"),
            Tags = fields.TryGetValue("Tags", out var tags) ? [.. Tags(tags)] : [],
        });
    }

    private static DeviceDefinition Checked(IConfigurationSection device, DeviceDefinition definition) => definition switch
    {
        { IsSubDevice: false, Key: null } => throw Refusal(device, $"the device '{definition.Id}' has no Key; only one behind a gateway, which has a Gateway and a Cid, needs none"),
        { IsSubDevice: true, Cid: null } => throw Refusal(device, $"the device '{definition.Id}' names its Gateway, but not its own Cid behind it"),
        _ => definition,
    };

    private static string? Text(Dictionary<string, IConfigurationSection> fields, string field) => fields.GetValueOrDefault(field)?.Value;

    private static DeviceId Id(IConfigurationSection field) =>
        DeviceId.TryParse(field.Value, out var id, out var why) ? id : throw Refusal(field, why);

    private static LocalKey Key(IConfigurationSection field) =>
        LocalKey.TryParse(field.Value, out var key, out var why) ? key : throw Refusal(field, why.TrimEnd('.'));

    private static ProtocolVersion? Version(IConfigurationSection field) => field.Value switch
    {
        "auto" => null,
        var text when ProtocolVersions.TryParse(text, out var version) => version,
        _ => throw NotAllowed(field, $"{string.Join(", ", ProtocolVersions.All.Select(v => v.ToText()))} and auto"),
    };

    private static IPAddress Address(IConfigurationSection field) =>
        IPAddress.TryParse(field.Value, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : throw NotAllowed(field, "an IPv4 address");

    private static int Port(IConfigurationSection field) =>
        int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw NotAllowed(field, "a whole number from 1 to 65535");

    private static ConnectionMode Mode(IConfigurationSection field)
    {
        foreach (var mode in Enum.GetValues<ConnectionMode>())
        {
            if (KeyWords.Same(mode.ToString(), field.Value!))
                return mode;
        }

        throw NotAllowed(field, string.Join(", ", Enum.GetNames<ConnectionMode>()));
    }

    private static IEnumerable<string> Tags(IConfigurationSection field)
    {
        if (!string.IsNullOrEmpty(field.Value))
            throw Refusal(field, "must be a list");
        foreach (var tag in field.GetChildren())
            yield return string.IsNullOrWhiteSpace(tag.Value) ? throw Refusal(tag, "a tag is a word") : tag.Value;
    }

    private static FleetSettingsException NotAllowed(IConfigurationSection field, string allowed) =>
        new($"{field.Path} is '{field.Value}'; allowed is {allowed}") { Path = field.Path };

    private static FleetSettingsException Refusal(IConfigurationSection at, string why) => new($"{at.Path}: {why}") { Path = at.Path };
}
