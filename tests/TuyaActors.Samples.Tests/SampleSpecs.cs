using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace TuyaActors.Samples.Tests;

/// <summary>Each sample starts without a device, shows something, ends when it is told to, and leaves nothing behind.</summary>
public sealed class SampleSpecs
{
    [Fact]
    public async Task Should_command_and_hear_a_lamp_from_an_actor_of_the_application()
    {
        await using var sample = RunningSample.Start("EmbeddedInAkka");
        await sample.UntilAsync("It is Online");
        await sample.UntilAsync("Light on: the device reported the values");
        await EndsWell(sample);
    }

    [Fact]
    public async Task Should_command_and_hear_devices_from_a_service()
    {
        await using var sample = RunningSample.Start("WorkerService");
        await sample.UntilAsync("Light on: the device reported the values");
        // The door.
        await sample.UntilAsync("reports", "\"1\":true");
        await EndsWell(sample);
    }

    [Fact]
    public async Task Should_read_and_switch_a_device_in_three_statements()
    {
        await using var sample = RunningSample.Start("Script");
        await sample.UntilAsync("It reports", "\"20\":false");
        await sample.UntilAsync("Light on: the device reported the values");
        Assert.Equal(0, await sample.EndedAsync());
        Assert.Empty(sample.FilesLeft);
    }

    [Fact]
    public async Task Should_light_the_hall_when_the_door_opens()
    {
        await using var sample = RunningSample.Start("DoorRule");
        await sample.UntilAsync("The door opens.");
        await sample.UntilAsync("Light on: the device reported the values");
        await sample.UntilAsync("Light off: the device reported the values");
        await EndsWell(sample);
    }

    [Fact]
    public async Task Should_serve_devices_over_http()
    {
        await using var sample = RunningSample.Start("MinimalApi", "--urls", "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri((await sample.UntilAsync("Now listening on: ")).Split(' ')[^1]) };

        var devices = await http.GetFromJsonAsync<JsonElement>("/devices", sample.Cancellation);
        Assert.Equal(["Desk plug", "Front door", "Hall lamp"], devices.EnumerateArray().Select(device => device.GetProperty("name").GetString()));
        var lamp = devices[2].GetProperty("id").GetString();
        using var switched = await http.PostAsJsonAsync($"/devices/{lamp}/dps", new Dictionary<string, bool> { ["20"] = true }, sample.Cancellation);
        Assert.Equal("Confirmed", (await switched.Content.ReadFromJsonAsync<JsonElement>(sample.Cancellation)).GetProperty("outcome").GetString());
        Assert.True((await http.GetFromJsonAsync<JsonElement>($"/devices/{lamp}", sample.Cancellation)).GetProperty("dps").GetProperty("20").GetBoolean());

        using var unknown = await http.GetAsync(new Uri("/devices/nobody", UriKind.Relative), sample.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var wrong = await http.PostAsJsonAsync($"/devices/{lamp}/dps", "on", sample.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        using var events = new StreamReader(await http.GetStreamAsync(new Uri("/events", UriKind.Relative), sample.Cancellation));
        var door = devices[1].GetProperty("id").GetString();
        while (await events.ReadLineAsync(sample.Cancellation) is { } line && !line.StartsWith($"data: {door} {{\"1\":", StringComparison.Ordinal))
            Assert.Matches("^$|^data: bf", line);

        // Two of three are there.
        Assert.Contains(await http.GetStringAsync(new Uri("/health", UriKind.Relative), sample.Cancellation), new[] { "Healthy", "Degraded" });
        await EndsWell(sample);
    }

    private static async Task EndsWell(RunningSample sample)
    {
        Assert.Equal(0, await sample.EndAsync());
        Assert.Empty(sample.FilesLeft);
    }
}
