using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class DefinitionSpecs(Chrome chrome) : PageSpec(chrome)
{
    private SimulatedDevice _plug = null!;

    public override async Task InitializeAsync()
    {
        _plug = Home.Add("Hall plug");
        Home.Add("Other plug");
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_rename_and_tag_a_device()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await page.Side.GetByLabel("Name").FillAsync("Attic plug");
        await page.Side.GetByLabel("Tags, with spaces between").FillAsync("night attic");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Attic plug" })).ToBeVisibleAsync();
        await Expect(page.Row("Attic plug")).ToBeVisibleAsync();
        await Expect(page.Side.Locator(".about")).ToContainTextAsync("#night");
        await Expect(page.Page.Locator("#tag option")).ToContainTextAsync(["every tag", "attic (1)", "night (1)"]);
    }

    [Fact]
    public async Task Should_show_at_the_field_what_is_wrong_with_it()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await page.Side.GetByLabel("Address").FillAsync("here");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Expect(page.Side.Locator("label:has(input[name=address]) .wrong")).ToContainTextAsync("allowed are an IP address");
        page.IsExpected = said => said.Contains("400", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_overwrite_what_somebody_else_has_changed_meanwhile()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await page.Side.GetByLabel("Name").FillAsync("Mine");
        await page.Page.EvaluateAsync("id => fetch(`/api/definitions/${id}`, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: '{\"name\":\"Theirs\"}' })", _plug.Id);
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Expect(page.Side.Locator("form > .wrong")).ToContainTextAsync("Close this form and open it again");
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Theirs" })).ToBeVisibleAsync();
        page.IsExpected = said => said.Contains("412", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_give_a_device_that_was_paired_again_its_new_key()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
        var key = Protocol.LocalKey.Parse("a-new-local-key!");
        _plug.ChangeKey(key);
        await Expect(page.Row("Hall plug")).ToContainTextAsync("The local key is wrong");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Key" }).ClickAsync();
        await page.Side.GetByLabel("New local key").FillAsync(key.Reveal());
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Set the key" }).ClickAsync();
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
        Assert.DoesNotContain(key.Reveal(), await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_remove_a_device_only_at_the_second_word()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" }).ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Keep it" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(2);
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" }).ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Yes, remove it" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Side).ToBeHiddenAsync();
    }
}
