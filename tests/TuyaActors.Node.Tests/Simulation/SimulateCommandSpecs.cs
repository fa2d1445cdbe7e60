using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Simulation;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol.Discovery;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Tests.Simulation;

public sealed class SimulateCommandSpecs : IDisposable
{
    private const int TcpPort = 6668;

    private readonly Terminal _terminal = new();
    private readonly LineWriter _lines = new();
    private readonly CancellationTokenSource _end = new();

    public SimulateCommandSpecs() => _terminal.Environment = _terminal.Environment with { Out = _lines };

    [Fact]
    public async Task Should_give_a_device_that_moves_its_id_key_and_name_at_another_address()
    {
        string[] garage = ["simulate", "--no-broadcast", "--quiet", "--count", "12", "--seed", "2", "--prefix", "Garage "];
        var all = await DevicesAsync([.. garage, "--base", $"{OwnAddresses.Of(51, 1)}"]);
        Assert.All(all, device => Assert.StartsWith("Garage ", Text(device, "name"), StringComparison.Ordinal));
        var (byId, byName) = (all.First(device => Text(device, "product_name").Contains("Gateway", StringComparison.OrdinalIgnoreCase)), all[0]);

        var moved = await DevicesAsync([.. garage, "--base", $"{OwnAddresses.Of(52, 7)}", "--only", Text(byId, "id"), "--only", Text(byName, "name").ToLowerInvariant()]);

        // The gateway brings those behind it along.
        var expected = all.Where(device => Text(device, "id") == Text(byName, "id") || Text(device, "id") == Text(byId, "id") || (device.TryGetProperty("parent", out var parent) && parent.GetString() == Text(byId, "id"))).ToList();
        Assert.Equal(expected.Select(Identity), moved.Select(Identity));
        Assert.Equal([$"{OwnAddresses.Of(52, 7)}", $"{OwnAddresses.Of(52, 8)}"], moved.Where(device => device.TryGetProperty("ip", out _)).Select(device => Text(device, "ip")));
    }

    [Fact]
    public async Task Should_announce_devices_where_it_is_told_to()
    {
        // No broadcast address, but one where nobody else listens.
        var air = OwnAddresses.Of(53, 250);
        using var radio = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        radio.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        radio.Bind(new IPEndPoint(air, DiscoveryPacket.EncryptedPort));
        var device = SimulatedFleet.Create(3)[2];
        _terminal.Environment = _terminal.Environment with { In = new StringReader($"kill {device.Name}\nmend {device.Id}\n") };

        var running = _terminal.RunUntilAsync(_end.Token, "simulate", "--count", "3", "--quiet", "--control", "--base", $"{OwnAddresses.Of(53, 1)}", "--broadcast", $"{air}");
        var sighting = await HearAsync(radio, device.Id!);
        await _end.CancelAsync();

        Assert.Equal(ExitCode.Ok, await running);
        Assert.Equal(OwnAddresses.Of(53, 3), sighting.Address);
        Assert.Equal(device.Version, sighting.Version);
    }

    [Fact]
    public async Task Should_report_double_connections_to_whoever_reads_the_file()
    {
        var file = _terminal.PathOf("report.json");
        var running = _terminal.RunUntilAsync(_end.Token, "simulate", "--count", "2", "--no-broadcast", "--quiet", "--base", $"{OwnAddresses.Of(54, 1)}", "--report", file);
        await _lines.FirstAsync(line => line.Contains("Ctrl-C ends", StringComparison.Ordinal));
        Assert.Equal((0, 0), (Report(file).GetProperty("counters").GetProperty("connections").GetInt32(), Report(file).GetProperty("counters").GetProperty("doubleConnections").GetInt32()));

        using var holder = Client(out var holderEnd);
        await holder.ConnectAsync(OwnAddresses.Of(54, 2), TcpPort);
        await _lines.FirstAsync(line => line.StartsWith("1 of 2 have a client", StringComparison.Ordinal));
        using var newcomer = Client(out var newcomerEnd);
        await ConnectToBeTurnedAwayAsync(newcomer, OwnAddresses.Of(54, 2));
        await _lines.FirstAsync(line => line.Contains("1 connections, 1 double ones, 1 second clients turned away", StringComparison.Ordinal));
        await _end.CancelAsync();

        Assert.Equal(ExitCode.Ok, await running);
        var report = Report(file);
        Assert.Equal((1, 2), (report.GetProperty("counters").GetProperty("doubleConnections").GetInt32(), report.GetProperty("counters").GetProperty("mostConnections").GetInt32()));
        var (idle, held) = (report.GetProperty("devices")[0], report.GetProperty("devices")[1]);
        Assert.Equal((0, 0, 0), Connections(idle));
        Assert.False(idle.TryGetProperty("lastDoubleConnection", out _));
        Assert.Equal((2, 2, 1), Connections(held));
        Assert.Equal(holderEnd, Text(held.GetProperty("lastDoubleConnection"), "holder"));
        Assert.Equal(newcomerEnd, Text(held.GetProperty("lastDoubleConnection"), "newcomer"));
        Assert.All(SimulatedFleet.Create(2), device => Assert.DoesNotContain(JsonEncodedText.Encode(device.Key!.Reveal()).ToString(), report.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_say_that_the_report_cannot_be_written()
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("simulate", "--count", "1", "--no-broadcast", "--base", $"{OwnAddresses.Of(55, 1)}", "--report", "/nowhere/report.json"));
        Assert.Contains("--report: '/nowhere/report.json' cannot be written: ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_tell_trouble_with_the_report_once_until_it_is_over()
    {
        await using var simulator = await TuyaSimulator.StartQuietAsync();
        var folder = _terminal.PathOf("reports");
        var told = new List<string>();
        var report = new SimulationReport(simulator, Path.Combine(folder, "report.json"), told.Add);

        report.TryWrite();
        report.TryWrite();
        Assert.Single(told);
        Directory.CreateDirectory(folder);
        report.TryWrite();
        Assert.Equal(0, Report(Path.Combine(folder, "report.json")).GetProperty("devices").GetArrayLength());
        simulator.Add(Protocol.ProtocolVersion.V33);
        Directory.Delete(folder, recursive: true);
        report.TryWrite();
        Assert.Equal(2, told.Count);
        Assert.StartsWith("--report: ", told[1], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _end.Dispose();
        _terminal.Dispose();
    }

    private static async Task<Sighting> HearAsync(Socket radio, string id)
    {
        var buffer = new byte[2048];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var length = await radio.ReceiveAsync(buffer, deadline.Token);
            if (DiscoveryPacket.TryRead(buffer.AsSpan(0, length), out var sighting, out _) && sighting.DeviceId == id)
            {
                return sighting;
            }
        }
    }

    private static Socket Client(out string end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        end = $"{socket.LocalEndPoint}";
        return socket;
    }

    // The reset may be there before the own system has told of the connection.
    private static async Task ConnectToBeTurnedAwayAsync(Socket client, IPAddress address)
    {
        try
        {
            await client.ConnectAsync(address, TcpPort);
            Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        }
        catch (SocketException reset)
        {
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    }

    private static JsonElement Report(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.Clone();
    }

    private static (int Accepted, int Most, int Doubles) Connections(JsonElement device) =>
        (device.GetProperty("acceptedConnections").GetInt32(), device.GetProperty("mostConnections").GetInt32(), device.GetProperty("doubleConnections").GetInt32());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Identity(JsonElement device) => $"{Text(device, "id")} {Text(device, "key")} {Text(device, "name")}";

    /// <summary>What a run of this command writes for tinytuya.</summary>
    private async Task<IReadOnlyList<JsonElement>> DevicesAsync(params string[] command)
    {
        using var end = new CancellationTokenSource();
        var file = _terminal.PathOf("devices.json");
        var running = _terminal.RunUntilAsync(end.Token, [.. command, "--devices-file", file]);
        await _lines.FirstAsync(line => line.Contains("Ctrl-C ends", StringComparison.Ordinal));
        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
        return [.. Report(file).EnumerateArray()];
    }
}
