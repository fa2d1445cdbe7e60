using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Interop;

/// <summary>Why an entry of a devices file cannot be used.</summary>
internal readonly record struct EntryFault(long Line, string Field, string Why);

/// <summary>Makes a definition of an entry: what it says, over what is known of the device already.</summary>
internal sealed class EntryDefinition
{
    // As FleetCommands.TagDevice has it.
    private const int LongestWord = 64;

    private static readonly string[] Read = ["id", "gwId", "name", "key", "version", "ver", "ip", "port", "parent", "node_id", "product_name", "connection", "group"];
    public static readonly ImmutableHashSet<string> OfSubDevices = ["sub", "node_id", "parent"];

    private readonly DeviceEntry _entry;
    private EntryFault? _fault;

    private EntryDefinition(DeviceEntry entry) => _entry = entry;

    /// <summary>The definition, or what is wrong; never quotes a key.</summary>
    public static bool TryDefine(
        DeviceEntry entry, IReadOnlyDictionary<DeviceId, DeviceDefinition> known, [NotNullWhen(true)] out DeviceDefinition? definition, out EntryFault fault)
    {
        var reading = new EntryDefinition(entry);
        definition = reading.Define(known);
        fault = reading._fault.GetValueOrDefault();
        return definition is not null;
    }

    private DeviceDefinition? Define(IReadOnlyDictionary<DeviceId, DeviceDefinition> known)
    {
        if (Array.Find(Read, _entry.IsUnreadable) is { } unreadable)
            Refuse(unreadable, "its text is not valid Unicode");
        var id = Id(_entry.Text("id") is null && _entry.Has("gwId") ? "gwId" : "id");
        if (_fault is not null)
            return null;
        var former = known.GetValueOrDefault(id) ?? new DeviceDefinition(id);
        var (gateway, cid) = Place(former);
        var definition = former with
        {
            Name = _entry.Text("name") ?? former.Name,
            Gateway = gateway,
            Cid = cid,
            Key = Key(former, gateway is not null || (known.ContainsKey(id) && !former.IsSubDevice)),
            Version = Version(former, _entry.Has("version") ? "version" : "ver"),
            Address = Address(former),
            Port = Port(former),
            Mode = Mode(former),
            ProductName = _entry.Text("product_name") ?? former.ProductName,
            Tags = Tags(former),
            Group = _entry.Text("group") ?? former.Group,
            Details = Details(former, gateway is not null),
        };
        return _fault is null ? definition : null;
    }

    private DeviceId Id(string field) => DeviceId.TryParse(_entry.Text(field), out var id, out var why) ? id : Refuse<DeviceId>(field, why);

    private (DeviceId? Gateway, string? Cid) Place(DeviceDefinition former)
    {
        var cid = _entry.Text("node_id");
        // tinytuya gives every device a node_id or a parent at times; only both together make a sub-device.
        if (_entry.Text("parent") is { } parent && cid is not null)
            return DeviceId.TryParse(parent, out var gateway, out var why) ? (gateway, cid) : Refuse<(DeviceId?, string?)>("parent", why);
        if (_entry.Text("sub") is "true" && !former.IsSubDevice)
            Refuse(cid is null ? "node_id" : "parent", $"'{former.Id}' sits behind a gateway (\"sub\"), but this is empty; wanted are the gateway's id as \"parent\" and the id behind it as \"node_id\"");
        return (former.Gateway, former.Cid);
    }

    // What is known and sits behind no gateway has a key, also where it is known from another node, without it.
    private LocalKey? Key(DeviceDefinition former, bool needsNone)
    {
        if (_entry.Text("key") is { } text)
            return LocalKey.TryParse(text, out var key, out var why) ? key : Refuse<LocalKey?>("key", why);
        return former.Key is null && !needsNone ? Refuse<LocalKey?>("key", $"'{former.Id}' has no local key; allowed are 16 characters") : former.Key;
    }

    private ProtocolVersion? Version(DeviceDefinition former, string field) => _entry.Text(field) switch
    {
        // tinytuya's 0 is one that it does not know.
        null or "0" or "0.0" => former.Version,
        var text when text.Equals("auto", StringComparison.OrdinalIgnoreCase) => former.Version,
        var text when ProtocolVersions.TryParse(text, out var version) => version,
        var text => Refuse<ProtocolVersion?>(field, $"'{text}' is not a protocol version; allowed are 3.1, 3.2, 3.3, 3.4, 3.5 and auto"),
    };

    private IPAddress? Address(DeviceDefinition former) => _entry.Text("ip") switch
    {
        null or "0" or "0.0.0.0" => former.Address,
        var text when text.Equals("auto", StringComparison.OrdinalIgnoreCase) => former.Address,
        var text when IPAddress.TryParse(text, out var address) => address,
        var text => Refuse<IPAddress?>("ip", $"'{text}' is not an IP address; leave it out to have the device found by its broadcast"),
    };

    private int Port(DeviceDefinition former) => _entry.Text("port") switch
    {
        null => former.Port,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 => port,
        var text => Refuse<int>("port", $"'{text}' is not a port; allowed are 1 to 65535"),
    };

    private ConnectionMode Mode(DeviceDefinition former) => _entry.Text("connection") switch
    {
        null => former.Mode,
        var text when ConnectionModes.TryParse(text, out var mode) => mode,
        var text => Refuse<ConnectionMode>("connection", $"'{text}' is not a way to connect; allowed are {ConnectionModes.Allowed}"),
    };

    private ImmutableSortedSet<string> Tags(DeviceDefinition former)
    {
        var tags = _entry.Tags ?? (_entry.Text("tags") is { } single ? [single] : []);
        if (tags.Any(tag => tag is not { Length: > 0 and <= LongestWord } || tag.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            return Refuse("tags", $"it has something that is no tag; allowed is a list of words of 1 to {LongestWord} characters, such as [\"attic\"]", former.Tags);
        return tags.IsEmpty ? former.Tags : ImmutableSortedSet.CreateRange(former.Tags.KeyComparer, tags.Select(tag => tag!));
    }

    private string? Details(DeviceDefinition former, bool isSubDevice)
    {
        // What a sub-device's place says stands in the definition; of other devices such fields mean nothing here, and are kept.
        if (isSubDevice)
            _entry.Details.Without(OfSubDevices);
        return DeviceDetails.Parse(former.Details, KeyWatch.None).With(_entry.Details).ToText();
    }

    private void Refuse(string field, string why) => _fault ??= new EntryFault(_entry.LineOf(field), field, why);

    private T? Refuse<T>(string field, string why)
    {
        Refuse(field, why);
        return default;
    }

    private T Refuse<T>(string field, string why, T otherwise)
    {
        Refuse(field, why);
        return otherwise;
    }
}
