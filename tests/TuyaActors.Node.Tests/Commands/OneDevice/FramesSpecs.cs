using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE frames</c>.</summary>
public sealed class FramesSpecs : IAsyncLifetime, IDisposable
{
    private static readonly FrameRecordJson[] Frames =
    [
        new(Snapshots.Now, FrameDirection.Sent, "3.4", 88, "000055aa01") { Seqno = 17, Command = 10, CommandName = "dpQuery", Payload = "{}" },
        new(Snapshots.Now.AddMilliseconds(250), FrameDirection.Received, "3.4", 90, "000055aa02") { Seqno = 17, Command = 10, CommandName = "dpQuery", Retcode = 1, Payload = "data\u001b[2Junvalid" },
        new(Snapshots.Now.AddSeconds(1), FrameDirection.Received, "3.4", 20, "000055aa03") { Command = 99, PayloadHex = "00ff", Problem = "its checksum is wrong" },
    ];

    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _terminal.Environment = _terminal.Environment with { Time = new ImpatientTime() };
        _node = (await ScriptedNode.StartAsync()).With(Snapshots.Row("bf01", "Hall plug"));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_show_a_line_for_each_frame()
    {
        Records(Frames);
        Assert.Equal(ExitCode.Ok, await RunAsync());
        Assert.Equal(
        [
            "12:00:00.000  ->  3.4  dpQuery             #17       {}",
            "12:00:00.250  <-  3.4  dpQuery             #17       retcode 1 data [2Junvalid",
            "12:00:01.000  <-  3.4  command 99                    unreadable: its checksum is wrong hex 00ff",
        ],
            _terminal.OutLines);
        Assert.Equal("3 frames of 'Hall plug', recorded since 12:00:00", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_show_their_bytes_when_wanted()
    {
        Records(Frames[0]);
        Assert.Equal(ExitCode.Ok, await RunAsync("--hex"));
        Assert.Equal("              000055aa01", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_say_that_the_recording_has_begun_when_there_is_no_frame_yet_and_whose_it_is()
    {
        _node.On("GET", "/api/devices/bf01/frames", new FramesJson("bf99", Snapshots.Now, 60, []));
        Assert.Equal(ExitCode.Ok, await RunAsync());
        Assert.Equal("no frame of the gateway bf99, which 'Hall plug' is behind yet: the recording has begun; look again in a while, or follow it with --follow", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_follow_each_frame_once_until_nobody_reads_them()
    {
        var looks = 0;
        _node.On("GET", "/api/devices/bf01/frames", context => ScriptedNode.WriteAsync(
            context,
            new FramesJson("bf01", Snapshots.Now, 60, ++looks switch { 1 => Frames[..1], 2 => Frames[..1], 3 => Frames[..2], 4 => Frames[1..], _ => [Frames[2], Frames[0] with { At = Snapshots.Now.AddSeconds(9) }] }),
            200));
        _terminal.Environment = _terminal.Environment with { Out = new ReadsOnly(3, _terminal.Environment.Out) };
        Assert.Equal(ExitCode.Ok, await RunAsync("--follow"));
        Assert.Equal(["12:00:00.000  ->", "12:00:00.250  <-", "12:00:01.000  <-"], _terminal.OutLines.Select(line => line[..16]));
        Assert.Equal("following the frames of 'Hall plug'; Ctrl-C ends", Assert.Single(_terminal.ErrorLines));
        Assert.Equal(5, looks);
    }

    [Fact]
    public async Task Should_say_that_some_are_missing_when_more_came_than_the_node_keeps()
    {
        var looks = 0;
        var many = Enumerable.Range(0, FrameRecording.MostFrames).Select(i => Frames[1] with { At = Snapshots.Now.AddSeconds(1 + i), Hex = $"{i:x8}" }).ToArray();
        _node.On("GET", "/api/devices/bf01/frames", context => ScriptedNode.WriteAsync(context, new FramesJson("bf01", Snapshots.Now, 60, ++looks == 1 ? Frames[..1] : many), 200));
        _terminal.Environment = _terminal.Environment with { Out = new ReadsOnly(FrameRecording.MostFrames, _terminal.Environment.Out) };
        Assert.Equal(ExitCode.Ok, await RunAsync("--follow", "--json"));
        Assert.Contains("some frames are missing here: there were more than the node keeps", _terminal.ErrorLines);
        Assert.Equal(FrameRecording.MostFrames, _terminal.OutLines.Length);
    }

    [Fact]
    public async Task Should_end_after_its_seconds()
    {
        Records(Frames);
        Assert.Equal(ExitCode.Ok, await RunAsync("--follow", "--seconds", "5"));
    }

    [Fact]
    public async Task Should_print_what_the_node_answers_for_programs()
    {
        Records(Frames);
        Assert.Equal(ExitCode.Ok, await RunAsync("--json"));
        Assert.Equal(JsonText.Of(new FramesJson("bf01", Snapshots.Now, 60, Frames)), Assert.Single(_terminal.OutLines));
        Assert.Empty(_terminal.Error);
    }

    private void Records(params FrameRecordJson[] frames) => _node.On("GET", "/api/devices/bf01/frames", new FramesJson("bf01", Snapshots.Now, 60, frames));

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["device", "Hall plug", "frames", .. args]);
}
