using System.Buffers;
using System.CommandLine;
using System.Net;
using System.Text.Json;
using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands.Devices;

/// <summary>The options that say something of a device; what is given becomes the body of a request.</summary>
internal sealed class DefinitionOptions
{
    private readonly Option<string?> _name = Options.Text("--name", "The name people use", "NAME");
    private readonly KeyOptions _key = new();
    private readonly Option<AddressChoice?> _ip = Options.AddressOrAuto("--ip", "Its address; auto: it is found by its broadcasts");
    private readonly Option<int?> _port = Options.Integer("--port", "Its TCP port (6668 unless said otherwise)", IPEndPoint.MinPort + 1, IPEndPoint.MaxPort);
    private readonly Option<VersionChoice?> _version = Options.Version("--version", "Its protocol version, 3.1 to 3.5; auto: it is found out");
    private readonly Option<ConnectionMode?> _connection = Options.Connection("--connection", $"How it is connected: {ConnectionModes.Allowed}");
    private readonly Option<string?> _gateway = Options.Text("--gateway", "For a device behind a gateway, the gateway's id", "ID");
    private readonly Option<string?> _cid = Options.Text("--cid", "For a device behind a gateway, its id there (tinytuya: node_id)", "CID");
    private readonly Option<string?> _product = Options.Text("--product", "The product's name", "NAME");
    private readonly Option<string?> _group = Options.Text("--group", "The group it is in, e.g. its room; '' takes it out", "NAME");

    /// <summary>Adds the options to a command.</summary>
    public DefinitionOptions AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_name, .. _key.All, _ip, _port, _version, _connection, _gateway, _cid, _product, _group])
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>The body that adds a device.</summary>
    public byte[] NewDevice(ParseResult parsed, CommandEnvironment environment, DeviceId id, string[] tags)
    {
        var key = _key.Read(parsed, environment);
        if (key is null && string.IsNullOrEmpty(parsed.GetValue(_gateway)))
        {
            throw new UsageException($"--key is missing; the local key may also come from --key-file or from {KeyOptions.Variable}. (A device behind a gateway has none: --gateway and --cid.)");
        }

        return Write(parsed, key, json =>
        {
            json.WriteString("id", id.Value);
            if (tags.Length > 0)
            {
                json.WriteStartArray("tags");
                Array.ForEach(tags, json.WriteStringValue);
                json.WriteEndArray();
            }
        });
    }

    /// <summary>The body that changes a device.</summary>
    /// <exception cref="UsageException">Nothing is to change.</exception>
    public byte[] Change(ParseResult parsed, CommandEnvironment environment)
    {
        // A variable that stands there for other commands must not change a key unnoticed.
        var others = parsed.CommandResult.Children.Count(child => child is System.CommandLine.Parsing.OptionResult { Implicit: false } option && Fields.Contains(option.Option));
        var key = _key.Read(parsed, others == 0 ? environment : null);
        return key is null && others == 0
            ? throw new UsageException($"nothing to change is given; allowed: {string.Join(", ", Fields.Concat(_key.All).Select(o => o.Name))}.")
            : Write(parsed, key, _ => { });
    }

    private Option[] Fields => [_name, _ip, _port, _version, _connection, _gateway, _cid, _product, _group];

    private byte[] Write(ParseResult parsed, LocalKey? key, Action<Utf8JsonWriter> more)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        more(json);
        Text(json, "name", parsed.GetValue(_name));
        Text(json, "key", key?.Reveal());
        if (parsed.GetValue(_ip) is { } ip)
        {
            json.WriteString("address", ip.Address?.ToString() ?? "auto");
        }

        if (parsed.GetValue(_port) is { } port)
        {
            json.WriteNumber("port", port);
        }

        if (parsed.GetValue(_version) is { } version)
        {
            json.WriteString("version", version.Version?.ToText() ?? "auto");
        }

        Text(json, "connection", parsed.GetValue(_connection)?.ToText());
        Text(json, "gateway", parsed.GetValue(_gateway));
        Text(json, "cid", parsed.GetValue(_cid));
        Text(json, "productName", parsed.GetValue(_product));
        Text(json, "group", parsed.GetValue(_group));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // An empty text takes away what is there.
    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        switch (text)
        {
            case null:
                break;
            case "":
                json.WriteNull(name);
                break;
            default:
                json.WriteString(name, text);
                break;
        }
    }
}
