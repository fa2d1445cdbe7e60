using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class SwitchSpecs(Chrome chrome) : PageSpec(chrome)
{
    [Theory]
    [InlineData(1, ProtocolVersion.V33)]
    [InlineData(20, ProtocolVersion.V35)]
    public async Task Should_switch_a_device_in_its_row_and_show_that_it_did(int dp, ProtocolVersion version)
    {
        var device = Home.Add("Hall", dp == 20 ? DeviceProfile.Bulb : DeviceProfile.Plug, version);
        await Home.StartAsync();
        var page = await OpenAsync();
        var was = device.State[dp].AsBoolean();
        var button = page.Row("Hall").GetByRole(AriaRole.Switch, new LocatorGetByRoleOptions { Name = "Switch Hall" });
        await Expect(button).ToHaveAttributeAsync("aria-checked", Word(was));

        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-checked", Word(!was));
        Assert.Equal(!was, device.State[dp].AsBoolean());

        // A hand at the device itself is seen, too.
        device.Set(dp, was);
        await Expect(button).ToHaveAttributeAsync("aria-checked", Word(was));
    }

    [Fact]
    public async Task Should_show_what_was_asked_for_apart_until_the_device_reports_it()
    {
        var device = Home.Add("Hall");
        await Home.StartAsync();
        var page = await OpenAsync();
        var was = device.State[1].AsBoolean();
        var button = page.Row("Hall").GetByRole(AriaRole.Switch);
        await Expect(button).ToHaveAttributeAsync("aria-checked", Word(was));

        device.Faults = DeviceFaults.None with { Silent = true };
        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("data-wish", was ? "off" : "on");
        await Expect(button).ToHaveAttributeAsync("aria-checked", Word(was));
        await Expect(page.Row("Hall").Locator(".sentence")).ToHaveAttributeAsync("data-failed", "");
        await Expect(button).Not.ToHaveAttributeAsync("data-wish", was ? "off" : "on");
        page.IsExpected = said => said.Contains("/dps", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_why_where_a_device_cannot_be_switched()
    {
        var device = Home.Add("Hall");
        await Home.StartAsync();
        var page = await OpenAsync();
        await Expect(page.Row("Hall").GetByRole(AriaRole.Switch)).ToBeVisibleAsync();
        device.Kill();
        await Expect(page.Row("Hall")).ToContainTextAsync("refused");
        await page.Row("Hall").GetByRole(AriaRole.Switch).ClickAsync();
        await Expect(page.Row("Hall").Locator(".sentence")).ToHaveAttributeAsync("data-failed", "");
        await Expect(page.Row("Hall").Locator(".sentence")).ToContainTextAsync("not online");
        page.IsExpected = said => said.Contains("/dps", StringComparison.Ordinal);
    }

    private static string Word(bool on) => on ? "true" : "false";
}
