using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Node.Wire;

/// <summary>The fields of a request, read with a sentence for each mistake.</summary>
internal readonly struct WireRequestJson
{
    // Serves where the request needs no key: plain frames of 3.1, discovery, and anything under a session key.
    private const string NoKey = "0000000000000000";

    private readonly JsonElement _root;

    public WireRequestJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new WireRequestException("A request is a JSON object.");
        }

        RequireReadableNames(root);
        _root = root;
    }

    public ProtocolVersion Version => ProtocolVersions.TryParse(Text("version"), out var version)
        ? version
        : throw new WireRequestException("\"version\" is wanted: \"3.1\", \"3.2\", \"3.3\", \"3.4\" or \"3.5\".");

    public WireDirection Direction => Text("direction") switch
    {
        "c2d" => WireDirection.ClientToDevice,
        "d2c" => WireDirection.DeviceToClient,
        "udp" => WireDirection.Discovery,
        _ => throw new WireRequestException("\"direction\" is wanted: \"c2d\" (client to device), \"d2c\" (device to client) or \"udp\" (discovery)."),
    };

    public LocalKey Key => Text("local_key") is { } text
        ? LocalKey.TryParse(text, out var key, out var why) ? key : throw new WireRequestException($"\"local_key\": {why}")
        : throw new WireRequestException("\"local_key\" is wanted: 16 characters.");

    /// <summary>A codec for the side given, under the key that the request names.</summary>
    public WireCodec CreateCodec(WireSide side)
    {
        var session = Bytes("session_key_hex");
        var version = Version;
        var key = Text("local_key") is null && (session is not null || version == ProtocolVersion.V31) ? LocalKey.Parse(NoKey) : Key;
        if (session is { Length: not LocalKey.Length })
        {
            throw new WireRequestException($"\"session_key_hex\" has {LocalKey.Length} bytes; this one has {session.Length}.");
        }

        var codec = new WireCodec(version, side, key);
        if (session is not null)
        {
            codec.UseSessionKey(session);
        }

        return codec;
    }

    public bool Has(string name) => _root.TryGetProperty(name, out _);

    public string? Text(string name)
    {
        if (!_root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "text");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "text without lone surrogates");
        }
    }

    public byte[]? Bytes(string name)
    {
        if (Text(name) is not { } hex)
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            throw Wrong(name, "pairs of hexadecimal digits");
        }
    }

    public byte[] RequireBytes(string name) => Bytes(name) ?? throw new WireRequestException($"\"{name}\" is wanted: pairs of hexadecimal digits.");

    public uint? Number(string name)
    {
        if (!_root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number)
            ? number
            : throw Wrong(name, "whole number from 0 to 4294967295");
    }

    public uint RequireNumber(string name) => Number(name) ?? throw new WireRequestException($"\"{name}\" is wanted: a whole number from 0 to 4294967295.");

    // Looking a name up throws where another name is no text.
    private static void RequireReadableNames(JsonElement root)
    {
        try
        {
            foreach (var field in root.EnumerateObject())
            {
                _ = field.Name;
            }
        }
        catch (InvalidOperationException)
        {
            throw new WireRequestException("A name in the request is no text: it holds a lone surrogate.");
        }
    }

    private static WireRequestException Wrong(string name, string wanted) => new($"\"{name}\" is no {wanted}.");
}
