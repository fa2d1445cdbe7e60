using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class LargeFleetSpecs(Chrome chrome) : PageSpec(chrome)
{
    private const int Devices = 1000;

    public override async Task InitializeAsync()
    {
        await MoveToAsync(new Home(quiet: false));
        for (var i = 1; i <= Devices; i++)
        {
            Home.Add($"Device {i}");
        }

        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_scroll_from_end_to_end_with_few_elements_and_the_right_rows()
    {
        var page = await OpenAsync();
        await Expect(page.Page.Locator("#figures")).ToHaveTextAsync($"{Devices} of {Devices} online");
        await Expect(page.Row("Device 1")).ToBeVisibleAsync();

        var height = await page.AskAsync<double>("Number.parseFloat(getComputedStyle(document.getElementById('grid')).getPropertyValue('--row'))");
        for (var first = 0; first < Devices; first += 125)
        {
            await page.Page.Locator("#scroller").EvaluateAsync("(scroller, top) => { scroller.scrollTop = top; }", first * height);
            await Expect(page.Page.Locator($".row[aria-rowindex='{first + 2}'] .title")).ToHaveTextAsync($"Device {first + 1}");
            Assert.InRange(await page.AskAsync<int>("document.querySelectorAll('#canvas .row').length"), 5, 40);
        }

        await page.Page.Locator("#scroller").EvaluateAsync("scroller => { scroller.scrollTop = scroller.scrollHeight; }");
        await Expect(page.Page.Locator($".row[aria-rowindex='{Devices + 1}'] .title")).ToHaveTextAsync($"Device {Devices}");
        await Expect(page.Row($"Device {Devices}")).ToBeInViewportAsync();
        Assert.InRange(await page.AskAsync<int>("document.querySelectorAll('*').length"), 100, 2000);
    }
}
