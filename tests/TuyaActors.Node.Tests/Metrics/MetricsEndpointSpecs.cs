using System.Net;
using System.Text.RegularExpressions;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Metrics;

public sealed partial class MetricsEndpointSpecs
{
    [Fact]
    public async Task Should_tell_the_fleets_meter_the_process_and_each_device_as_text()
    {
        await using var node = await NodeUnderTest.StartAsync();
        using var response = await node.Browser.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("tuya_devices", text, StringComparison.Ordinal);
        Assert.Contains("process", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("# TYPE tuya_device_up gauge", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
    }

    [Fact]
    public async Task Should_be_whole_each_time_and_leave_out_the_devices_where_that_is_wanted()
    {
        var fleet = new ScriptedFleet().With(Snapshots.Device("lamp") with { Reported = DpSet.Of((1, true)) });
        await using var browser = await Browser.OpenAsync(fleet);
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("tuya_device_dp{id=\"lamp\"", await browser.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        }

        fleet.Known.Clear();
        Assert.DoesNotContain("lamp", await browser.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("tuya_device_", await browser.Client.GetStringAsync(new Uri("/metrics?devices=false", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/metrics?devices=no")).Status);
    }

    // A comment, or a sample: name, labels, value.
    [GeneratedRegex("""^(#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*\})? [-+0-9.eEInfNa]+)$""")]
    private static partial Regex Line();
}
