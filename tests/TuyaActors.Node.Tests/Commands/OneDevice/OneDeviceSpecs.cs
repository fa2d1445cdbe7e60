using System.Net;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE</c>, and what makes the device do something.</summary>
public sealed class OneDeviceSpecs : IAsyncLifetime, IDisposable
{
    private const string Mapping = """
        {"mapping":{
          "1":{"code":"switch_1","type":"Boolean"},
          "18":{"code":"cur_current","type":"Integer","values":{"unit":"mA","min":0,"max":30000}},
          "20":{"code":"cur_voltage","type":"Integer","values":{"unit":"V","scale":1,"min":0,"max":3000,"step":10}},
          "21":{"code":"work_mode","type":"Enum","values":{"range":["white","colour"]}}}}
        """;

    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _terminal.Environment = _terminal.Environment with { Time = new ManualTime() };
        _node = (await ScriptedNode.StartAsync()).With(Snapshots.Row("bf01", "Hall plug"), Snapshots.Row("bf02", "Hall lamp"));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_tell_all_about_a_device_that_is_away()
    {
        Knows(Away());
        Assert.Equal(ExitCode.Ok, await RunAsync("HALL plug"));
        Assert.Equal(
        [
            "name         Hall plug",
            "id           bf01",
            "state        backoff: refused, again in 12 s, since 12:00:00 (0 s)",
            "diagnosis    What to do about Refused.",
            "evidence     seen by the test (tinytuya's 901)",
            "address      192.168.1.20, reached there since 2026-02-27 12:00:00; its broadcasts now say 192.168.1.77, where no handshake has proved it",
            "before       192.168.1.9 (until 2026-02-26 12:00:00)",
            "version      3.4",
            "connection   persistent, 7 connections so far",
            "reports      2 pushes, the last 4 s ago; the values may be out of date",
            "product      Plug",
            "group        Hall",
            "tags         night plugs",
            "definition   revision 3, with its local key",
            "values",
            "dp  code         value           type               range            desired",
            "1   switch_1     true            boolean                             false",
            "18  cur_current  340 mA          integer, measured  0 to 30000",
            "20  cur_voltage  2301 (230.1 V)  integer, measured  0 to 3000 by 10",
            "21  work_mode    \"white\"         enum               white, colour",
            "30  -            7               integer            seen 5 to 9",
            "31  -            \"b\"             text               seen a, b",
            "history",
            "since                lasted  state             why",
            "12:00:00             lasts   backoff: refused  failed 3 times: seen by the test",
            "2026-02-28 12:00:00  24 h    online",
        ],
            _terminal.OutLines);
    }

    [Fact]
    public async Task Should_tell_of_a_gateway_who_is_behind_it_and_of_them_who_is_before()
    {
        var gateway = Snapshots.Device("bf01", "Hall plug") with { UnknownCids = ["a4c1000000000009"] };
        var child = Snapshots.Device("bf0101", "Zigbee bulb") with { Gateway = new DeviceId("bf01"), Cid = "a4c1", EndPoint = null };
        Knows(DeviceDetailsJson.Of(gateway, null, null, [child]));
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug"));
        Assert.Contains("unknown      names 1 device that no definition has: a4c1000000000009", _terminal.OutLines);
        Assert.Equal(["behind it", "name         state   cid   id", "Zigbee bulb  online  a4c1  bf0101"], _terminal.OutLines[^3..]);

        _terminal.Clear();
        Knows(DeviceDetailsJson.Of(child with { DeviceId = new DeviceId("bf01") }, null, null, []));
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug"));
        Assert.Contains("gateway      Hall plug (bf01)", _terminal.OutLines);
        Assert.Contains("cid          a4c1", _terminal.OutLines);
        Assert.DoesNotContain(_terminal.OutLines, line => line.StartsWith("address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_show_the_latest_of_a_long_history_and_say_where_the_rest_is()
    {
        var periods = Enumerable.Range(0, 40).Select(i => new StatePeriod(DeviceState.Online, Snapshots.Now.AddMinutes(-i), null, null, 0));
        Knows(DeviceDetailsJson.Of(Snapshots.Device("bf01", "Hall plug"), new DeviceHistory(new DeviceId("bf01")) { Periods = [.. periods] }, null, []));
        Assert.Equal(ExitCode.Ok, await RunAsync("bf01"));
        Assert.Contains("history (the latest 12 of 40 periods; --json has all)", _terminal.OutLines);
        Assert.Equal(12, _terminal.OutLines.Count(line => line.EndsWith("lasts   online", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Should_fit_the_terminal(int width)
    {
        _terminal.AsPerson(width);
        Knows(Away());
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug"));
        Assert.All(_terminal.OutLines, line => Assert.True(line.TrimEnd().Length <= width, $"'{line}' is wider than {width}"));
        Assert.Contains("cur_voltage", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_print_what_the_node_answers_for_programs()
    {
        Knows(Away());
        Assert.Equal(ExitCode.Ok, await RunAsync("bf01", "--json"));
        Assert.Equal(JsonText.Of(Away()), Assert.Single(_terminal.OutLines));
    }

    [Fact]
    public async Task Should_have_the_device_asked_first_when_fresh_values_are_wanted()
    {
        Knows(Away());
        _node.On("POST", "/api/devices/bf01/refresh", Outcome(OutcomeKind.Confirmed));
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug", "--fresh", "--timeout", "2.5"));
        Assert.Equal([("GET", "/api/devices", "?text=Hall%20plug&skip=0&take=1000"), ("POST", "/api/devices/bf01/refresh", "?timeout=2.5"), ("GET", "/api/devices/bf01", "")], _node.Asked.Select(asked => (asked.Method, asked.Path, asked.Query)));
    }

    [Fact]
    public async Task Should_tell_what_is_known_and_end_with_1_when_the_device_does_not_answer()
    {
        Knows(Away());
        _node.On("POST", "/api/devices/bf01/refresh", Outcome(OutcomeKind.TimedOut, "no answer within 5 s"), status: 504);
        Assert.Equal(ExitCode.Failed, await RunAsync("Hall plug", "--fresh"));
        Assert.Equal("--fresh: no answer within 5 s", Assert.Single(_terminal.ErrorLines));
        Assert.Equal("name         Hall plug", _terminal.OutLines[0]);
    }

    [Theory]
    [InlineData("Hall", ExitCode.Failed, "has no device with the id or name 'Hall'. Near it are 'Hall plug', 'Hall lamp'.")]
    [InlineData("Cellar", ExitCode.Failed, "has no device with the id or name 'Cellar'.")]
    [InlineData(" ", ExitCode.BadUsage, "device: it is empty")]
    public async Task Should_say_what_there_is_when_no_device_is_called_so(string name, int code, string sentence)
    {
        Assert.Equal(code, await RunAsync(name));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
    }

    [Fact]
    public async Task Should_want_an_id_when_a_name_is_borne_twice_and_take_an_id_before_a_name()
    {
        _node.With(Snapshots.Row("bf01", "Lamp"), Snapshots.Row("bf02", "lamp"), Snapshots.Row("lamp", "bf01"));
        Knows(Away());
        Assert.Equal(ExitCode.BadUsage, await RunAsync("LAMP"));
        Assert.Contains("has 2 devices named 'LAMP'; give the id of one: bf01, bf02.", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await RunAsync("bf01"));
    }

    [Theory]
    [InlineData("refresh", "/api/devices/bf01/refresh", "?timeout=3", "--timeout", "3")]
    [InlineData("reconnect", "/api/devices/bf01/reconnect", "")]
    [InlineData("identify", "/api/devices/bf01/identify", "?timeout=3&dp=20", "--dp", "20", "--timeout", "3")]
    public async Task Should_make_the_device_do_something(string word, string path, string query, params string[] options)
    {
        _node.On("POST", path, Outcome(OutcomeKind.Confirmed) with { Reported = DpSet.Of((1, true), (20, "white")) });
        Assert.Equal(ExitCode.Ok, await RunAsync(["Hall plug", word, .. options]));
        Assert.Equal(("POST", path, query), _node.Asked.Select(asked => (asked.Method, asked.Path, asked.Query)).Last());
        Assert.Equal(["device     outcome    what", "Hall plug  confirmed  1 = true, 20 = \"white\""], _terminal.OutLines);
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await RunAsync(["Hall plug", word, "--json"]));
        Assert.Equal("confirmed", JsonElement.Parse(_terminal.Out).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Should_tell_what_to_do_when_the_device_is_away()
    {
        _node.On("POST", "/api/devices/bf01/refresh", Outcome(OutcomeKind.Offline, "the device is not online (Backoff): What to do about Refused.") with
        {
            State = DeviceState.Backoff,
            Diagnosis = DiagnosisJson.Of(Snapshots.Finding(DiagnosisKind.Refused)),
        }, status: 503);
        Assert.Equal(ExitCode.Failed, await RunAsync("Hall plug", "refresh"));
        Assert.Equal("Hall plug  offline  the device is not online (Backoff): refused", _terminal.OutLines[^1]);
        Assert.Equal("hint: refused: What to do about Refused.", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_take_the_node_before_and_behind_the_word_that_says_what_to_do()
    {
        _terminal.Variables.Clear();
        _node.On("POST", "/api/devices/bf01/reconnect", Outcome(OutcomeKind.Acknowledged, "it is being connected to"));
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug", "--node", _node.Url, "reconnect"));
        Assert.Equal(ExitCode.Ok, await RunAsync("Hall plug", "reconnect", "--node", _node.Url));
    }

    [Fact]
    public async Task Should_mean_a_device_that_is_called_as_a_command_is()
    {
        _node.With(Snapshots.Row("bf01", "key"));
        Knows(Away());
        Assert.Equal(ExitCode.Ok, await RunAsync("--", "key"));
        Assert.Equal("name         Hall plug", _terminal.OutLines[0]);
    }

    private static OutcomeJson Outcome(OutcomeKind kind, string sentence = "done") => new("bf01", kind, sentence, null, null, null, null);

    private static DeviceDetailsJson Away()
    {
        var id = new DeviceId("bf01");
        var device = Snapshots.Device("bf01", "Hall plug", DeviceState.Backoff, DiagnosisKind.Refused) with
        {
            NextAttemptAt = Snapshots.Now.AddSeconds(12),
            LastPushAt = Snapshots.Now.AddSeconds(-4),
            Pushes = 2,
            Connects = 7,
            Stale = true,
            ProductName = "Plug",
            Group = "Hall",
            Tags = ["night", "plugs"],
            Reported = DpSet.Of((1, true), (18, 340), (20, 2301), (21, "white"), (30, 7), (31, "b")),
            Desired = [new DesiredDp(1, false, Snapshots.Now.AddSeconds(3))],
        };
        var history = new DeviceHistory(id)
        {
            Periods =
            [
                new StatePeriod(DeviceState.Backoff, Snapshots.Now, null, Snapshots.Finding(DiagnosisKind.Refused), 3),
                new StatePeriod(DeviceState.Online, Snapshots.Now.AddDays(-1), Snapshots.Now, null, 0),
            ],
            Addresses =
            [
                new KnownAddress(IPAddress.Parse("192.168.1.20"), Snapshots.Now.AddDays(-2), Snapshots.Now, true),
                new KnownAddress(IPAddress.Parse("192.168.1.9"), Snapshots.Now.AddDays(-9), Snapshots.Now.AddDays(-3), false),
            ],
            ClaimedAddress = IPAddress.Parse("192.168.1.77"),
            Dps = [new DpShown(30, [DpKind.Integer], 5, 9, []), new DpShown(31, [DpKind.String], null, null, ["a", "b"])],
        };
        var definition = new DeviceDefinition(id) { Name = "Hall plug", Key = LocalKey.Parse("0123456789abcdef"), Details = Mapping };
        return DeviceDetailsJson.Of(device, history, new StoredDefinition(definition, 3, Snapshots.Now), []);
    }

    private void Knows(DeviceDetailsJson device) => _node.On("GET", "/api/devices/bf01", device);

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["device", .. args]);
}
