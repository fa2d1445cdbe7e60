using System.Text.RegularExpressions;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class ListSpecs(Chrome chrome) : PageSpec(chrome)
{
    public override async Task InitializeAsync()
    {
        Home.Add("Hall lamp", DeviceProfile.Bulb);
        Home.Add("Hall plug");
        Home.Add("Attic sensor", DeviceProfile.Sensor, ProtocolVersion.V34);
        Home.Add("Kitchen thermostat", DeviceProfile.Thermostat, ProtocolVersion.V35);
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_show_all_devices_with_their_values()
    {
        var page = await OpenAsync();
        await Expect(page.Rows).ToHaveCountAsync(4);
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("All well");
        await Expect(page.Page).ToHaveTitleAsync("All well · TuyaActors");
        var sensor = Home.Simulator.Devices[2];
        var celsius = sensor.State[1].AsInteger() / 10m;
        await Expect(page.Row("Attic sensor")).ToContainTextAsync($"{celsius:0.0} °C");
        await Expect(page.Row("Attic sensor")).ToContainTextAsync("3.4");
        await Expect(page.Row("Attic sensor")).ToContainTextAsync("online");
    }

    [Fact]
    public async Task Should_list_by_name_where_all_are_well_and_by_what_is_clicked()
    {
        var page = await OpenAsync();
        string[] alphabet = ["Attic sensor", "Hall lamp", "Hall plug", "Kitchen thermostat"];
        await ExpectOrderAsync(page, alphabet);
        var head = page.Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "Device" });
        await head.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", "ascending");
        await head.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", "descending");
        await ExpectOrderAsync(page, [.. alphabet.Reverse()]);
    }

    [Fact]
    public async Task Should_filter_by_text_and_keep_the_filter_in_the_address()
    {
        var page = await OpenAsync();
        await page.Page.Locator("#text").FillAsync("hall");
        await Expect(page.Rows).ToHaveCountAsync(2);
        await Expect(page.Page).ToHaveURLAsync(new Regex("#/\\?text=hall$"));
        await Expect(page.Page.Locator("#shown-count")).ToHaveTextAsync("2 of 4 devices");

        // A value that a device reports is found, too.
        await page.Page.Locator("#text").FillAsync("white");
        await Expect(page.Rows).ToHaveCountAsync(1);

        await page.Page.Locator("#text").FillAsync("nobody is called this");
        await Expect(page.Page.Locator("#empty")).ToContainTextAsync("Nothing matches");
        await page.Page.Locator("#empty").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Clear the filter" }).ClickAsync();
        await Expect(page.Rows).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Should_filter_by_a_chip_and_go_back_and_forward()
    {
        Home.Simulator.Devices[1].Kill();
        var page = await OpenAsync();
        var problems = page.Page.Locator("#chips").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "problems" });
        await Expect(problems).ToContainTextAsync("1");
        await problems.ClickAsync();
        await Expect(problems).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Row("Hall plug")).ToBeVisibleAsync();

        await page.Page.GoBackAsync();
        await Expect(page.Rows).ToHaveCountAsync(4);
        await page.Page.GoForwardAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Should_keep_a_chip_of_none_for_a_minute()
    {
        var lost = Home.Simulator.Devices[1];
        lost.Kill();
        var page = await OpenAsync(prepare: page => page.Clock.InstallAsync());
        var refused = page.Page.Locator("#chips").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "refused" });
        await Expect(refused).ToContainTextAsync("1");
        lost.Start();
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("All well");
        await Expect(refused).ToContainTextAsync("0");
        await page.Page.Clock.FastForwardAsync(62_000);
        await Expect(refused).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Should_open_with_the_filter_of_a_link_that_was_passed_on()
    {
        var page = await OpenAsync("#/?text=lamp&state=online");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#text")).ToHaveValueAsync("lamp");
        await Expect(page.Page.Locator("#chips").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "online" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task ExpectOrderAsync(Operator page, string[] names)
    {
        foreach (var (i, name) in names.Index())
        {
            await Expect(page.Page.Locator($".row[aria-rowindex='{i + 2}'] .title")).ToHaveTextAsync(name);
        }
    }
}
