using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class KeyboardSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Fact]
    public async Task Should_be_operated_by_the_keyboard_alone()
    {
        var devices = new List<SimulatedDevice>();
        for (var i = 1; i <= 3; i++)
        {
            devices.Add(Home.Add($"Plug {i}"));
        }

        await Home.StartAsync();
        var page = await OpenAsync();
        var keys = page.Page.Keyboard;
        foreach (var i in Enumerable.Range(1, 3))
        {
            await Expect(page.Row($"Plug {i}")).ToHaveAttributeAsync("aria-rowindex", $"{i + 1}");
            await Expect(page.Row($"Plug {i}")).ToContainTextAsync("online");
        }

        await keys.PressAsync("j");
        await Expect(page.Row("Plug 1")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("active"));
        await keys.PressAsync("ArrowDown");
        await Expect(page.Page.Locator("#grid")).ToBeFocusedAsync();
        await Expect(page.Page.Locator("#grid")).ToHaveAttributeAsync("aria-activedescendant", await page.Row("Plug 2").GetAttributeAsync("id") ?? "");

        var was = devices[1].State[1].AsBoolean();
        await keys.PressAsync("Space");
        await Expect(page.Row("Plug 2").GetByRole(AriaRole.Switch)).ToHaveAttributeAsync("aria-checked", was ? "false" : "true");
        Assert.Equal(!was, devices[1].State[1].AsBoolean());

        await keys.PressAsync("x");
        await keys.PressAsync("k");
        await keys.PressAsync("x");
        await Expect(page.Page.Locator("#bulk")).ToContainTextAsync("2 selected");
        await keys.PressAsync("Escape");
        await Expect(page.Page.Locator("#bulk")).ToBeHiddenAsync();

        await keys.PressAsync("Enter");
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Plug 1" })).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.Side).ToBeHiddenAsync();
        await Expect(page.Page.Locator("#grid")).ToBeFocusedAsync();

        await keys.PressAsync("/");
        await Expect(page.Page.Locator("#text")).ToBeFocusedAsync();
        await keys.TypeAsync("plug 3");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await keys.PressAsync("Escape");
        await Expect(page.Rows).ToHaveCountAsync(3);
        await keys.PressAsync("Escape");

        await page.Page.GotoAsync($"{Home.Url}#/?text=plug");
        await page.Page.Locator("#skip").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Page.Locator("#grid")).ToBeFocusedAsync();
        await Expect(page.Page.Locator("#text")).ToHaveValueAsync("plug");

        await keys.PressAsync("?");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keys");
        await keys.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }
}
