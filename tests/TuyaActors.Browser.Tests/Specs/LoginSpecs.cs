using TuyaActors.Browser.Tests.Probes;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class LoginSpecs(Chrome chrome) : PageSpec(chrome)
{
    private const string Token = "a-token-of-this-test-alone";

    public override async Task InitializeAsync()
    {
        await MoveToAsync(new Home { Token = Token });
        Home.Add("Hall plug");
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_ask_for_the_token_and_show_nothing_before_it_has_it()
    {
        var page = await Operator.OpenAsync(Chrome, $"{nameof(LoginSpecs)}.{nameof(Should_ask_for_the_token_and_show_nothing_before_it_has_it)}");
        Ends(page);
        await page.Page.GotoAsync(Home.Url);
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Token")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByLabel("Token").FillAsync("a-token-of-somebody-else");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Log in" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("This is not the node's token.");
        await Expect(page.Rows).ToHaveCountAsync(0);
        page.IsExpected = said => said.Contains("401", StringComparison.Ordinal);

        await dialog.GetByLabel("Token").FillAsync(Token);
        await dialog.GetByLabel("Token").PressAsync("Enter");
        await Expect(page.Row("Hall plug")).ToBeVisibleAsync();
        await Expect(dialog).ToBeHiddenAsync();
        Assert.DoesNotContain(Token, await page.Page.ContentAsync(), StringComparison.Ordinal);

        // A command goes through, too, and a reload asks for nothing.
        await Expect(page.Row("Hall plug")).ToContainTextAsync("online");
        await page.Row("Hall plug").ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Refresh" }).ClickAsync();
        await Expect(page.Side.Locator(".actions .outcome")).ToHaveAttributeAsync("data-state", "done");
        await page.Page.ReloadAsync();
        await Expect(page.Row("Hall plug")).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(page.Rows).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Should_ask_again_where_the_node_has_another_token_now()
    {
        var page = await Operator.OpenAsync(Chrome, $"{nameof(LoginSpecs)}.{nameof(Should_ask_again_where_the_node_has_another_token_now)}");
        Ends(page);
        await page.Page.GotoAsync(Home.Url);
        await page.Page.GetByLabel("Token").FillAsync(Token);
        await page.Page.GetByLabel("Token").PressAsync("Enter");
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "live");

        // As after a restart with another token: what the page has is worth nothing any more.
        page.IsExpected = said => said.Contains("401", StringComparison.Ordinal);
        await page.Page.Context.ClearCookiesAsync();
        await page.Page.EvaluateAsync("id => { location.hash = `#/device/${id}`; }", Home.Simulator.Devices[0].Id);
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#link")).ToHaveAttributeAsync("data-state", "denied");
    }
}
