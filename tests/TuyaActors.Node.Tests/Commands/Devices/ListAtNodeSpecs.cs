using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.Devices;

/// <summary><c>tuyactors devices list</c> at a node: what is shown, to whom, and how wide.</summary>
public sealed class ListAtNodeSpecs : IAsyncLifetime, IDisposable
{
    private static readonly DeviceJson[] Devices =
    [
        Snapshots.Row("bf01", "Attic plug") with { LastPushAt = Snapshots.Now.AddSeconds(-7), Group = "Attic", Tags = ["night", "plugs"] },
        Snapshots.Row("bf02", "Hall lamp", DeviceState.Backoff, DiagnosisKind.Refused) with { NextAttemptAt = Snapshots.Now.AddSeconds(12), Port = 16668 },
        Snapshots.Row("bf03", "Zigbee sensor") with { Gateway = "bf01", Address = null, Port = null },
    ];

    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _terminal.Environment = _terminal.Environment with { Time = new ManualTime() };
        _node = (await ScriptedNode.StartAsync()).With(Devices);
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_show_plain_columns_with_nothing_cut_off_to_another_program()
    {
        await OkAsync();
        Assert.Equal(
        [
            "name           state                            ver  address             last push  group  tags         id",
            "Attic plug     online                           3.4  192.168.1.20        7 s        Attic  night plugs  bf01",
            "Hall lamp      backoff: refused, again in 12 s  3.4  192.168.1.20:16668  -          -      -            bf02",
            "Zigbee sensor  online                           3.4  via gateway         -          -      -            bf03",
        ],
            _terminal.OutLines);
        Assert.Equal($"3 devices: 1 backoff, 2 online; at the node at {_node.Url}", Assert.Single(_terminal.ErrorLines));
    }

    [Theory]
    [InlineData(160, "name state ver address last push group tags id")]
    [InlineData(90, "name state ver address last push group id")]
    [InlineData(72, "name state address last push")]
    [InlineData(40, "name state")]
    [InlineData(12, "name")]
    public async Task Should_leave_out_what_matters_least_when_the_terminal_is_narrow(int width, string heads)
    {
        _terminal.AsPerson(width);
        await OkAsync();
        var lines = _terminal.OutLines;
        Assert.Equal(heads, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, $"'{line}' is wider than {width}"));
    }

    [Fact]
    public async Task Should_colour_states_at_a_terminal_alone()
    {
        _terminal.AsPerson(colours: true);
        await OkAsync();
        Assert.Matches("\u001b\\[[0-9;]*mbackoff: refused, again in 12 s", _terminal.Out);
        Assert.DoesNotContain('\u001b', _terminal.Error);
    }

    [Theory]
    [InlineData("a\u001b[2Jb\nc\td\u0007")]
    [InlineData("[red]all[/] [bold")]
    [InlineData("\u202egnirts\u202c\u2028x")]
    public async Task Should_not_let_a_name_draw_or_command(string name)
    {
        _node.On("GET", "/api/devices", new DevicesJson(1, 0, 1, [Snapshots.Row("bf01", name)], []));
        await OkAsync();
        _terminal.AsPerson();
        await OkAsync();
        Assert.Equal(4, _terminal.OutLines.Length);
        Assert.DoesNotContain(_terminal.Out, c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2028' || char.IsSurrogate(c)));
        if (name.StartsWith('['))
        {
            Assert.All(_terminal.OutLines.Where((_, i) => i % 2 == 1), line => Assert.StartsWith(name, line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Should_keep_its_columns_when_names_are_long_or_wide()
    {
        _node.On("GET", "/api/devices", new DevicesJson(2, 0, 2, [Snapshots.Row("bf01", new string('n', 200)), Snapshots.Row("bf02", string.Concat(Enumerable.Repeat("灯", 60)))], []));
        _terminal.AsPerson(90);
        await OkAsync();
        var lines = _terminal.OutLines;
        Assert.All(lines, line => Assert.True(OneLine.WidthOf(line.TrimEnd()) <= 90, line));
        Assert.Contains("n…", lines[1], StringComparison.Ordinal);
        Assert.Contains("灯…", lines[2], StringComparison.Ordinal);
        Assert.Equal(OneLine.WidthOf(lines[1][..lines[1].IndexOf("online", StringComparison.Ordinal)]), OneLine.WidthOf(lines[2][..lines[2].IndexOf("online", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Should_pass_filters_and_order_on_and_say_of_how_many()
    {
        await OkAsync("--state", "problem", "--state", "keyRejected", "--diagnosis", "REFUSED", "--tag", "a b", "--group", "Hall&Co", "--segment", "garage", "--text", "hall", "--sort", "-lastPush");
        Assert.Equal("?state=problem&state=keyRejected&diagnosis=refused&tag=a%20b&group=Hall%26Co&segment=garage&text=hall&sort=-lastPush&skip=0&take=1000", _node.Asked[0].Query);
        Assert.StartsWith("1 of 3 devices: 1 backoff; at ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_print_one_document_whatever_the_number_of_pages()
    {
        _node.With([.. Enumerable.Range(0, 2345).Select(i => Snapshots.Row($"bf{i:0000}", $"Lamp {i}"))]);
        await OkAsync("--json");
        var answer = JsonElement.Parse(Assert.Single(_terminal.OutLines));
        Assert.Equal(2345, answer.GetProperty("total").GetInt32());
        Assert.Equal(2345, answer.GetProperty("devices").EnumerateArray().DistinctBy(device => device.GetProperty("id").GetString()).Count());
        Assert.Equal(["?skip=0&take=1000", "?skip=1000&take=1000", "?skip=2000&take=1000"], _node.Asked.Select(asked => asked.Query));
        Assert.Empty(_terminal.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_miss_no_page_when_some_have_not_answered(bool countsThem)
    {
        // Those that did not answer are on their page, or (where the node looked at all of them) on every page.
        _node.On("GET", "/api/devices", context =>
        {
            var skip = int.Parse(context.Request.Query["skip"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
            var page = Enumerable.Range(skip, skip == 0 ? countsThem ? 998 : 1000 : 500).Select(i => Snapshots.Row($"bf{i:0000}", $"Lamp {i}"));
            return ScriptedNode.WriteAsync(context, new DevicesJson(1500, skip, 1000, [.. page], skip == 0 || !countsThem ? ["bfx1", "bfx2"] : []), 200);
        });
        await OkAsync("--json");
        Assert.Equal(countsThem ? 1498 : 1500, JsonElement.Parse(_terminal.Out).GetProperty("devices").GetArrayLength());
        Assert.Equal(["?skip=0&take=1000", "?skip=1000&take=1000"], _node.Asked.Select(asked => asked.Query));
    }

    [Fact]
    public async Task Should_name_those_that_have_not_answered()
    {
        _node.On("GET", "/api/devices", new DevicesJson(2, 0, 1000, [Devices[0]], ["bf09"]));
        await OkAsync();
        Assert.Equal("not among them, because they have not answered the node in time: bf09", _terminal.ErrorLines[0]);
    }

    [Fact]
    public async Task Should_say_so_when_there_is_none()
    {
        _node.With();
        await OkAsync();
        Assert.Empty(_terminal.Out);
        Assert.Equal($"0 devices, at the node at {_node.Url}", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_end_quietly_when_nobody_reads_any_more()
    {
        _terminal.Environment = _terminal.Environment with { Out = new BrokenPipe() };
        await OkAsync();
        await OkAsync("--json");
    }

    private async Task OkAsync(params string[] args)
    {
        var code = await _terminal.RunAsync(["devices", "list", .. args]);
        Assert.True(code == ExitCode.Ok, _terminal.Error);
    }
}
