using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

/// <summary>What axe-core finds: contrast, names, roles, and how they stand to each other.</summary>
public sealed class AccessibilitySpecs(Chrome chrome) : PageSpec(chrome)
{
    public override async Task InitializeAsync()
    {
        Home.Add("Hall lamp", DeviceProfile.Bulb);
        Home.Add("Hall plug");
        Home.Add("Lost plug");
        Home.Add("Paired anew");
        Home.AddStranger("Cellar plug");
        await Home.StartAsync();
        Home.Simulator.Devices[2].Kill();
        Home.Simulator.Devices[3].ChangeKey(Protocol.LocalKey.Parse("a-new-local-key!"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Should_leave_nothing_to_find(ColorScheme scheme, int width)
    {
        // axe-core comes in as a script, which the page's policy would not let in.
        var options = new BrowserNewContextOptions { BypassCSP = true, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } };
        var page = await OpenAsync(options: options, name: $"{scheme} {width}");
        page.IsExpected = said => said.Contains("/dps", StringComparison.Ordinal);
        await Expect(page.Row("Lost plug")).ToContainTextAsync("refused");
        await Expect(page.Row("Paired anew")).ToContainTextAsync("key rejected");
        await ExpectNothingAsync(page);

        await page.Page.GetByLabel("Select all that are listed").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "On", Exact = true }).ClickAsync();
        await Expect(page.Page.Locator(".outcomes li")).ToHaveCountAsync(4);
        await ExpectNothingAsync(page);

        await page.Page.GotoAsync($"{Home.Url}#/new");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Adopt" }).ClickAsync();
        await ExpectNothingAsync(page);

        await page.Page.GotoAsync($"{Home.Url}#/device/{Home.Simulator.Devices[0].Id}");
        await Expect(page.Dp(22)).ToBeVisibleAsync();
        await page.Side.GetByText("Frames of the last minute").ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await Expect(page.Side.GetByLabel("Name")).ToBeVisibleAsync();
        await ExpectNothingAsync(page);

        await page.Page.GotoAsync($"{Home.Url}#/device/{Home.Simulator.Devices[2].Id}");
        await Expect(page.Side.Locator(".diagnosis")).ToBeVisibleAsync();
        await Expect(page.Dp(1)).ToBeVisibleAsync();
        await ExpectNothingAsync(page);

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Help and keys" }).ClickAsync();
        await ExpectNothingAsync(page);
    }

    private static async Task ExpectNothingAsync(Operator page)
    {
        var found = await page.Page.RunAxe();
        Assert.NotEmpty(found.Passes);
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(Tell)));
    }

    private static string Tell(AxeResultItem violation) => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}";
}
