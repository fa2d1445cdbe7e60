using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class SimulationSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Fact]
    public async Task Should_break_and_mend_a_simulated_device()
    {
        await Home.StartNodeAsync("--simulate", "1", "--simulate-base", Node.Tests.Probes.OwnAddresses.Of(91, 1).ToString());
        var page = await OpenAsync();
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("All well");
        await page.Rows.First.ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "kill" }).ClickAsync();
        await Expect(page.Side.Locator(".simulation .outcome")).ToContainTextAsync("pulls its plug");
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("refused");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "mend" }).ClickAsync();
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
    }
}
