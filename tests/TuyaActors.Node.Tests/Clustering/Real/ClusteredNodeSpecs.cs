using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Tests.Clustering;

/// <summary>The program as nodes of a cluster: several of them in this process, joined by real remoting.</summary>
public sealed class ClusteredNodeSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();
    private readonly TuyaSimulator _simulator = new(new SimulatorOptions { Quiet = true, Announce = false });

    public async Task InitializeAsync()
    {
        _simulator.AddRange(SimulatedFleet.Create(3).Select(device => device with { Port = 0, Version = ProtocolVersion.V33 }));
        await _simulator.StartAsync();
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_be_one_fleet_over_two_segments_and_a_client_whatever_is_asked_of_whom()
    {
        await using var house = await ServedNode.StartAsync(null, "", "--segment", "house", "--memory", "--devices", DevicesFile("house.json", 1, 2));
        await using var garage = await ServedNode.StartAsync(house, "", "--segment", "garage", "--memory", "--devices", DevicesFile("garage.json", 0));
        await using var client = await ServedNode.StartAsync(house, "", "--client");
        _terminal.Variables["TUYACTORS_NODE"] = client.Url;
        await client.LineAsync("3 of 3 online");

        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("cluster", "status", "--json"));
        var cluster = Read();
        Assert.True(cluster.GetProperty("clustered").GetBoolean());
        Assert.Equal(client.Address, cluster.GetProperty("node").GetProperty("address").GetString());
        Assert.Equal(
            new (string?, string?, bool)[] { (house.Address, "house", true), (garage.Address, "garage", true), (client.Address, null, false) }.Order(),
            cluster.GetProperty("members").EnumerateArray().Select(member => (member.GetProperty("address").GetString(), Text(member, "segment"), member.GetProperty("head").GetBoolean())).Order());
        Assert.Equal(
            [("garage", 1, 1), ("house", 2, 2)],
            cluster.GetProperty("segments").EnumerateArray().Select(segment => (segment.GetProperty("name").GetString(), segment.GetProperty("devices").GetInt32(), segment.GetProperty("online").GetInt32())));

        foreach (var (segment, devices) in ((string, int[])[])[("house", [1, 2]), ("GARAGE", [0]), ("attic", [])])
        {
            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--segment", segment, "--json"));
            Assert.Equal(devices.Select(device => _simulator.Devices[device].Id).Order(StringComparer.Ordinal), Read().GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        }

        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "list", "--segment", "house", "--segment", "garage"));
        Assert.Equal(3, _terminal.OutLines.Count(line => line.Contains(" garage ", StringComparison.Ordinal) || line.Contains(" house ", StringComparison.Ordinal)));
        _terminal.Clear();

        var plug = _simulator.Devices[0];
        var (dp, value) = plug.State.First(dp => dp.Value.Kind == DpKind.Boolean);
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("set", plug.Id, $"{dp}={(value.AsBoolean() ? "false" : "true")}"));
        Assert.Equal(!value.AsBoolean(), plug.State[dp].AsBoolean());
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("health"));
        Assert.Contains(_terminal.OutLines, line => line.StartsWith("segment      garage: 1 of 1 device online", StringComparison.Ordinal));
        _terminal.Clear();

        await DefineAsync();
        Assert.Equal(ExitCode.Ok, await garage.EndAsync());
        Assert.Contains(garage.Log, line => line.Contains("ending: closing all connections and leaving the cluster; segment 'garage' has no other node", StringComparison.Ordinal));
        await client.LineAsync("No node of segment 'garage' can be reached");
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("cluster", "status"));
        Assert.Contains("out of reach: segment 'garage'", _terminal.OutLines[0], StringComparison.Ordinal);
        _terminal.Clear();
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("health"));
        Assert.Contains("no node of the segment 'garage' can be reached", _terminal.OutLines[0], StringComparison.Ordinal);
        foreach (var node in (ServedNode[])[house, garage, client])
        {
            Assert.DoesNotContain(node.Log, line => line.Contains(" ERR ", StringComparison.Ordinal));
            Assert.DoesNotContain(node.Log, line => line.Contains("Cluster Node", StringComparison.Ordinal) || line.Contains("emoting", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Should_hand_its_devices_over_to_the_other_node_of_the_segment_when_it_ends()
    {
        // As hocon/segment.conf has it for several nodes on one machine, with files of the test's own.
        var text = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "hocon", "segment.conf"))).Replace("\n#+", "\n", StringComparison.Ordinal)
            .Replace("segment.db", $"{_terminal.PathOf("segment.db")};Pooling=False", StringComparison.Ordinal).Replace("segment.key", _terminal.PathOf("segment.key"), StringComparison.Ordinal);
        var profile = _terminal.File("segment.conf", text);
        await using var first = await ServedNode.StartAsync(null, "", "--profile", profile, "--segment", "house", "--devices", DevicesFile("house.json", 0, 1, 2));
        await first.LineAsync("3 of 3 online");
        await using var second = await ServedNode.StartAsync(first, "", "--profile", profile, "--segment", "house");
        Assert.Contains(second.Log, line => line.EndsWith("segment 'house' is kept in the journal that the configuration names, which has 3 devices", StringComparison.Ordinal));
        await first.LineAsync($"Node {second.Address} (segment 'house') is in the cluster");

        Assert.Equal(ExitCode.Ok, await first.EndAsync());
        Assert.Contains(first.Log, line => line.EndsWith("ending: handing the devices over to the other node of segment 'house', and leaving the cluster", StringComparison.Ordinal));
        await second.LineAsync("This node is the head of segment 'house' now");
        foreach (var device in _simulator.Devices)
        {
            _terminal.Variables["TUYACTORS_NODE"] = second.Url;
            Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", device.Id, "refresh", "--timeout", "60"));
        }

        Assert.All(_simulator.Devices, device => Assert.Equal(0, device.RejectedConnections));
        foreach (var node in (ServedNode[])[first, second])
        {
            Assert.DoesNotContain(node.Log, line => line.Contains(" ERR ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Should_say_that_two_nodes_of_a_segment_do_not_share_what_they_store()
    {
        await using var first = await ServedNode.StartAsync(null, "", "--segment", "house", "--memory");
        await using var second = await ServedNode.StartAsync(first, "", "--segment", "house", "--memory");
        Assert.Contains("tuya.persistence.mode = system", await first.LineAsync($"ERR The segment 'house' has two nodes, {first.Address} and {second.Address}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_1_when_it_is_taken_out_of_the_cluster()
    {
        await using var house = await ServedNode.StartAsync(null, "", "--segment", "house", "--memory");
        await using var garage = await ServedNode.StartAsync(house, "", "--segment", "garage", "--memory");
        using var other = ActorSystem.Create(
            "tuya",
            ConfigurationFactory.ParseString(
                $$"""
                akka {
                  loglevel = OFF
                  stdout-loglevel = OFF
                  actor.provider = cluster
                  remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
                  cluster.seed-nodes = ["{{house.Address}}"]
                }
                """));
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Akka.Cluster.Cluster.Get(other).RegisterOnMemberUp(up.SetResult);
        await up.Task;

        Akka.Cluster.Cluster.Get(other).Down(Address.Parse(garage.Address));
        Assert.Equal(ExitCode.Failed, await garage.EndedAsync());
        Assert.Contains("this node was taken out of the cluster", garage.Log[^1], StringComparison.Ordinal);
        await other.Terminate();
    }

    [Fact]
    public async Task Should_end_with_1_when_it_is_never_let_in()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        var lines = new LineWriter();
        _terminal.Environment = _terminal.Environment with { Out = lines };
        using var end = new CancellationTokenSource();
        var running = _terminal.RunUntilAsync(end.Token, "serve", "--client", "--cluster-port", "0", "--urls", "http://127.0.0.1:0", "--seed", deaf.LocalEndpoint.ToString()!);
        Assert.EndsWith($"no segment, and joins the cluster by akka.tcp://tuya@{deaf.LocalEndpoint}", await lines.FirstAsync(line => line.Contains("this node is ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await end.CancelAsync();
        Assert.Equal(ExitCode.Failed, await running);
    }

    [Fact]
    public async Task Should_end_with_2_when_its_port_is_in_use_or_its_host_is_another_machines()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string[] serve = ["serve", "--client", "--urls", "http://127.0.0.1:0"];
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync([.. serve, "--cluster-port", port]));
        Assert.Contains($"--cluster-port: 127.0.0.1:{port} is in use by another program", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync([.. serve, "--cluster-port", "0", "--cluster-host", "192.0.2.1"]));
        Assert.Contains("--cluster-host: '192.0.2.1' is no address of this machine", _terminal.Error, StringComparison.Ordinal);
    }

    private async Task DefineAsync()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = "fedcba98-secret!";
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("devices", "add", "bfnew", "--name", "New lamp"));
        Assert.Contains("the fleet has several segments (garage, house): say in which one it is", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "add", "bfnew", "--name", "New lamp", "--segment", "house"));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "update", "bfnew", "--name", "Old lamp"));
        // Without keys and segments: what is known stays as it is.
        var file = _terminal.File("again.json", """[{"id":"bfnew","name":"Lamp"}]""");
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "import", file));
        Assert.Contains("0 added, 1 updated, 0 unchanged", _terminal.OutLines[^1], StringComparison.Ordinal);
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("device", "bfnew", "--json"));
        var shown = Read();
        Assert.Equal(("Lamp", "house", true), (shown.GetProperty("name").GetString(), shown.GetProperty("segment").GetString(), shown.GetProperty("hasKey").GetBoolean()));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("devices", "remove", "bfnew"));
        Assert.DoesNotContain("secret", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();
    }

    private JsonElement Read()
    {
        var read = JsonElement.Parse(_terminal.Out);
        _terminal.Clear();
        return read;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string DevicesFile(string name, params IEnumerable<int> devices) => _terminal.File(name, JsonSerializer.Serialize(devices.Select(index => _simulator.Devices[index]).Select(device => new
    {
        id = device.Id,
        name = device.Name,
        key = device.Key.Reveal(),
        version = "3.3",
        ip = device.EndPoint.Address.ToString(),
        port = device.EndPoint.Port,
    })));
}
