using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class EventEndpointSpecs : IAsyncLifetime
{
    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Snapshots.Device("lamp") with { Group = "Hall", Tags = ["night"], Reported = DpSet.Of((1, true), (18, 5)) },
        Snapshots.Device("plug", "Plug"));

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(_fleet);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_show_first_how_each_device_stands_and_then_what_happens()
    {
        await using var stream = await OpenAsync("/api/events");
        var (lamp, plug, ready) = (await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync());
        Assert.Equal(("snapshot", "snapshot", "ready"), (lamp.Event, plug.Event, ready.Event));
        Assert.Equal(("Lamp", "online"), (lamp.Data.GetProperty("name").GetString(), lamp.Data.GetProperty("device").GetProperty("state").GetString()));
        // Whoever is cut off among the snapshots begins anew.
        Assert.True(string.IsNullOrEmpty(lamp.Id));
        Assert.False(string.IsNullOrEmpty(ready.Id));
        Assert.Equal(2, ready.Data.GetProperty("devices").GetInt32());

        _fleet.Publish(Snapshots.Report("lamp", (1, false)), Snapshots.Change("plug", DeviceState.Online, DeviceState.Backoff, DiagnosisKind.Refused));
        var (report, change) = (await stream.NextAsync(), await stream.NextAsync());
        Assert.Equal(("dps", """{"1":false}"""), (report.Event, report.Data.GetProperty("changed").GetRawText()));
        Assert.Equal(("state", "refused"), (change.Event, change.Data.GetProperty("diagnosis").GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Should_tell_definitions_with_the_names()
    {
        await using var stream = await OpenAsync("/api/events?kind=definition");
        Assert.Equal("ready", (await stream.NextAsync()).Event);
        var id = new DeviceId("new");
        _fleet.Publish(new DeviceEvents.Added(id, "New one", Snapshots.Now), new DeviceEvents.Updated(id, "Newer one", Snapshots.Now), new DeviceEvents.Removed(id, Snapshots.Now));
        var (added, updated, removed) = (await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync());
        Assert.Equal(("added", "updated", "removed"), (added.Event, updated.Event, removed.Event));
        Assert.Equal(("New one", "Newer one", "new"), (added.Data.GetProperty("name").GetString(), updated.Data.GetProperty("name").GetString(), removed.Data.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("device=lamp")]
    [InlineData("device=LAMP")]
    [InlineData("tag=night")]
    [InlineData("group=hall")]
    [InlineData("tag=nobody&group=Hall")]
    public async Task Should_tell_only_of_the_devices_wanted(string query)
    {
        await using var stream = await OpenAsync($"/api/events?{query}");
        Assert.Equal("lamp", (await stream.NextAsync("snapshot")).Data.GetProperty("id").GetString());
        Assert.Equal(1, (await stream.NextAsync()).Data.GetProperty("devices").GetInt32());
        _fleet.Publish(Snapshots.Report("plug", (1, false)), Snapshots.Report("lamp", (1, false)));
        Assert.Equal("lamp", (await stream.NextAsync()).Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_tell_only_the_kinds_wanted_and_sightings_only_when_wanted()
    {
        await using var all = await OpenAsync("/api/events");
        await using var some = await OpenAsync("/api/events?kind=sighting&kind=state");
        await all.NextAsync("ready");
        Assert.Equal("ready", (await some.NextAsync()).Event);
        var sighting = new DeviceSighting(new DeviceId("stranger"), IPAddress.Parse("192.168.1.77"), ProtocolVersion.V35, "key", 6667, Known: false);
        _fleet.Publish(
            new DeviceEvents.Sighted(sighting.DeviceId, sighting, Snapshots.Now), Snapshots.Report("lamp", (1, false)), Snapshots.Change("lamp", DeviceState.Online, DeviceState.Backoff));
        Assert.Equal("192.168.1.77", (await some.NextAsync()).Data.GetProperty("sighting").GetProperty("address").GetString());
        Assert.Equal("state", (await some.NextAsync()).Event);
        Assert.Equal(("dps", "state"), ((await all.NextAsync()).Event, (await all.NextAsync()).Event));
    }

    [Fact]
    public async Task Should_measure_meters_more_often_while_somebody_wants_their_numbers()
    {
        await using (var stream = await OpenAsync("/api/events?device=lamp&dp=18"))
        {
            await stream.NextAsync("ready");
            var watching = Assert.Single(_fleet.Subscriptions, filter => filter!.Dps is { Count: > 0 });
            Assert.Equal((18, new DeviceId("lamp")), (Assert.Single(watching!.Dps!), Assert.Single(watching.Devices)));
            _fleet.Publish(Snapshots.Report("lamp", (1, false)), Snapshots.Report("lamp", (18, 6)));
            Assert.Equal("""{"18":6}""", (await stream.NextAsync()).Data.GetProperty("dps").GetRawText());
        }

        while (_fleet.Subscriptions.Any(filter => filter!.Dps is { Count: > 0 }))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Should_go_on_where_a_reader_was()
    {
        string? last;
        await using (var stream = await OpenAsync("/api/events"))
        {
            last = (await stream.NextAsync("ready")).Id;
            _fleet.Publish(Snapshots.Report("lamp", (1, false)));
            last = (await stream.NextAsync()).Id;
        }

        await using var feedKeeper = await OpenAsync("/api/events?kind=state");
        await feedKeeper.NextAsync("ready");
        _fleet.Publish(Snapshots.Report("lamp", (1, true)), Snapshots.Report("lamp", (1, false)));
        await using var again = await OpenAsync("/api/events", last);
        Assert.Equal("""{"1":true}""", (await again.NextAsync()).Data.GetProperty("dps").GetRawText());
        Assert.Equal("""{"1":false}""", (await again.NextAsync()).Data.GetProperty("dps").GetRawText());
        // A script that cannot set headers says it in the query.
        await using var third = await OpenAsync($"/api/events?lastEventId={last}");
        Assert.Equal("""{"1":true}""", (await third.NextAsync()).Data.GetProperty("dps").GetRawText());
    }

    [Theory]
    [InlineData("0badcafe-17")]
    [InlineData("0badcafe-99999999999999999999")]
    [InlineData("-")]
    public async Task Should_say_that_it_does_not_know_what_happened_since(string id)
    {
        await using var stream = await OpenAsync("/api/events", id);
        var first = await stream.NextAsync();
        if (id == "0badcafe-17")
        {
            Assert.Equal("lagged", first.Event);
            Assert.False(first.Data.TryGetProperty("missed", out _));
            Assert.NotEmpty(first.Data.GetProperty("reason").GetString()!);
            first = await stream.NextAsync();
        }

        Assert.Equal("snapshot", first.Event);
    }

    [Fact]
    public async Task Should_tell_a_reader_that_was_away_too_long_how_many_it_missed()
    {
        await using var keeper = await OpenAsync("/api/events?kind=state");
        var ready = await keeper.NextAsync("ready");
        for (var i = 0; i < 40_000; i++)
        {
            _fleet.Publish(Snapshots.Report("lamp", (2, i)));
        }

        // Behind all of them.
        _fleet.Publish(Snapshots.Change("lamp", DeviceState.Online, DeviceState.Backoff));
        await keeper.NextAsync("state");
        await using var late = await OpenAsync("/api/events", ready.Id);
        var lagged = await late.NextAsync();
        Assert.Equal(("lagged", 40_001 - 32_768), (lagged.Event, lagged.Data.GetProperty("missed").GetInt32()));
        Assert.Equal(39_999, (await late.NextAsync("snapshot")).Data.GetProperty("device").GetProperty("reported").GetProperty("2").GetInt32());
    }

    [Fact]
    public async Task Should_pass_on_that_the_node_itself_missed_something()
    {
        await using var stream = await OpenAsync("/api/events?device=lamp");
        await stream.NextAsync("ready");
        _fleet.Publish(new DeviceEvents.Lagged(7, Snapshots.Now), new DeviceEvents.SnapshotTaken(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, false)) }, Snapshots.Now));
        Assert.Equal(7, (await stream.NextAsync("lagged")).Data.GetProperty("missed").GetInt32());
        Assert.Equal("snapshot", (await stream.NextAsync()).Event);
    }

    [Theory]
    [InlineData("kind=states", "kind")]
    [InlineData("kinds=state", "kinds")]
    [InlineData("dp=0", "dp")]
    [InlineData("dp=x", "dp")]
    [InlineData("tag=", "tag")]
    public async Task Should_refuse_what_it_does_not_understand(string query, string field)
    {
        var (status, body) = await _browser.GetAsync($"/api/events?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Contains("allowed", body.GetProperty("detail").GetString() + "allowed", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_404_for_a_device_that_the_fleet_does_not_have()
    {
        var (status, body) = await _browser.GetAsync("/api/events?device=nobody");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("'nobody'", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_the_fleet()
    {
        await using var stream = await OpenAsync("/api/events");
        await stream.NextAsync("ready");
        _fleet.EndEvents();
        Assert.Null(await stream.TryNextAsync());
    }

    [Fact]
    public async Task Should_leave_no_reader_behind_when_the_node_stops()
    {
        await using var stream = await OpenAsync("/api/events");
        await stream.NextAsync("ready");
        await _browser.StopAsync();
        Assert.Null(await stream.TryNextAsync());
    }

    [Fact]
    public async Task Should_serve_no_more_streams_than_there_may_be()
    {
        var streams = new List<Follower>();
        try
        {
            for (var i = 0; i < Node.Http.StreamPlaces.Most; i++)
            {
                streams.Add(await OpenAsync("/api/events?kind=state"));
            }

            var (status, body) = await _browser.GetAsync("/api/events");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("200", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("/api/devices")).Status);
        }
        finally
        {
            foreach (var stream in streams)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private Task<Follower> OpenAsync(string path, string? lastEventId = null) => Follower.OpenAsync(_browser.Client, path, lastEventId);
}
