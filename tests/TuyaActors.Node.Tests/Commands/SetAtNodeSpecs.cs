using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands;

/// <summary><c>tuyactors set</c> and <c>get</c> at a running node.</summary>
public sealed class SetAtNodeSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new(new ScriptedFleet());
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = (await ScriptedNode.StartAsync()).With(
            Snapshots.Row("bf01", "Hall plug") with { Reported = DpSet.Of((1, true), (21, "white")) },
            Snapshots.Row("bf02", "Attic lamp"),
            Snapshots.Row("bf03", "Cover", DeviceState.Backoff, DiagnosisKind.Refused) with { Reported = DpSet.Of((2, 40)), Stale = true });
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync()
    {
        Assert.Null(_terminal.Setup);
        await _node.DisposeAsync();
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_set_several_devices_at_once_and_tell_each()
    {
        Answers([], Confirmed("bf01", (1, true), (21, "white")), Confirmed("bf02", (1, true)));
        Assert.Equal(ExitCode.Ok, await RunAsync("1=true", "hall PLUG", "bf02", "--timeout", "2.5"));
        Assert.Equal(["device      outcome    what", "Attic lamp  confirmed  1 = true", "Hall plug   confirmed  1 = true"], _terminal.OutLines);
        Assert.Equal("2 of 2 devices done", Assert.Single(_terminal.ErrorLines));
        Assert.Equal("""{"devices":{"ids":["bf01","bf02"],"tags":[],"groups":[],"all":false},"dps":{"1":true},"timeout":2.5}""", Sent());
    }

    [Theory]
    [InlineData("""{"ids":[],"tags":["night","attic"],"groups":["Hall"],"all":false}""", "--tag", "night", "--group", "Hall", "--tag", "attic")]
    [InlineData("""{"ids":[],"tags":[],"groups":[],"all":true}""", "--all")]
    [InlineData("""{"ids":["bf01"],"tags":["night"],"groups":[],"all":false}""", "Hall plug", "HALL PLUG", "--tag", "night")]
    public async Task Should_mean_those_that_bear_a_tag_or_are_in_a_group(string devices, params string[] args)
    {
        Answers([], Confirmed("bf02", (1, true)));
        Assert.Equal(ExitCode.Ok, await RunAsync([.. args, "1=true", "24={\"h\":120}"]));
        Assert.Equal($"{{\"devices\":{devices},\"dps\":{{\"1\":true,\"24\":{{\"h\":120}}}}}}", Sent());
        Assert.Equal("Attic lamp  confirmed  1 = true", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_end_with_1_and_tell_what_failed_last_when_not_all_succeed()
    {
        var offline = new OutcomeJson("bf03", OutcomeKind.Offline, "the device is not online (Backoff): What to do about Refused.", null, null, DeviceState.Backoff, DiagnosisJson.Of(Snapshots.Finding(DiagnosisKind.Refused)));
        Answers(["tag 'cellar'"], offline, Confirmed("bf01", (1, true)), new OutcomeJson("bf02", OutcomeKind.Acknowledged, "the device took the command", null, null, null, null));
        Assert.Equal(ExitCode.Failed, await RunAsync("--all", "1=true"));
        Assert.Equal(
        [
            "Attic lamp  acknowledged  the device took the command",
            "Hall plug   confirmed     1 = true",
            "Cover       offline       the device is not online (Backoff): refused",
        ],
            _terminal.OutLines[1..]);
        Assert.Equal(["hint: refused: What to do about Refused.", "no device has the tag 'cellar'", "2 of 3 devices done"], _terminal.ErrorLines);
    }

    [Fact]
    public async Task Should_end_with_1_when_a_tag_means_nobody()
    {
        Answers(["tag 'cellar'"]);
        Assert.Equal(ExitCode.Failed, await RunAsync("--tag", "cellar", "1=true"));
        Assert.Equal(["no device has the tag 'cellar'", "there is no device to set"], _terminal.ErrorLines);
    }

    [Fact]
    public async Task Should_print_what_the_node_answers_for_programs()
    {
        Answers(["tag 'cellar'"], Confirmed("bf01", (1, true)));
        Assert.Equal(ExitCode.Failed, await RunAsync("Hall plug", "1=true", "--json"));
        var answer = JsonElement.Parse(Assert.Single(_terminal.OutLines));
        Assert.Equal("confirmed", answer.GetProperty("outcomes")[0].GetProperty("outcome").GetString());
        Assert.Equal("tag 'cellar'", answer.GetProperty("unmatched")[0].GetString());
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_set_nothing_when_one_of_the_devices_is_unknown()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("Hall plug", "Nobody", "1=true"));
        Assert.Contains("has no device with the id or name 'Nobody'", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_node.Asked, asked => asked.Method == "POST");
    }

    [Fact]
    public async Task Should_tell_why_the_node_refuses()
    {
        _node.Refuses("POST", "/api/commands/set", 400, "timeout: it is 400; allowed are seconds, above 0 and up to 300");
        Assert.Equal(ExitCode.BadUsage, await RunAsync("Hall plug", "1=true", "--timeout", "400"));
        Assert.Equal("timeout: it is 400; allowed are seconds, above 0 and up to 300", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_find_the_device_before_it_tells_one_value_as_it_was_reported_last()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("get", "hall plug", "21"));
        Assert.Equal("\"white\"", Assert.Single(_terminal.OutLines));
        Assert.Empty(_terminal.Error);
        Assert.Single(_node.Asked);
    }

    [Fact]
    public async Task Should_say_that_a_value_may_be_out_of_date()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("get", "Cover", "2"));
        Assert.Equal("40", Assert.Single(_terminal.OutLines));
        Assert.Equal("Cover: it is backoff: refused, and the value may be out of date", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_have_the_device_asked_when_a_fresh_value_is_wanted()
    {
        _node.On("POST", "/api/devices/bf01/refresh", Confirmed("bf01", (1, false)));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("get", "Hall plug", "1", "--fresh", "--timeout", "3"));
        Assert.Equal("false", Assert.Single(_terminal.OutLines));
        Assert.Equal("?timeout=3", _node.Asked[^1].Query);
    }

    [Fact]
    public async Task Should_tell_no_value_when_a_fresh_one_is_wanted_and_not_to_be_had()
    {
        _node.On("POST", "/api/devices/bf01/refresh", new OutcomeJson("bf01", OutcomeKind.TimedOut, "no answer within 3 s", null, null, null, null), status: 504);
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("get", "Hall plug", "1", "--fresh"));
        Assert.Empty(_terminal.Out);
        Assert.Equal("Hall plug: no answer within 3 s", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_name_the_values_that_there_are()
    {
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("get", "Hall plug", "9"));
        Assert.Equal("Hall plug: the device reports no DP 9; it has 1, 21", Assert.Single(_terminal.ErrorLines));
    }

    private static OutcomeJson Confirmed(string id, params (int, DpValue)[] dps) => new(id, OutcomeKind.Confirmed, "the device reported the values", DpSet.Of(dps), null, null, null);

    private void Answers(string[] unmatched, params OutcomeJson[] outcomes) =>
        _node.On("POST", "/api/commands/set", new OutcomesJson(outcomes.Count(outcome => outcome.Outcome is OutcomeKind.Confirmed or OutcomeKind.Acknowledged), outcomes.Length, outcomes, unmatched));

    private string Sent() => Assert.Single(_node.Asked, asked => asked.Method == "POST").Body;

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["set", .. args]);
}
