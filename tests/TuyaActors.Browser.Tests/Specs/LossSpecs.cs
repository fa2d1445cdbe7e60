using System.Runtime.CompilerServices;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class LossSpecs(Chrome chrome) : PageSpec(chrome)
{
    private readonly List<SimulatedDevice> _devices = [];

    public override async Task InitializeAsync()
    {
        for (var i = 1; i <= 8; i++)
        {
            _devices.Add(Home.Add($"Plug {i}"));
        }

        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_show_a_lost_device_first_with_what_to_do_and_well_again_when_it_is_back()
    {
        var page = await OpenWellAsync();
        _devices[4].Kill();
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("1 problem");
        await Expect(page.Page).ToHaveTitleAsync("1 problem · TuyaActors");
        var row = page.Row("Plug 5");
        await Expect(row).ToContainTextAsync("refused");
        await Expect(row).ToContainTextAsync("The host answers but nothing listens on the device's port");
        await Expect(row).ToHaveAttributeAsync("aria-rowindex", "2");

        _devices[4].Start();
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("All well");
        await Expect(row).ToContainTextAsync("online");
        await Expect(row).ToHaveAttributeAsync("aria-rowindex", "6");
    }

    [Fact]
    public async Task Should_let_no_row_jump_while_the_pointer_is_over_the_list()
    {
        var page = await OpenWellAsync();
        var row = page.Row("Plug 3");
        await row.HoverAsync();
        var before = await row.BoundingBoxAsync();

        _devices[6].Kill();
        _devices[2].Set(1, !_devices[2].State[1].AsBoolean());
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("1 problem");
        await Expect(page.Row("Plug 7")).ToContainTextAsync("refused");
        await Expect(page.Page.Locator("#order-note")).ToBeVisibleAsync();
        AssertSame(before, await row.BoundingBoxAsync());
        await Expect(page.Row("Plug 7")).ToHaveAttributeAsync("aria-rowindex", "8");

        // With the pointer gone, the worst is first again.
        await page.Page.Mouse.MoveAsync(5, 5);
        await Expect(page.Row("Plug 7")).ToHaveAttributeAsync("aria-rowindex", "2");
        await Expect(page.Page.Locator("#order-note")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Should_sort_at_once_for_somebody_who_asks_for_it()
    {
        var page = await OpenWellAsync();
        await page.Row("Plug 3").HoverAsync();
        _devices[6].Kill();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sort now" }).ClickAsync();
        await Expect(page.Row("Plug 7")).ToHaveAttributeAsync("aria-rowindex", "2");
    }

    // All are online, and stand in the order of their names.
    private async Task<Operator> OpenWellAsync([CallerMemberName] string name = "")
    {
        var page = await OpenAsync(name: name);
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("All well");
        foreach (var i in Enumerable.Range(1, _devices.Count))
        {
            await Expect(page.Row($"Plug {i}")).ToHaveAttributeAsync("aria-rowindex", $"{i + 1}");
        }

        return page;
    }

    private static void AssertSame(LocatorBoundingBoxResult? before, LocatorBoundingBoxResult? after) =>
        Assert.Equal((before!.X, before.Y, before.Width, before.Height), (after!.X, after.Y, after.Width, after.Height));
}
