using Spectre.Console;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.Devices;

/// <summary><c>tuyactors devices list --watch</c>.</summary>
public sealed class StateWatchSpecs : IAsyncLifetime, IDisposable
{
    private const string Home = "\u001b[H\u001b[J";

    private readonly Terminal _terminal = new();
    private readonly CancellationTokenSource _end = new();
    private ScriptedNode _node = null!;
    private int _looks;

    public async Task InitializeAsync()
    {
        _terminal.AsPerson(100, colours: true).Environment = _terminal.Environment with { Time = new ImpatientTime() };
        _node = await ScriptedNode.StartAsync();
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose()
    {
        _end.Dispose();
        _terminal.Dispose();
    }

    [Fact]
    public async Task Should_show_the_list_anew_each_time_until_it_is_interrupted()
    {
        Looks(look => Snapshots.Row("bf01", "Hall plug", look == 1 ? DeviceState.Connecting : DeviceState.Online));
        Assert.Equal(ExitCode.Ok, await RunAsync());
        var pictures = _terminal.Out.Split(Home);
        Assert.Equal(4, pictures.Length);
        Assert.Contains("connecting", pictures[1], StringComparison.Ordinal);
        Assert.Contains("1 device: 1 online; at the node at ", pictures[2], StringComparison.Ordinal);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_keep_the_list_and_say_why_when_the_node_goes_away()
    {
        Looks(look => look == 2 ? null : Snapshots.Row("bf01", "Hall plug"));
        Assert.Equal(ExitCode.Ok, await RunAsync());
        var away = _terminal.Out.Split(Home)[2];
        Assert.Contains("Hall plug", away, StringComparison.Ordinal);
        Assert.Contains("The node is busy.", away, StringComparison.Ordinal);
        Assert.DoesNotContain("The node is busy.", _terminal.Out.Split(Home)[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_no_more_than_the_terminal_has_room_for()
    {
        var make = _terminal.Environment.Screen;
        _terminal.Environment = _terminal.Environment with
        {
            Screen = writer =>
            {
                var screen = make(writer);
                screen.Profile.Height = 10;
                return screen;
            },
        };
        _node.On("GET", "/api/devices", async context =>
        {
            if (++_looks > 1)
            {
                await _end.CancelAsync();
            }

            await ScriptedNode.WriteAsync(context, new DevicesJson(50, 0, 1000, [.. Enumerable.Range(0, 50).Select(i => Snapshots.Row($"bf{i:00}", $"Lamp {i}"))], []), 200);
        });
        Assert.Equal(ExitCode.Ok, await RunAsync());
        var picture = _terminal.Out.Split(Home)[1];
        Assert.True(picture.Split('\n').Length < 10, picture);
        Assert.Contains("... and 45 more", picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_when_the_node_refuses_from_the_start()
    {
        _node.Refuses("GET", "/api/devices", 503, "The node is busy.");
        Assert.Equal(ExitCode.Failed, await RunAsync());
        Assert.Equal("The node is busy.", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_want_a_terminal()
    {
        _terminal.Environment = _terminal.Environment with { IsTerminal = false };
        Assert.Equal(ExitCode.BadUsage, await RunAsync());
        Assert.Contains("--watch draws on a terminal, and this is none", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadUsage, await RunAsync("--json"));
        Assert.Contains("--watch is for people, and --json for programs", _terminal.Error, StringComparison.Ordinal);
    }

    // Three looks; null: the node is busy.
    private void Looks(Func<int, DeviceJson?> device) => _node.On("GET", "/api/devices", async context =>
    {
        if (++_looks > 3)
        {
            await _end.CancelAsync();
        }

        if (device(_looks) is { } row)
        {
            await ScriptedNode.WriteAsync(context, new DevicesJson(1, 0, 1000, [row], []), 200);
        }
        else
        {
            await ScriptedNode.WriteAsync(context, new ProblemJson("about:blank", "Busy", 503, "The node is busy."), 503, "application/problem+json");
        }
    });

    private Task<int> RunAsync(params string[] args) => _terminal.RunUntilAsync(_end.Token, ["devices", "list", "--watch", .. args]);
}
