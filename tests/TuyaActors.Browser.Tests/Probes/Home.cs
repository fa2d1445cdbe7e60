using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Probes;

/// <summary>Simulated devices, and the real node that has them for its fleet.</summary>
public sealed partial class Home : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tuyactors-home-");
    private readonly int[] _ports;
    private readonly HashSet<string> _unknown = [];
    private int _strangers;
    private CancellationTokenSource _end = new();
    private Task<int> _running = Task.FromResult(0);

    /// <param name="quiet">Whether no device changes by itself.</param>
    /// <param name="pushInterval">How often it does, where it does.</param>
    public Home(bool quiet = true, TimeSpan? pushInterval = null)
    {
        _ports = FreeUdpPorts();
        Simulator = new TuyaSimulator(new SimulatorOptions
        {
            Quiet = quiet,
            PushInterval = pushInterval ?? TimeSpan.FromMilliseconds(400),
            AnnounceInterval = TimeSpan.FromMilliseconds(500),
            PlainPort = _ports[0],
            EncryptedPort = _ports[1],
            ProbePort = _ports[2],
        });
    }

    public TuyaSimulator Simulator { get; }

    /// <summary>Adds to what the fleet is told of a device.</summary>
    public Action<JsonObject> Describe { get; init; } = _ => { };

    /// <summary>What the node asks everybody for; null: it asks nobody.</summary>
    public string? Token { get; init; }

    /// <summary>Where the node serves; the same after a restart.</summary>
    public string Url { get; private set; } = "http://127.0.0.1:0/";

    /// <summary>A device on a port of its own, which the fleet gets with its address.</summary>
    public SimulatedDevice Add(string name, DeviceProfile? profile = null, ProtocolVersion version = ProtocolVersion.V33) =>
        Simulator.Add(new SimulatedDeviceOptions { Name = name, Profile = profile ?? DeviceProfile.Plug, Version = version, Port = 0, Announces = false });

    /// <summary>A device that the fleet is not told of; it announces itself.</summary>
    public SimulatedDevice AddStranger(string name)
    {
        var stranger = Simulator.Add(new SimulatedDeviceOptions { Name = name, Address = OwnAddresses.Of(90, ++_strangers) });
        _unknown.Add(stranger.Id);
        return stranger;
    }

    /// <summary>Starts the devices, and a node that is told of them.</summary>
    public async Task<Home> StartAsync()
    {
        await Simulator.StartAsync();
        var devices = JsonNode.Parse(Simulator.ToDevicesJson())!.AsArray();
        foreach (var stranger in devices.Where(device => _unknown.Contains((string)device!["id"]!)).ToList())
        {
            devices.Remove(stranger);
        }

        foreach (var device in devices)
        {
            Describe(device!.AsObject());
        }

        await File.WriteAllTextAsync(DevicesFile, devices.ToJsonString());
        await StartNodeAsync();
        return this;
    }

    /// <summary>Starts the node; after its end, a new one in its place.</summary>
    public async Task StartNodeAsync(params string[] more)
    {
        _end = new CancellationTokenSource();
        var lines = new LineWriter();
        var errors = new StringWriter();
        var environment = new CommandEnvironment { Out = lines, Error = errors, Variable = name => name == "TUYACTORS_TOKEN" ? Token : null };
        string[] devices = File.Exists(DevicesFile) ? ["--devices", DevicesFile] : [];
        _running = CommandRunner.RunAsync(["serve", "--memory", "--plain", "--urls", Url.TrimEnd('/'), "--config", Config(), .. devices, .. more], environment, _end.Token);
        var line = lines.FirstAsync(said => said.Contains("the page is at", StringComparison.Ordinal));
        if (await Task.WhenAny(line, _running) == _running)
        {
            throw new InvalidOperationException($"The node ended with {await _running}: {errors}");
        }

        Url = Address().Match(await line).Value;
    }

    public async Task StopNodeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopNodeAsync();
        await Simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string DevicesFile => Path.Combine(_folder.FullName, "devices.json");

    private string Config()
    {
        var path = Path.Combine(_folder.FullName, "tuya.conf");
        File.WriteAllText(path, $$"""
            tuya.discovery { plain-port = {{_ports[0]}}, encrypted-port = {{_ports[1]}}, probe-port = {{_ports[2]}}, broadcast-addresses = ["127.255.255.255"] }
            tuya.reconnect { first = 200ms, max = 1s }
            """);
        return path;
    }

    private static int[] FreeUdpPorts()
    {
        var sockets = Enumerable.Range(0, 3).Select(_ => new UdpClient(new IPEndPoint(IPAddress.Loopback, 0))).ToList();
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.Client.LocalEndPoint!).Port)];
        sockets.ForEach(socket => socket.Dispose());
        return ports;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}
