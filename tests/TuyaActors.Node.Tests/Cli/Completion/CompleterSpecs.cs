using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Cli.Completion;

/// <summary>What a shell is told when somebody presses the Tab key.</summary>
public sealed class CompleterSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = (await ScriptedNode.StartAsync())
            .With(
                Snapshots.Row("bf01", "Hall plug") with { Reported = DpSet.Of((1, true), (18, 340)) },
                Snapshots.Row("bf02", "Hall lamp"),
                Snapshots.Row("bf03", "Twin"),
                Snapshots.Row("bf04", "twin"),
                Snapshots.Row("bf05", "evil\u001b[2J"))
            .On("GET", "/api/tags", new WordsJson([new WordJson("night", 3, 2), new WordJson("plugs", 1, 1)]))
            .On("GET", "/api/groups", new WordsJson([new WordJson("Hall of fame", 2, 2)]));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [InlineData("device devices", "dev")]
    [InlineData("add export group import list remove show tag update", "devices", "")]
    [InlineData("--help --version", "--")]
    [InlineData("problem", "devices", "list", "--state", "p")]
    [InlineData("-lastPush", "devices", "list", "--sort", "-la")]
    [InlineData("refused", "devices", "list", "--diagnosis=refus")]
    [InlineData("state", "watch", "--kind", "st")]
    [InlineData("bash fish pwsh zsh", "completion", "")]
    [InlineData("frames identify key reconnect refresh", "device", "Hall plug", "")]
    [InlineData("refresh reconnect", "device", "Hall plug", "--node", "http://127.0.0.1:1", "re")]
    [InlineData("--dp --db", "device", "Hall plug", "identify", "--d")]
    [InlineData("--node", "device", "Hall plug", "refresh", "--no")]
    [InlineData("", "devices", "import", "")]
    [InlineData("", "devices", "list", "--text", "")]
    [InlineData("", "no-such-command", "")]
    public async Task Should_know_commands_options_and_their_words(string expected, params string[] words)
    {
        // Words that the node knows are another matter.
        _terminal.Variables.Clear();
        var found = await CompleteAsync(words);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), found.Select(word => word[(word.IndexOf('=') is var equals && word.StartsWith("--", StringComparison.Ordinal) ? equals + 1 : 0)..]).Order());
    }

    [Theory]
    [InlineData("device", "")]
    [InlineData("watch", "Hall lamp", "")]
    [InlineData("devices", "remove", "")]
    [InlineData("set", "")]
    [InlineData("get", "")]
    public async Task Should_know_what_the_nodes_devices_are_called(params string[] words)
    {
        // Who bears a name that another bears, or that cannot be typed, is known by the id.
        Assert.Equal(["bf03", "bf04", "bf05", "Hall lamp", "Hall plug"], (await CompleteAsync(words)).Where(word => !word.StartsWith('-')).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Hall lamp|Hall plug", "device", "hall")]
    [InlineData("bf01", "device", "bf01")]
    [InlineData("night|plugs", "devices", "list", "--tag", "")]
    [InlineData("--tag=plugs", "watch", "--tag=p")]
    [InlineData("Hall of fame", "set", "--group", "hall")]
    public async Task Should_know_ids_tags_and_groups(string expected, params string[] words) => Assert.Equal(expected.Split('|'), await CompleteAsync(words));

    [Fact]
    public async Task Should_know_the_dps_of_a_device_and_what_they_may_be_set_to()
    {
        _node.On("GET", "/api/devices/bf01", new DeviceDetailsJson
        {
            Id = "bf01",
            Name = "Hall plug",
            State = Messages.DeviceState.Online,
            Since = Snapshots.Now,
            Reported = DpSet.Empty,
            Stale = false,
            Desired = [],
            Pushes = 0,
            Connects = 0,
            Tags = [],
            Dps = [new DpJson(1) { Value = true, Code = "switch_1" }, new DpJson(9) { Value = 30 }, new DpJson(21) { Options = ["white", "colour"] }, new DpJson(18) { Value = 340, Measured = true }],
        });
        Assert.Equal(["1=false", "1=true", "9=30", "21=colour", "21=white"], (await CompleteAsync("set", "Hall plug", "")).TakeWhile(word => char.IsDigit(word[0])));
        Assert.Equal(["1", "9", "18", "21"], await CompleteAsync("get", "Hall plug", ""));
        Assert.Equal(["1=true"], await CompleteAsync("set", "Hall plug", "1=t"));
        Assert.Equal("1=false\tswitch_1", (await LinesAsync("set", "Hall plug", "1=f")).Single());
    }

    [Fact]
    public async Task Should_say_the_first_clause_of_a_description_beside_each_word()
    {
        Assert.Equal("device\tShow all about one device of a running node", (await LinesAsync("dev"))[0]);
        Assert.Equal("Hall lamp\tonline", (await LinesAsync("device", "Hall l")).Single());
    }

    [Fact]
    public async Task Should_be_silent_when_there_is_no_node_or_it_refuses()
    {
        _node.Refuses("GET", "/api/devices", 503, "busy");
        Assert.Empty(await CompleteAsync("device", "Ha"));
        await _node.DisposeAsync();
        Assert.Empty(await CompleteAsync("device", "Ha"));
        _terminal.Variables["TUYACTORS_NODE"] = "nonsense";
        Assert.Empty(await CompleteAsync("device", "Ha"));
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_wait_no_longer_than_a_person_when_the_node_does_not_answer()
    {
        _terminal.Environment = _terminal.Environment with { Time = new ImpatientTime() };
        _node.On("GET", "/api/devices", ScriptedNode.NeverAsync);
        Assert.Empty(await CompleteAsync("device", "Ha"));
    }

    [Fact]
    public async Task Should_answer_the_librarys_own_directive_too()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("[suggest:13]", "tuyactors dev"));
        Assert.Equal(["device", "devices"], _terminal.OutLines.Where(line => line.StartsWith("dev", StringComparison.Ordinal)));
    }

    private async Task<IEnumerable<string>> CompleteAsync(params string[] words) => (await LinesAsync(words)).Select(line => line.Split('\t')[0]);

    private async Task<string[]> LinesAsync(params string[] words)
    {
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["completion", "words", "--", .. words]));
        return _terminal.OutLines;
    }
}
