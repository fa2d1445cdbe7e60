using System.Net;
using System.Net.Sockets;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.Devices;

/// <summary>At a running node.</summary>
public sealed class NodeDevicesSpecs : DevicesSpecs
{
    private NodeUnderTest _node = null!;

    private protected override string ListName => "devices";

    private protected override string[] Where => ["--node", _node.Url];

    public override async Task InitializeAsync()
    {
        _node = await NodeUnderTest.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Should_list_how_each_device_stands()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--group", "Hall", "--tag", "attic");
        await OkAsync("list", "--sort", "-state");
        Assert.Matches("^name +state +ver +address +last push +group +tags +id$", Terminal.OutLines[^2]);
        // Where it stands just now is not this command's doing.
        Assert.Matches(@"^Hall lamp +[a-z]+\S*.* +Hall +attic +lamp$", Terminal.OutLines[^1]);
        Assert.Matches($"^1 device: 1 [a-zA-Z]+; at the node at {_node.Url}$", Errors[^1]);
    }

    [Fact]
    public async Task Should_show_how_the_device_is()
    {
        await OkAsync("add", "lamp");
        await OkAsync("show", "lamp");
        Assert.Contains(Terminal.OutLines, line => line.StartsWith("state       ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_not_get_keys_out_of_a_running_node()
    {
        await OkAsync("add", "lamp");
        var file = Terminal.PathOf("keys.json");
        Assert.Equal(ExitCode.BadUsage, await RunAsync("export", "--with-keys", file));
        Assert.Contains($"--with-keys: the node at {_node.Url} is running, and local keys never leave a node over HTTP", Terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("8377", "is no URL")]
    [InlineData("ftp://192.0.2.1:8377", "is neither http nor https")]
    [InlineData("http://192.0.2.1:8377/#x", "has more than a host, a port and a path")]
    public async Task Should_refuse_what_is_no_address_of_a_node(string url, string why)
    {
        Assert.Equal(ExitCode.BadUsage, await Terminal.RunAsync("devices", "list", "--node", url));
        Assert.Contains($"--node: '{url}' {why}", Terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_no_node_answers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        listener.Stop();
        Assert.Equal(ExitCode.Failed, await Terminal.RunAsync("devices", "list", "--node", url));
        Assert.StartsWith($"tuyactors devices list: no node answers at {url}: ", Terminal.Error, StringComparison.Ordinal);
    }
}
