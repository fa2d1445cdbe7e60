using System.Net;
using TuyaActors.Messages;
using TuyaActors.Node.Http;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Http;

public sealed class DeviceEndpointSpecs : IAsyncLifetime
{
    private const string Id = "bf0123456789abcdefgh";
    private static readonly DeviceId DeviceId = new(Id);

    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(
        Snapshots.Device(Id, "Lamp") with { Reported = DpSet.Of((1, true), (2, DpValue.FromJson("2.50"))), Desired = [new DesiredDp(1, false, Snapshots.Now)] },
        Snapshots.Device("bf02", "Plug", DeviceState.Backoff, DiagnosisKind.Refused) with { EndPoint = null, Version = null, Stale = true });

    private Browser _browser = null!;

    public async Task InitializeAsync() => _browser = await Browser.OpenAsync(_fleet);

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Should_show_reported_and_desired_apart_and_to_the_letter()
    {
        var (_, body) = await _browser.GetAsync($"/api/devices/{Id}");
        Assert.Equal("""{"1":true,"2":2.50}""", body.GetProperty("reported").GetRawText());
        Assert.Equal("false", body.GetProperty("desired")[0].GetProperty("value").GetRawText());
        Assert.Equal("3.4", body.GetProperty("version").GetString());
        Assert.Equal("192.168.1.20", body.GetProperty("address").GetString());
    }

    [Fact]
    public async Task Should_show_the_diagnosis_and_leave_out_what_is_not_known()
    {
        var (_, body) = await _browser.GetAsync("/api/devices/bf02");
        Assert.Equal("refused", body.GetProperty("diagnosis").GetProperty("kind").GetString());
        Assert.Equal("backoff", body.GetProperty("state").GetString());
        Assert.False(body.TryGetProperty("address", out _));
        Assert.False(body.TryGetProperty("version", out _));
    }

    [Theory]
    [InlineData("/api/devices/bf99")]
    [InlineData("/api/devices/no%20id%21")]
    public async Task Should_answer_404_when_there_is_no_such_device(string path)
    {
        var (status, body) = await _browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(404, body.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("""{"1":true,"21":"colour"}""")]
    [InlineData("""{"dps":{"1":true,"21":"colour"}}""")]
    public async Task Should_set_the_values_of_either_kind_of_body(string body)
    {
        var (status, answer) = await _browser.PostAsync($"/api/devices/{Id}/dps?timeout=1.5", body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("confirmed", answer.GetProperty("outcome").GetString());
        Assert.Equal((DeviceId, DpSet.Of((1, true), (21, "colour")), TimeSpan.FromSeconds(1.5)), Assert.Single(_fleet.Sets));
    }

    public static TheoryData<CommandOutcome, int, string> Outcomes { get; } = new()
    {
        { new CommandOutcome.Confirmed(DeviceId, DpSet.Of((1, true))), 200, "confirmed" },
        { new CommandOutcome.Acknowledged(DeviceId), 200, "acknowledged" },
        { new CommandOutcome.UnknownDevice(DeviceId), 404, "unknownDevice" },
        { new CommandOutcome.Rejected(DeviceId, "the device said no", 1), 409, "rejected" },
        { new CommandOutcome.Rejected(DeviceId, "the queue is full"), 422, "rejected" },
        { new CommandOutcome.Cancelled(DeviceId, "removed"), 409, "cancelled" },
        { new CommandOutcome.Offline(DeviceId, DeviceState.Backoff, null, false), 503, "offline" },
        { new CommandOutcome.TimedOut(DeviceId, TimeSpan.FromSeconds(5)), 504, "timedOut" },
        { new CommandOutcome.Expired(DeviceId), 504, "expired" },
        { new CommandOutcome.Superseded(DeviceId), 409, "superseded" },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Should_tell_each_outcome_by_status_word_and_sentence(CommandOutcome outcome, int status, string word)
    {
        _fleet.OnSet = (_, _, _) => Task.FromResult(outcome);
        var (answered, body) = await _browser.PostAsync($"/api/devices/{Id}/dps", """{"1":true}""");
        Assert.Equal(status, (int)answered);
        Assert.Equal(word, body.GetProperty("outcome").GetString());
        Assert.Equal(outcome.Sentence, body.GetProperty("sentence").GetString());
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("{\"1\":tru", "body")]
    [InlineData("[1]", "body")]
    [InlineData("true", "body")]
    [InlineData("{}", "body")]
    [InlineData("{\"dps\":{}}", "dps")]
    [InlineData("{\"dps\":[1]}", "dps")]
    [InlineData("{\"dps\":{\"x\":1}}", "dps.x")]
    [InlineData("{\"0\":1}", "0")]
    [InlineData("{\"70000\":1}", "70000")]
    [InlineData("{\"1\":1,\"1\":2}", "1")]
    [InlineData("{\"dps\":{\"1\":1},\"t\":5}", "t")]
    public async Task Should_name_the_field_when_the_body_is_wrong(string body, string field)
    {
        var (status, problem) = await _browser.PostAsync($"/api/devices/{Id}/dps", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.StartsWith($"{field}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(_fleet.Sets);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000")]
    [InlineData("soon")]
    public async Task Should_refuse_a_time_out_that_makes_no_sense(string timeout)
    {
        var (status, problem) = await _browser.PostAsync($"/api/devices/{Id}/dps?timeout={timeout}", """{"1":true}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("timeout", out _));
    }

    [Fact]
    public async Task Should_take_json_only_because_a_foreign_form_can_send_the_rest_unasked()
    {
        var (status, _) = await _browser.PostAsync($"/api/devices/{Id}/dps", """{"1":true}""", "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Empty(_fleet.Sets);
    }

    [Fact]
    public async Task Should_refuse_a_body_that_is_larger_than_any_command()
    {
        var (status, _) = await _browser.PostAsync($"/api/devices/{Id}/dps", $$"""{"1":"{{new string('x', DeviceEndpoints.MaxBodyLength)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Empty(_fleet.Sets);
    }

    [Fact]
    public async Task Should_connect_now_when_asked()
    {
        Assert.Equal(HttpStatusCode.OK, (await _browser.PostAsync($"/api/devices/{Id}/reconnect", "")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.PostAsync("/api/devices/bf99/reconnect", "")).Status);
    }

    [Fact]
    public async Task Should_answer_503_when_the_fleet_does_not()
    {
        _fleet.Fails = () => new TimeoutException("no answer from the router");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _browser.GetAsync("/api/devices")).Status);
    }

    [Fact]
    public async Task Should_keep_the_inside_to_itself_when_something_unforeseen_happens()
    {
        _fleet.Fails = () => new InvalidOperationException("the inside");
        var (status, body) = await _browser.GetAsync("/api/devices");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("the inside", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_a_problem_when_there_is_nothing_at_the_path()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/api/nothing")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _browser.PostAsync("/api/devices", "{}")).Status);
    }
}
