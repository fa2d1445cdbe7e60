using System.Net;
using System.Text;
using System.Text.Json;
using TuyaActors.Node.Simulation;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Simulator;

namespace TuyaActors.Node.Tests.Simulation;

public sealed class SimulationEndpointSpecs : IAsyncLifetime
{
    private static readonly IPAddress First = OwnAddresses.Of(1, 1);

    private NodeSimulation _simulation = null!;
    private Browser _browser = null!;
    private string _id = "";

    public async Task InitializeAsync()
    {
        _simulation = await NodeSimulation.StartAsync(new TuyaSimulator(new SimulatorOptions { Announce = false, Quiet = true }), 6, 1, First, null, _ => { }, CancellationToken.None);
        _browser = await Browser.OpenAsync(new ScriptedFleet(), app => app.MapSimulation(_simulation));
        _id = (await DevicesAsync())[0].GetProperty("id").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _simulation.DisposeAsync();
    }

    [Fact]
    public async Task Should_list_devices_with_faults_and_counters_and_without_keys()
    {
        var (status, body) = await _browser.GetAsync("/api/simulation");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(6, body.GetProperty("counters").GetProperty("devices").GetInt32());
        var device = body.GetProperty("devices")[0];
        Assert.Equal(($"{First}", 6668, "3.1"), (device.GetProperty("address").GetString(), device.GetProperty("port").GetInt32(), device.GetProperty("version").GetString()));
        Assert.Equal("{}", device.GetProperty("faults").GetRawText());
        Assert.Equal(0, device.GetProperty("rejectedConnections").GetInt32());
        Assert.True(device.GetProperty("listening").GetBoolean());
        Assert.All(_simulation.Definitions.Where(d => d.Key is not null), d => Assert.DoesNotContain(JsonEncodedText.Encode(d.Key!.Reveal()).ToString(), body.GetRawText(), StringComparison.Ordinal));
        Assert.DoesNotContain("\"key\"", body.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Should_give_a_device_faults_and_take_them_away()
    {
        var (status, given) = await SendAsync(HttpMethod.Put, _id, """{"refuse":true,"replyDelay":"5s"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"refuse":true,"replyDelay":"5s"}""", given.GetProperty("faults").GetRawText());
        Assert.False((await DevicesAsync())[0].GetProperty("listening").GetBoolean());

        (_, given) = await SendAsync(HttpMethod.Put, _id, """{"lostReplies":0.5}""");
        Assert.Equal("""{"lostReplies":0.5}""", given.GetProperty("faults").GetRawText());

        (status, given) = await SendAsync(HttpMethod.Delete, _id);
        Assert.Equal((HttpStatusCode.OK, "{}"), (status, given.GetProperty("faults").GetRawText()));
        Assert.True((await DevicesAsync())[0].GetProperty("listening").GetBoolean());
    }

    [Theory]
    [InlineData("""{"lostReplies":5}""", "faults.lostReplies", "line 1: faults.lostReplies is 5; allowed: 0 to 1.")]
    [InlineData("{\n\"refuses\":true}", "faults", "line 2: faults.refuses is no fault; allowed: noPower, refuse")]
    [InlineData("[]", "faults", "faults is a list; allowed: an object")]
    [InlineData("{", "faults", "this is no JSON")]
    public async Task Should_name_the_field_and_what_is_allowed_when_the_body_is_wrong(string body, string field, string sentence)
    {
        var (status, problem) = await SendAsync(HttpMethod.Put, _id, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal("{}", (await DevicesAsync())[0].GetProperty("faults").GetRawText());
    }

    [Fact]
    public async Task Should_say_which_device_is_not_there_and_what_cannot_be_done()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, "nobody", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "nobody")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(HttpMethod.Put, _id, "{}", "text/plain")).Status);

        // One further on there is a neighbour already.
        var (status, problem) = await SendAsync(HttpMethod.Put, _id, """{"addressShift":1}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains($"cannot listen on {OwnAddresses.Of(1, 2)}:6668", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> DevicesAsync() => [.. (await _browser.GetAsync("/api/simulation")).Body.GetProperty("devices").EnumerateArray()];

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string id, string? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/simulation/{id}/faults", UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        using var response = await _browser.Client.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }
}
