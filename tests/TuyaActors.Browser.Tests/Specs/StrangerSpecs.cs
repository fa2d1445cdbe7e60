using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class StrangerSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Fact]
    public async Task Should_adopt_a_device_that_is_heard_by_its_key()
    {
        Home.Add("Hall plug");
        var stranger = Home.AddStranger("Cellar plug");
        await Home.StartAsync();
        var page = await OpenAsync();
        var link = page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "1 new" });
        await link.ClickAsync();
        await Expect(page.Side).ToContainTextAsync(stranger.Id);
        await Expect(page.Side).ToContainTextAsync(stranger.EndPoint.Address.ToString());

        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"Adopt {stranger.Id}" }).ClickAsync();
        await page.Side.GetByLabel("Name").FillAsync("Cellar plug");
        await page.Side.GetByLabel("Local key").FillAsync(stranger.Key.Reveal());
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Adopt", Exact = true }).ClickAsync();
        await Expect(page.Row("Cellar plug")).ToContainTextAsync("online");
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
        await Expect(link).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Should_scan_and_say_who_answered()
    {
        Home.Add("Hall plug");
        Home.AddStranger("Cellar plug");
        await Home.StartAsync();
        var page = await OpenAsync("#/new");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Scan now" }).ClickAsync();
        await Expect(page.Side.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#notices")).ToContainTextAsync("1 of them is not of the fleet");
        await Expect(page.Side.GetByRole(AriaRole.Progressbar)).ToBeHiddenAsync();
    }
}
