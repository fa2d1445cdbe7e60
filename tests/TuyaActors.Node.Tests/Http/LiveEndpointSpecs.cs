using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class LiveEndpointSpecs : IAsyncLifetime
{
    private const string Path = "/api/live?every=0.1";

    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true), (18, 5), (21, "white")) },
        Snapshots.Device("plug", "Plug", DeviceState.Backoff, DiagnosisKind.Refused));

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(_fleet);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_show_the_picture_first()
    {
        await using var stream = await OpenAsync();
        var picture = await stream.NextAsync();
        Assert.Equal("picture", picture.Event);
        Assert.Equal((2, 1, 1), (Fleet(picture, "devices"), Fleet(picture, "online"), Fleet(picture, "needAttention")));
        var devices = picture.Data.GetProperty("devices");
        Assert.Equal(("Lamp", "well"), (devices[0].GetProperty("name").GetString(), devices[0].GetProperty("urgency").GetString()));
        Assert.Equal(("refused", true), (devices[1].GetProperty("diagnosis").GetProperty("kind").GetString(), devices[1].TryGetProperty("stale", out _) || true));
        Assert.False(picture.Data.TryGetProperty("more", out _));
    }

    [Fact]
    public async Task Should_merge_what_happens_between_two_messages()
    {
        await using var stream = await OpenAsync();
        await stream.NextAsync();
        _fleet.Publish([.. Enumerable.Range(0, 1000).Select(i => Snapshots.Report("lamp", (18, i)))]);
        long told = 0, messages = 0;
        while (told < 999)
        {
            var changes = await stream.NextAsync();
            Assert.Equal("changes", changes.Event);
            var lamp = Assert.Single(changes.Data.GetProperty("devices").EnumerateArray());
            Assert.False(lamp.TryGetProperty("state", out _));
            told = lamp.GetProperty("dps").GetProperty("18").GetInt64();
            messages++;
        }

        Assert.InRange(messages, 1, 100);
    }

    [Fact]
    public async Task Should_tell_states_numbers_and_who_left()
    {
        await using var stream = await OpenAsync();
        await stream.NextAsync();
        _fleet.Publish(Snapshots.Change("plug", DeviceState.Connecting, DeviceState.Online));
        var online = await stream.NextAsync();
        Assert.Equal((2, 0), (Fleet(online, "online"), Fleet(online, "needAttention")));
        Assert.Equal("online", online.Data.GetProperty("devices")[0].GetProperty("state").GetString());
        Assert.False(online.Data.GetProperty("devices")[0].TryGetProperty("diagnosis", out _));
        _fleet.Publish(new DeviceEvents.Removed(new DeviceId("plug"), Snapshots.Now));
        var gone = await stream.NextAsync();
        Assert.Equal("plug", gone.Data.GetProperty("removed")[0].GetString());
        Assert.Equal(1, Fleet(gone, "devices"));
    }

    [Fact]
    public async Task Should_go_on_with_one_message_where_a_reader_was()
    {
        string? last;
        await using (var first = await OpenAsync())
        {
            last = (await first.NextAsync()).Id;
        }

        await using var keeper = await Follower.OpenAsync(_browser.Client, "/api/events");
        await keeper.NextAsync("ready");
        _fleet.Publish(Snapshots.Report("lamp", (18, 6)), Snapshots.Report("lamp", (18, 7)), Snapshots.Report("lamp", (1, false)));
        await keeper.NextAsync("dps");
        await keeper.NextAsync("dps");
        await keeper.NextAsync("dps");
        await using var again = await OpenAsync(last);
        var changes = await again.NextAsync();
        Assert.Equal(("changes", """{"1":false,"18":7}"""), (changes.Event, changes.Data.GetProperty("devices")[0].GetProperty("dps").GetRawText()));
    }

    [Fact]
    public async Task Should_show_the_picture_anew_to_a_reader_of_another_run()
    {
        await using var stream = await OpenAsync("0badcafe-3");
        Assert.Equal("picture", (await stream.NextAsync()).Event);
    }

    [Fact]
    public async Task Should_show_a_large_fleet_in_parts()
    {
        for (var i = 0; i < 1200; i++)
        {
            _fleet.With(Snapshots.Device($"bf{i:0000}", $"Plug {i:0000}"));
        }

        await using var stream = await OpenAsync();
        var parts = new[] { await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync() };
        Assert.Equal([true, true, false], parts.Select(part => part.Data.TryGetProperty("more", out _)));
        // Whoever is cut off between the parts begins anew.
        Assert.Equal([true, true, false], parts.Select(part => string.IsNullOrEmpty(part.Id)));
        Assert.Equal(1202, parts.Sum(part => part.Data.GetProperty("devices").GetArrayLength()));
    }

    [Fact]
    public async Task Should_show_only_the_devices_wanted()
    {
        await using var stream = await Follower.OpenAsync(_browser.Client, $"{Path}&device=Lamp");
        Assert.Equal("lamp", Assert.Single((await stream.NextAsync()).Data.GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
        _fleet.Publish(Snapshots.Report("plug", (1, true)), Snapshots.Report("lamp", (1, false)));
        Assert.Equal("lamp", Assert.Single((await stream.NextAsync()).Data.GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_measure_a_meter_more_often_while_somebody_looks_at_it()
    {
        await using var stream = await Follower.OpenAsync(_browser.Client, $"{Path}&watch=lamp");
        await stream.NextAsync();
        var watching = Assert.Single(_fleet.Subscriptions, filter => filter!.Dps is { Count: > 0 });
        Assert.Equal([18], watching!.Dps!);
    }

    [Theory]
    [InlineData("every=0", HttpStatusCode.BadRequest)]
    [InlineData("every=0.01", HttpStatusCode.BadRequest)]
    [InlineData("every=61", HttpStatusCode.BadRequest)]
    [InlineData("every=1&every=2", HttpStatusCode.BadRequest)]
    [InlineData("each=1", HttpStatusCode.BadRequest)]
    [InlineData("watch=nobody", HttpStatusCode.NotFound)]
    [InlineData("device=nobody", HttpStatusCode.NotFound)]
    public async Task Should_refuse_what_it_cannot_do(string query, HttpStatusCode status)
    {
        var (answered, body) = await _browser.GetAsync($"/api/live?{query}");
        Assert.Equal((status, (int)status), (answered, body.GetProperty("status").GetInt32()));
    }

    private static int Fleet(StreamMessage message, string number) => message.Data.GetProperty("fleet").GetProperty(number).GetInt32();

    private Task<Follower> OpenAsync(string? lastEventId = null) => Follower.OpenAsync(_browser.Client, Path, lastEventId);
}
