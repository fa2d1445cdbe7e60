using System.Net;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

public sealed class DeviceListSpecs : IAsyncLifetime
{
    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Device("bf01", "Attic plug", "Attic", ["plug", "night"], "192.168.1.9"),
        Device("bf02", "Cellar plug", "Cellar", ["plug"], "192.168.1.100", DeviceState.Backoff, DiagnosisKind.Refused),
        Device("bf03", "Hall lamp", "Hall", ["bulb", "night"], "192.168.1.20"),
        Device("bf04", "Garage door", null, [], null, DeviceState.KeyRejected, DiagnosisKind.KeyRejected),
        Device("bf05", "Window sensor", "Hall", ["sensor"], null, DeviceState.Asleep, DiagnosisKind.Asleep) with { Segment = "house" },
        Device("bf06", "Zebra crossing", "Street", [], null) with { Segment = "street" });

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(_fleet);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Theory]
    [InlineData("", "bf01 bf02 bf04 bf03 bf05 bf06")]
    [InlineData("state=online", "bf01 bf03 bf06")]
    [InlineData("state=online&state=asleep", "bf01 bf03 bf05 bf06")]
    [InlineData("state=problem", "bf02 bf04")]
    [InlineData("state=problem&state=asleep", "bf02 bf04 bf05")]
    [InlineData("state=keyRejected", "bf04")]
    [InlineData("diagnosis=refused", "bf02")]
    [InlineData("tag=night", "bf01 bf03")]
    [InlineData("tag=night&tag=sensor", "bf01 bf03 bf05")]
    [InlineData("group=Hall", "bf03 bf05")]
    [InlineData("tag=night&group=hall", "bf03")]
    [InlineData("segment=HOUSE", "bf05")]
    [InlineData("segment=house&segment=street", "bf05 bf06")]
    [InlineData("segment=street&state=online", "bf06")]
    [InlineData("segment=street&sort=-id", "bf06")]
    [InlineData("text=PLUG", "bf01 bf02")]
    [InlineData("text=plug&state=problem", "bf02")]
    [InlineData("sort=-name", "bf06 bf05 bf03 bf04 bf02 bf01")]
    [InlineData("sort=id", "bf01 bf02 bf03 bf04 bf05 bf06")]
    [InlineData("sort=-id", "bf06 bf05 bf04 bf03 bf02 bf01")]
    [InlineData("sort=state", "bf04 bf02 bf05 bf01 bf03 bf06")]
    [InlineData("sort=address", "bf04 bf05 bf06 bf01 bf03 bf02")]
    [InlineData("sort=group", "bf04 bf01 bf02 bf03 bf05 bf06")]
    public async Task Should_list_those_that_pass_in_the_order_wanted(string query, string expected)
    {
        var (status, body) = await _browser.GetAsync($"/api/devices?{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        var ids = Ids(body);
        Assert.Equal(expected.Split(' '), ids);
        Assert.Equal(ids.Count, body.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("sort=id")]
    [InlineData("sort=name")]
    public async Task Should_give_pages_that_lead_to_each_other(string query)
    {
        var seen = new List<string>();
        var next = $"/api/devices?{query}&take=2";
        while (next is not null)
        {
            var (_, body, headers) = await _browser.SendAsync(HttpMethod.Get, next);
            Assert.Equal(6, body.GetProperty("total").GetInt32());
            seen.AddRange(Ids(body));
            next = Link(headers, "next");
        }

        Assert.Equal(6, seen.Distinct().Count());
        var (_, _, middle) = await _browser.SendAsync(HttpMethod.Get, $"/api/devices?{query}&skip=2&take=2");
        Assert.Equal($"/api/devices?{query}&skip=0&take=2", Link(middle, "prev"));
    }

    [Fact]
    public async Task Should_keep_the_filter_in_the_links_however_it_is_spelled()
    {
        var (_, _, headers) = await _browser.SendAsync(HttpMethod.Get, "/api/devices?tag=a%26b%3E%22&tag=night&take=1");
        Assert.Equal("/api/devices?tag=a%26b%3E%22&tag=night&skip=1&take=1", Link(headers, "next"));
    }

    [Fact]
    public async Task Should_have_an_empty_page_behind_the_last()
    {
        var (status, body) = await _browser.GetAsync("/api/devices?skip=99");
        Assert.Equal((HttpStatusCode.OK, 0, 6), (status, Ids(body).Count, body.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Should_name_those_that_do_not_answer()
    {
        _fleet.Unavailable.Add(new DeviceId("bf99"));
        var (_, body) = await _browser.GetAsync("/api/devices");
        Assert.Equal("bf99", body.GetProperty("unavailable")[0].GetString());
    }

    [Theory]
    [InlineData("state=on", "state")]
    [InlineData("state=0", "state")]
    [InlineData("state=", "state")]
    [InlineData("diagnosis=bad", "diagnosis")]
    [InlineData("sort=size", "sort")]
    [InlineData("sort=--name", "sort")]
    [InlineData("sort=name&sort=id", "sort")]
    [InlineData("skip=-1", "skip")]
    [InlineData("take=0", "take")]
    [InlineData("take=1001", "take")]
    [InlineData("take=1.5", "take")]
    [InlineData("take=99999999999999999999", "take")]
    [InlineData("tags=night", "tags")]
    [InlineData("%0d%0aX-Evil=1", "??X-Evil")]
    public async Task Should_refuse_what_it_does_not_understand(string query, string field)
    {
        var (status, body) = await _browser.GetAsync($"/api/devices?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task Should_count_the_words_that_devices_are_found_by()
    {
        var (_, groups) = await _browser.GetAsync("/api/groups");
        Assert.Equal([("Attic", 1, 1), ("Cellar", 1, 0), ("Hall", 2, 1), ("Street", 1, 1)], Words(groups));
        var (_, tags) = await _browser.GetAsync("/api/tags");
        Assert.Equal([("bulb", 1, 1), ("night", 2, 2), ("plug", 2, 1), ("sensor", 1, 0)], Words(tags));
    }

    private static IEnumerable<(string?, int, int)> Words(JsonElement body) =>
        body.GetProperty("words").EnumerateArray().Select(word => (word.GetProperty("name").GetString(), word.GetProperty("devices").GetInt32(), word.GetProperty("online").GetInt32()));

    private static List<string> Ids(JsonElement body) => [.. body.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()!)];

    private static string? Link(System.Net.Http.Headers.HttpResponseHeaders headers, string relation) => headers.TryGetValues("Link", out var links)
        ? string.Join(", ", links).Split(", ").FirstOrDefault(link => link.EndsWith($"rel=\"{relation}\"", StringComparison.Ordinal))?.Split('>')[0].TrimStart('<')
        : null;

    private static DeviceSnapshot Device(
        string id, string name, string? group, string[] tags, string? address, DeviceState state = DeviceState.Online, DiagnosisKind? diagnosis = null) =>
        Snapshots.Device(id, name, state, diagnosis) with
        {
            Group = group,
            Tags = [.. tags],
            EndPoint = address is null ? null : new IPEndPoint(IPAddress.Parse(address), 6668),
        };
}
