using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands.Watching;

/// <summary><c>tuyactors watch</c>.</summary>
public sealed class WatchSpecs : IAsyncLifetime, IDisposable
{
    private const string Restarted = "what happened since is not known any more: the node was started anew";

    private readonly Terminal _terminal = new();
    private readonly ImpatientTime _time = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _streams = new();
    private ScriptedNode _node = null!;

    public async Task InitializeAsync()
    {
        _terminal.Environment = _terminal.Environment with { Time = _time };
        _node = (await ScriptedNode.StartAsync()).On("GET", "/api/events", context => _streams.TryDequeue(out var stream) ? stream(context) : throw new InvalidOperationException("The test has no more streams."));
        _terminal.Variables["TUYACTORS_NODE"] = _node.Url;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_tell_what_is_otherwise_now_in_a_line_for_each_event()
    {
        Streams(
            Snapshot("bf01", "Hall plug", dps: [(1, false), (18, 120)]),
            Snapshot("bf02", "Attic lamp"),
            Ready(2),
            Of(Snapshots.Report("bf01", (1, true), (18, 340))),
            Of(Snapshots.Report("bf02", (21, "white"))),
            Of(Snapshots.Change("bf02", DeviceState.Online, DeviceState.Backoff, DiagnosisKind.Unresponsive)),
            Of(Snapshots.Change("bf02", DeviceState.Backoff, DeviceState.Online)),
            Of(new DeviceEvents.Added(new DeviceId("bf03"), "New one", Snapshots.Now)),
            Of(new DeviceEvents.Updated(new DeviceId("bf03"), "Newer one", Snapshots.Now)),
            Of(new DeviceEvents.Updated(new DeviceId("bf03"), "Newer one", Snapshots.Now)),
            Of(new DeviceEvents.Removed(new DeviceId("bf03"), Snapshots.Now)),
            Of(new DeviceEvents.SubDeviceSeen(new DeviceId("bf01"), "a4c1", true, Snapshots.Now)));
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "9"));
        Assert.Equal(
        [
            "12:00:00  Hall plug             1: false -> true, 18: 120 -> 340",
            "12:00:00  Attic lamp            21: \"white\"",
            "12:00:00  Attic lamp            online -> backoff: unresponsive (seen by the test)",
            "12:00:00  Attic lamp            backoff: unresponsive -> online",
            "12:00:00  New one               is new in the fleet",
            "12:00:00  Newer one             was 'New one' until now",
            "12:00:00  Newer one             is defined otherwise now",
            "12:00:00  Newer one             has left the fleet",
            "12:00:00  Hall plug             has a4c1 behind it, which no definition names",
        ],
            _terminal.OutLines);
        Assert.Equal($"following 2 devices at the node at {_node.Url}; Ctrl-C ends", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_pass_over_what_is_no_news()
    {
        Streams(
            Snapshot("bf01", "Hall plug", dps: [(1, true)]),
            Ready(1),
            Of(new DeviceEvents.DpsReported(new DeviceId("bf01"), DpSet.Of((1, true)), DpSet.Empty, ReportCause.Query, Snapshots.Now)),
            Of(Snapshots.Change("bf01", DeviceState.Online, DeviceState.Backoff, DiagnosisKind.Refused)),
            Of(Snapshots.Change("bf01", DeviceState.Backoff, DeviceState.Resolving, DiagnosisKind.Refused)),
            Of(Snapshots.Change("bf01", DeviceState.Resolving, DeviceState.Connecting, DiagnosisKind.Refused)),
            Of(Snapshots.Change("bf01", DeviceState.Connecting, DeviceState.Backoff, DiagnosisKind.Refused)),
            Of(Snapshots.Change("bf01", DeviceState.Connecting, DeviceState.Backoff, DiagnosisKind.Unreachable)));
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "2"));
        Assert.Equal(["online -> backoff: refused (seen by the test)", "backoff: refused -> backoff: unreachable (seen by the test)"], _terminal.OutLines.Select(line => line[32..]));
    }

    [Fact]
    public async Task Should_print_every_event_as_it_came_for_programs()
    {
        var report = Of(Snapshots.Report("bf01", (1, true)));
        Streams(Snapshot("bf01", "Hall plug"), Ready(1), Of(Snapshots.Change("bf01", DeviceState.Backoff, DeviceState.Resolving)), report);
        Assert.Equal(ExitCode.Ok, await RunAsync("--json", "--count", "2"));
        Assert.Equal(["snapshot", "ready", "state", "dps"], _terminal.OutLines.Select(line => JsonElement.Parse(line).GetProperty("event").GetString()));
        Assert.Equal(report.Json, _terminal.OutLines[^1]);
        Assert.Equal("""{"event":"ready","at":"2026-03-01T12:00:00+00:00","devices":1}""", _terminal.OutLines[1]);
        Assert.Empty(_terminal.Error);
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("?device=Hall%20plug&device=bf02&tag=night&group=Hall&dp=1&dp=18", new[] { "Hall plug", "bf02", "--tag", "night", "--group", "Hall", "--dp", "1", "--dp", "18" })]
    [InlineData("?kind=state&kind=snapshot", new[] { "--kind", "STATE" })]
    [InlineData("?kind=sighting&kind=snapshot", new[] { "--kind", "sighting", "--kind", "snapshot" })]
    public async Task Should_ask_for_what_is_wanted_and_for_how_the_devices_stand(string query, string[] args)
    {
        Streams(Ready(0), Of(Snapshots.Report("bf01", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync([.. args, "--count", "1"]));
        Assert.Equal(query, Assert.Single(_node.Asked).Query);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_not_print_how_the_devices_stand_when_only_something_else_is_wanted(bool json)
    {
        Streams(Snapshot("bf01", "Hall plug"), Ready(1), Of(Snapshots.Report("bf01", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync(["--kind", "dps", "--count", "1", .. json ? (string[])["--json"] : []]));
        Assert.DoesNotContain(_terminal.OutLines, line => line.Contains("snapshot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_print_how_the_devices_stand_when_that_is_wanted()
    {
        Streams(Snapshot("bf01", "Hall plug", dps: [(1, true), (2, 5)]), Snapshot("bf02", "Cover", DeviceState.KeyRejected, DiagnosisKind.KeyRejected));
        Assert.Equal(ExitCode.Ok, await RunAsync("--kind", "snapshot", "--count", "2"));
        Assert.Equal(["12:00:00  Hall plug             is online; 1: true, 2: 5", "12:00:00  Cover                 is keyRejected"], _terminal.OutLines);
    }

    [Fact]
    public async Task Should_count_how_the_devices_stand_only_when_that_is_wanted()
    {
        Streams(Snapshot("bf01", "Hall plug"), Snapshot("bf02", "Cover"), Ready(2), Of(Snapshots.Report("bf01", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync("--json", "--count", "1"));
        Assert.Equal(4, _terminal.OutLines.Length);
        Streams(Snapshot("bf01", "Hall plug"), Snapshot("bf02", "Cover"), Ready(2));
        Assert.Equal(ExitCode.Ok, await RunAsync("--json", "--count", "1", "--kind", "snapshot"));
        Assert.Equal(5, _terminal.OutLines.Length);
    }

    [Fact]
    public async Task Should_go_on_where_it_was_when_the_node_goes_away_and_comes_back()
    {
        Streams(Snapshot("bf01", "Hall plug", dps: [(1, false)]), Ready(1, "run1-7"), Of(Snapshots.Report("bf01", (1, true)), "run1-8"));
        _streams.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        _streams.Enqueue(context => ScriptedNode.WriteAsync(context, new ProblemJson("about:blank", "No such device", 404, "The fleet has no device with the id or name 'Hall plug'."), 404, "application/problem+json"));
        Streams(Of(Snapshots.Report("bf01", (1, false)), "run1-9"));
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "2"));
        Assert.Equal(["1: false -> true", "1: true -> false"], _terminal.OutLines.Select(line => line[32..]));
        Assert.Equal([null, "run1-8", "run1-8", "run1-8"], _node.Asked.Select(asked => asked.LastEventId));
        Assert.Equal(
        [
            $"following 1 device at the node at {_node.Url}; Ctrl-C ends",
            $"the node at {_node.Url} has ended the stream; trying again until it is back",
            $"the node at {_node.Url} is there again",
        ],
            _terminal.ErrorLines);
        Assert.Equal([1, 2, 4], _time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Should_tell_what_became_otherwise_while_nobody_followed()
    {
        Streams(Snapshot("bf01", "Hall plug", dps: [(1, false), (2, 5)]), Snapshot("bf02", "Lamp"), Ready(2, "run1-7"));
        Streams(
            new Event("lagged", JsonText.Of(new LaggedJson(Snapshots.Now, null, Restarted))),
            Snapshot("bf01", "Hall plug", DeviceState.Backoff, DiagnosisKind.Refused, (1, true), (2, 5)),
            Snapshot("bf02", "Lamp"),
            Ready(2, "run2-1"),
            Of(Snapshots.Report("bf02", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "2"));
        Assert.Equal(["12:00:00  Hall plug             is now backoff: refused; 1: true", "12:00:00  Lamp                  1: true"], _terminal.OutLines);
        Assert.Contains($"events may be missing: {Restarted}; what is otherwise than before is told", _terminal.ErrorLines);
    }

    [Fact]
    public async Task Should_say_how_many_it_missed()
    {
        Streams(Ready(0), new Event("lagged", JsonText.Of(new LaggedJson(Snapshots.Now, 7, "this reader is slower than events come"))), Of(Snapshots.Report("bf01", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "1"));
        Assert.Contains("7 events may be missing: this reader is slower than events come; what is otherwise than before is told", _terminal.ErrorLines);
    }

    [Theory]
    [InlineData(404, ExitCode.Failed)]
    [InlineData(400, ExitCode.BadUsage)]
    [InlineData(503, ExitCode.Failed)]
    public async Task Should_end_when_the_node_refuses_from_the_start(int status, int code)
    {
        _streams.Enqueue(context => ScriptedNode.WriteAsync(context, new ProblemJson("about:blank", "No", status, "That will not do."), status, "application/problem+json"));
        Assert.Equal(code, await RunAsync());
        Assert.Equal("That will not do.", Assert.Single(_terminal.ErrorLines));
    }

    [Fact]
    public async Task Should_end_with_1_when_there_is_no_node_from_the_start()
    {
        await _node.DisposeAsync();
        Assert.Equal(ExitCode.Failed, await RunAsync());
        Assert.Contains($"no node answers at {_node.Url}", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_0_when_it_is_interrupted()
    {
        using var end = new CancellationTokenSource();
        _streams.Enqueue(async context =>
        {
            await WriteAsync(context, Ready(0));
            await end.CancelAsync();
            await ScriptedNode.NeverAsync(context);
        });
        Assert.Equal(ExitCode.Ok, await _terminal.RunUntilAsync(end.Token, "watch"));
    }

    [Fact]
    public async Task Should_end_with_0_after_its_seconds()
    {
        Streams(Ready(0));
        Assert.Equal(ExitCode.Ok, await RunAsync("--seconds", "20"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_end_quietly_when_nobody_reads_any_more(bool json)
    {
        _terminal.Environment = _terminal.Environment with { Out = new BrokenPipe() };
        Streams(Ready(0), Of(Snapshots.Report("bf01", (1, true))));
        Assert.Equal(ExitCode.Ok, await RunAsync(json ? ["--json"] : []));
    }

    [Fact]
    public async Task Should_not_let_a_name_or_a_value_draw_and_cut_a_long_name_at_a_terminal_alone()
    {
        var name = "a\u001b[2Jb [red]c " + new string('n', 40);
        Event[] events = [Snapshot("bf01", name), Ready(1), Of(Snapshots.Report("bf01", (1, "x\u0007[bold]")))];
        Streams(events);
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "1"));
        _terminal.AsPerson(colours: true);
        Streams(events);
        Assert.Equal(ExitCode.Ok, await RunAsync("--count", "1"));
        Assert.Contains("a [2Jb [red]c nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn  ", _terminal.OutLines[0], StringComparison.Ordinal);
        Assert.Contains("a [2Jb [red]c nnnnnnnnnnnnn…  ", _terminal.OutLines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("[2Jb", _terminal.Out.Replace("a [2Jb", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', _terminal.Out);
    }

    private sealed record Event(string Kind, string Json, string? Id = null);

    private static Event Of(IDeviceEvent happened, string? id = null) => new(EventJson.KindOf(happened), JsonText.Of(EventJson.Of(happened)), id);

    private static Event Ready(int devices, string? id = null) => new("ready", JsonText.Of(new ReadyJson(Snapshots.Now, devices)), id);

    private static Event Snapshot(string id, string name, DeviceState state = DeviceState.Online, DiagnosisKind? diagnosis = null, params ReadOnlySpan<(int, DpValue)> dps) =>
        Of(new DeviceEvents.SnapshotTaken(Snapshots.Device(id, name, state, diagnosis) with { Reported = DpSet.Of(dps) }, Snapshots.Now));

    // One connection's worth of events; then the stream ends.
    private void Streams(params Event[] events) => _streams.Enqueue(context => WriteAsync(context, events));

    private static async Task WriteAsync(HttpContext context, params Event[] events)
    {
        context.Response.ContentType = "text/event-stream";
        var text = new StringBuilder("retry: 1000\n\n: alive\n\n");
        foreach (var (kind, json, id) in events)
        {
            text.Append(id is null ? "" : $"id: {id}\n").Append($"event: {kind}\ndata: {json}\n\n");
        }

        await context.Response.WriteAsync(text.ToString());
        await context.Response.Body.FlushAsync();
    }

    private Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["watch", .. args]);
}
