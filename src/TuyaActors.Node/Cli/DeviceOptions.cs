using System.CommandLine;
using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Cli;

/// <summary>The options that name one device, shared by status, get, set and monitor.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string?> _id = Options.Text("--id", "The device's id; with --devices its name will do", "ID");
    private readonly KeyOptions _key = new();
    private readonly Option<IPAddress?> _ip = Options.Address("--ip", "Its address; without, it is found by its broadcasts");
    private readonly Option<int?> _port = Options.Integer("--port", "Its TCP port (default 6668)", IPEndPoint.MinPort + 1, IPEndPoint.MaxPort);
    private readonly Option<VersionChoice?> _version = Options.Version("--version", "Its protocol version, 3.1 to 3.5, or auto (default)");
    private readonly Option<string?> _devices = Options.Text("--devices", "A devices.json (tinytuya's) to take key, address and version from", "FILE");

    private IEnumerable<Option> All => [_id, .. _key.All, _ip, _port, _version, _devices];

    /// <summary>The first of the options that the command line has; null: it has none.</summary>
    public string? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Adds the options to a command.</summary>
    public DeviceOptions AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>The device that the command line means; what it says goes before what the devices file says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The world.</param>
    /// <param name="atNode">How the command names a device of a running node; null: it knows none.</param>
    /// <exception cref="UsageException">It means none, or not exactly one, or something about it is wrong.</exception>
    public DeviceTarget Read(ParseResult parsed, CommandEnvironment environment, string? atNode = null)
    {
        var wanted = parsed.GetValue(_id);
        if (string.IsNullOrEmpty(wanted))
        {
            throw new UsageException($"--id is missing: which device?{(atNode is null ? "" : $" (One of a running node is named by itself: tuyactors {atNode}.)")}");
        }

        if (parsed.GetValue(_devices) is not { } path)
        {
            var id = DeviceId.TryParse(wanted, out var read, out var why) ? read : throw new UsageException($"--id: {why}.");
            return new DeviceTarget(Overlay(new DeviceDefinition(id), parsed, environment));
        }

        var file = DevicesFile.Read(path);
        var device = file.Find(wanted);
        if (device.Gateway is not { } gatewayId)
        {
            return new DeviceTarget(Overlay(device, parsed, environment));
        }

        // A sub-device has no connection of its own: key, address and version are its gateway's, without which the file would not have it.
        return new DeviceTarget(device, Overlay(file.Devices.First(d => d.Id == gatewayId), parsed, environment));
    }

    private DeviceDefinition Overlay(DeviceDefinition definition, ParseResult parsed, CommandEnvironment environment) => definition with
    {
        Key = _key.Read(parsed, parsed.GetValue(_devices) is null ? environment : null) ?? definition.Key ?? throw new UsageException($"--key is missing; the local key may also come from --key-file, from {KeyOptions.Variable} or from a --devices file."),
        Address = parsed.GetValue(_ip) ?? definition.Address,
        Port = parsed.GetValue(_port) ?? definition.Port,
        Version = parsed.GetValue(_version) is { } told ? told.Version : definition.Version,
    };
}
