using System.Text.RegularExpressions;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class ConnectionSpecs(Chrome chrome) : PageSpec(chrome)
{
    private SimulatedDevice _plug = null!;

    public override async Task InitializeAsync()
    {
        _plug = Home.Add("Hall plug");
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_say_that_the_node_is_away_and_go_on_with_the_next_one()
    {
        var page = await OpenAsync();
        page.IsExpected = IsOfNobodyThere;
        await Expect(page.Row("Hall plug")).ToContainTextAsync("online");
        await Home.StopNodeAsync();
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "waiting");
        await Expect(page.Page.Locator("#link")).ToContainTextAsync("reconnecting in");
        await Expect(page.Page.Locator("#health")).ToContainTextAsync("The node does not answer");
        await Expect(page.Row("Hall plug")).ToBeVisibleAsync();
        await Expect(page.Page).ToHaveTitleAsync(new Regex("No connection"));

        await Home.StartNodeAsync();
        await page.Page.Locator("#link").ClickAsync();
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "live");
        await Expect(page.Page.Locator("#health")).Not.ToContainTextAsync("The node does not answer");
        await Expect(page.Row("Hall plug")).ToContainTextAsync("online");

        // What comes by the new stream is shown.
        var was = _plug.State[1].AsBoolean();
        _plug.Set(1, !was);
        await Expect(page.Row("Hall plug").GetByRole(AriaRole.Switch)).ToHaveAttributeAsync("aria-checked", was ? "false" : "true");
    }

    [Fact]
    public async Task Should_hold_no_stream_while_nobody_looks_and_go_on_where_it_was()
    {
        var page = await OpenAsync(prepare: async page =>
        {
            await page.Clock.InstallAsync();
            await page.AddInitScriptAsync("""
                window.sources = [];
                window.EventSource = class extends EventSource { constructor(url) { super(url); window.sources.push(this); } };
                """);
        });
        await Expect(page.Row("Hall plug")).ToContainTextAsync("online");
        await HideAsync(page, true);
        await page.Page.Clock.FastForwardAsync(61_000);
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "paused");
        Assert.True(await page.AskAsync<bool>("() => window.sources.every(source => source.readyState === EventSource.CLOSED)"));

        // The title still tells, by a question each half minute.
        _plug.Kill();
        var answer = page.Page.WaitForResponseAsync(response => response.Url.EndsWith("/api/fleet", StringComparison.Ordinal));
        await page.Page.Clock.FastForwardAsync(31_000);
        await answer;
        await page.Page.Clock.FastForwardAsync(31_000);
        await Expect(page.Page).ToHaveTitleAsync(new Regex("^1 problem"));

        await HideAsync(page, false);
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "live");
        await Expect(page.Row("Hall plug")).ToContainTextAsync("refused");
        Assert.Contains("lastEventId=", await page.AskAsync<string>("() => window.sources.at(-1).url"), StringComparison.Ordinal);
    }

    private static async Task HideAsync(Operator page, bool isHidden) => await page.Page.EvaluateAsync(
        "isHidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden }); document.dispatchEvent(new Event('visibilitychange')); }", isHidden);

    // The browser itself logs that it reached nobody.
    private static bool IsOfNobodyThere(string said) => said.Contains("ERR_", StringComparison.Ordinal);
}
