using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class BulkSpecs(Chrome chrome) : PageSpec(chrome)
{
    private readonly List<SimulatedDevice> _plugs = [];
    private Operator _page = null!;

    private ILocator Bar => _page.Page.Locator("#bulk");

    public override async Task InitializeAsync()
    {
        for (var i = 1; i <= 4; i++)
        {
            _plugs.Add(Home.Simulator.Add(new SimulatedDeviceOptions { Name = $"Plug {i}", Port = 0, State = Protocol.DpSet.Of((1, false)) }));
        }

        Home.Add("Sensor", DeviceProfile.Sensor);
        await Home.StartAsync();
        // By state, as the list stands otherwise, one that came online a moment later than the others may be listed before them for as long as somebody reads.
        _page = await OpenAsync("#/?sort=name", name: nameof(BulkSpecs));
        _page.IsExpected = said => said.Contains("/dps", StringComparison.Ordinal);
        await Expect(_page.Rows.Filter(new LocatorFilterOptions { HasText = "online" })).ToHaveCountAsync(5);
    }

    [Fact]
    public async Task Should_switch_all_that_are_selected_and_tell_each_outcome()
    {
        _plugs[3].Kill();
        await Expect(_page.Row("Plug 4")).ToContainTextAsync("refused");
        await _page.Page.GetByLabel("Select all that are listed").CheckAsync();
        await Expect(Bar).ToContainTextAsync("5 selected");
        await Bar.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "On", Exact = true }).ClickAsync();
        await Expect(Bar).ToContainTextAsync("Switched on: 3 of 5 done.");
        await Expect(Bar.Locator(".outcomes li")).ToHaveCountAsync(5);
        await Expect(Bar.Locator(".outcomes li").Filter(new LocatorFilterOptions { HasText = "Sensor" })).ToContainTextAsync("no switch that is known");
        await Expect(Bar.Locator(".outcomes li").Filter(new LocatorFilterOptions { HasText = "Plug 4" })).ToHaveAttributeAsync("data-tone", "fail");
        Assert.All(_plugs.Take(3), plug => Assert.True(plug.State[1].AsBoolean()));

        await Bar.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Select none" }).ClickAsync();
        await Expect(Bar).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Should_set_any_dp_of_those_that_are_selected()
    {
        await _page.Row("Plug 1").GetByRole(AriaRole.Checkbox).CheckAsync();
        await _page.Row("Plug 3").GetByRole(AriaRole.Checkbox).ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Bar).ToContainTextAsync("3 selected");
        await Bar.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Set DP" }).ClickAsync();
        await Bar.GetByLabel("DP number").FillAsync("9");
        await Bar.GetByLabel("Value as JSON").FillAsync("3600");
        await Bar.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Set", Exact = true }).ClickAsync();
        await Expect(Bar).ToContainTextAsync("Set DP 9: 3 of 3 done.");
        Assert.Equal([3600L, 3600L, 3600L, 0L], _plugs.Select(plug => plug.State[9].AsInteger()));
    }
}
