using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class EmptyFleetSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Fact]
    public async Task Should_say_how_to_get_devices_where_there_are_none()
    {
        await Home.StartNodeAsync();
        var page = await OpenAsync();
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("No devices");
        await Expect(page.Page.Locator("#empty")).ToContainTextAsync("tuyactors devices import devices.json");
        await page.Page.Locator("#empty").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "heard on the network" }).ClickAsync();
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Not adopted" })).ToBeVisibleAsync();
    }
}
