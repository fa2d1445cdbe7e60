using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

/// <summary>How the page writes times and values, asked of its own functions.</summary>
public sealed class FormatSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Fact]
    public async Task Should_write_times_and_values_short_and_always_the_same()
    {
        await Home.StartNodeAsync();
        var page = await OpenAsync();
        string[][] expected =
        [
            ["span(0)", "0 s"], ["span(-5)", "0 s"], ["span(99_000)", "99 s"], ["span(100_000)", "2 min"], ["span(5_940_000)", "99 min"], ["span(6_000_000)", "2 h"],
            ["span(200_000_000)", "2 d"], ["ago(400)", "just now"], ["ago(5_000)", "5 s ago"],
            ["number(235, { scale: 1, unit: '℃' })", "23.5 °C"], ["number(-5, { scale: 1 })", "-0.5"], ["number(3406, { scale: 3, unit: 'kW·h' })", "3.406 kWh"], ["number(7)", "7"],
            ["value(true)", "on"], ["value(null)", "–"], ["value('')", "(empty)"], ["value({ a: 1 })", "{\"a\":1}"], ["value('x'.repeat(50), undefined, 8)", "xxxxxxx…"],
            // A cut between the halves of one character would leave a box.
            ["short('👩👩👩👩', 3)", "👩👩…"], ["count(1, 'device')", "1 device"], ["count(2, 'push', 'pushes')", "2 pushes"],
        ];
        foreach (var pair in expected)
        {
            var written = await page.Page.EvaluateAsync<string>($"async () => {{ const {{ ago, count, number, short, span, value }} = await import('/page/format.js'); return {pair[0]}; }}");
            Assert.Equal((pair[0], pair[1]), (pair[0], written));
        }
    }

    [Fact]
    public async Task Should_keep_numbers_of_an_hour_in_a_bounded_room()
    {
        await Home.StartNodeAsync();
        var page = await OpenAsync();
        var kept = await page.Page.EvaluateAsync<double[]>("""
            async () => {
              const { Series } = await import("/page/series.js");
              const line = new Series();
              for (let second = 0; second < 20_000; second += 0.2) line.add(second * 1000, second, 1000);
              return [line.length, line.value(line.length - 1), line.time(0), line.value(line.indexAt(19_000_000))];
            }
            """);
        Assert.InRange(kept[0], 3595, 3605);
        Assert.Equal(19_999.8, kept[1], 1);
        Assert.InRange(kept[2], 16_395_000, 16_401_000);
        Assert.InRange(kept[3], 18_998.8, 19_000);
    }
}
