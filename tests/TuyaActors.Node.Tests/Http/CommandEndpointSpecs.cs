using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class CommandEndpointSpecs : IAsyncLifetime
{
    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Snapshots.Device("bf01", "Plug") with { Tags = ["night"] }, Snapshots.Device("bf02", "Lamp") with { Tags = ["night"], Group = "Hall" }, Snapshots.Device("bf03", "Fan"));

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(_fleet);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_command_many_with_one_outcome_for_each()
    {
        var (status, body) = await _browser.PostAsync(
            "/api/commands/set", """{"devices":{"tags":["night","attic"]},"dps":{"1":false},"timeout":5.5,"each":2,"parallelism":8}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((2, 2, "tag 'attic'"), (body.GetProperty("succeeded").GetInt32(), body.GetProperty("total").GetInt32(), body.GetProperty("unmatched")[0].GetString()));
        Assert.All(body.GetProperty("outcomes").EnumerateArray(), outcome => Assert.Equal("confirmed", outcome.GetProperty("outcome").GetString()));
        var (devices, dps, timeout, each, parallelism) = Assert.Single(_fleet.ManyCommands);
        Assert.Equal(DeviceSelector.Tagged("night", "attic"), devices);
        Assert.Equal((DpSet.Of((1, false)), TimeSpan.FromSeconds(5.5), TimeSpan.FromSeconds(2), 8), (dps, timeout, each, parallelism));
    }

    [Fact]
    public async Task Should_mean_whom_any_part_of_the_selector_names()
    {
        await _browser.PostAsync("/api/commands/refresh", """{"devices":{"ids":["bf01"],"names":["Fan"],"groups":["Hall"],"tags":[]}}""");
        await _browser.PostAsync("/api/commands/refresh", """{"devices":{"all":true}}""");
        Assert.Equal(DeviceSelector.Of(new DeviceId("bf01")).Or(DeviceSelector.Named("Fan")).Or(DeviceSelector.InGroup("Hall")), _fleet.ManyCommands[0].Devices);
        Assert.Equal((DeviceSelector.All, null), (_fleet.ManyCommands[1].Devices, _fleet.ManyCommands[1].Dps));
    }

    [Theory]
    [InlineData("set", "[]", "body")]
    [InlineData("set", "{", "body")]
    [InlineData("set", """{"dps":{"1":true}}""", "devices")]
    [InlineData("set", """{"devices":[],"dps":{"1":true}}""", "devices")]
    [InlineData("set", """{"devices":{},"dps":{"1":true}}""", "devices")]
    [InlineData("set", """{"devices":{"all":false},"dps":{"1":true}}""", "devices")]
    [InlineData("set", """{"devices":{"all":"yes"},"dps":{"1":true}}""", "devices.all")]
    [InlineData("set", """{"devices":{"tag":["night"]},"dps":{"1":true}}""", "devices.tag")]
    [InlineData("set", """{"devices":{"tags":"night"},"dps":{"1":true}}""", "devices.tags")]
    [InlineData("set", """{"devices":{"ids":["no id!"]},"dps":{"1":true}}""", "devices.ids")]
    [InlineData("set", """{"devices":{"names":[1]},"dps":{"1":true}}""", "devices.names")]
    [InlineData("set", """{"devices":{"all":true}}""", "dps")]
    [InlineData("set", """{"devices":{"all":true},"dps":{}}""", "dps")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"0":true}}""", "dps.0")]
    [InlineData("set", """{"devices":{"all":true},"dps":[]}""", "dps")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"timeout":0}""", "timeout")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"timeout":"5"}""", "timeout")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"timeout":1e300}""", "timeout")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"each":301}""", "each")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"parallelism":0}""", "parallelism")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"parallelism":1.5}""", "parallelism")]
    [InlineData("set", """{"devices":{"all":true},"dps":{"1":true},"wait":5}""", "wait")]
    [InlineData("refresh", """{"devices":{"all":true},"dps":{"1":true}}""", "dps")]
    public async Task Should_refuse_a_wrong_body_naming_the_field(string command, string body, string field)
    {
        var (status, answer) = await _browser.PostAsync($"/api/commands/{command}", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(answer.GetProperty("errors").TryGetProperty(field, out _), answer.GetRawText());
        Assert.Empty(_fleet.ManyCommands);
    }

    [Fact]
    public async Task Should_refresh_show_and_reconnect_one_device()
    {
        Assert.Equal(HttpStatusCode.OK, (await _browser.PostAsync("/api/devices/bf01/refresh?timeout=2", "{}")).Status);
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(_fleet.Refreshes));
        Assert.Equal(HttpStatusCode.OK, (await _browser.PostAsync("/api/devices/bf01/identify?dp=20", "{}")).Status);
        Assert.Equal((new DeviceId("bf01"), 20, null), Assert.Single(_fleet.Identified));
        Assert.Equal(HttpStatusCode.OK, (await _browser.PostAsync("/api/devices/bf01/reconnect", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.PostAsync("/api/devices/bf99/reconnect", "{}")).Status);
    }

    [Theory]
    [InlineData("refresh?timeout=0")]
    [InlineData("refresh?timeout=-1")]
    [InlineData("refresh?timeout=301")]
    [InlineData("refresh?timeout=x")]
    [InlineData("refresh?time=1")]
    [InlineData("identify?dp=0")]
    [InlineData("reconnect?timeout=1")]
    public async Task Should_refuse_a_wrong_parameter(string path)
    {
        var (status, body) = await _browser.PostAsync($"/api/devices/bf01/{path}", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("errors").EnumerateObject());
    }

    [Fact]
    public async Task Should_change_a_key_and_never_show_one()
    {
        var (status, body, headers) = await _browser.SendAsync(HttpMethod.Put, "/api/devices/bf01/key", """{"key":"fedcba9876543210"}""");
        Assert.Equal((HttpStatusCode.OK, true), (status, body.GetProperty("hasKey").GetBoolean()));
        Assert.DoesNotContain("fedcba9876543210", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("\"2\"", headers.ETag!.Tag);
        Assert.Equal("fedcba9876543210", _fleet.Definitions[new DeviceId("bf01")].Definition.Key!.Reveal());
        Assert.Equal("Plug", _fleet.Definitions[new DeviceId("bf01")].Definition.Name);
    }

    [Theory]
    [InlineData("""{"key":"secret!"}""", 400)]
    [InlineData("""{"key":null}""", 400)]
    [InlineData("""{"key":"fedcba9876543210","name":"x"}""", 400)]
    [InlineData("""{"local_key":"fedcba9876543210"}""", 400)]
    [InlineData("""["fedcba9876543210"]""", 400)]
    [InlineData("""{"key":"fedcba98765432""", 400)]
    public async Task Should_refuse_what_is_no_key_without_quoting_it(string body, int status)
    {
        var (answered, answer, _) = await _browser.SendAsync(HttpMethod.Put, "/api/devices/bf01/key", body);
        Assert.Equal(status, (int)answered);
        Assert.DoesNotContain("secret", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("fedcba", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Null(_fleet.Definitions[new DeviceId("bf01")].Definition.Key);
    }

    [Fact]
    public async Task Should_change_a_key_only_where_nobody_else_was_faster()
    {
        var (status, _, _) = await _browser.SendAsync(HttpMethod.Put, "/api/devices/bf01/key", """{"key":"fedcba9876543210"}""", "If-Match", "\"9\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
        (status, _, _) = await _browser.SendAsync(HttpMethod.Put, "/api/devices/nobody/key", """{"key":"fedcba9876543210"}""");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }
}
