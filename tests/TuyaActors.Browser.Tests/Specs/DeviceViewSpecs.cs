using System.Text.RegularExpressions;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class DeviceViewSpecs(Chrome chrome) : PageSpec(chrome)
{
    private SimulatedDevice _plug = null!;
    private SimulatedDevice _gateway = null!;

    public override async Task InitializeAsync()
    {
        await MoveToAsync(new Home(quiet: false));
        _plug = Home.Add("Hall plug");
        _gateway = Home.Simulator.Add(new SimulatedDeviceOptions
        {
            Name = "Gateway",
            Profile = DeviceProfile.Gateway,
            Port = 0,
            SubDevices = [new SimulatedSubDeviceOptions { Name = "Door sensor", Profile = DeviceProfile.Sensor }],
        });
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_open_from_the_list_close_and_keep_its_place_in_the_address()
    {
        var page = await OpenAsync();
        await page.Row("Hall plug").ClickAsync();
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Hall plug" })).ToBeFocusedAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex($"#/device/{_plug.Id}$"));
        await Expect(page.Row("Gateway")).ToBeVisibleAsync();

        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close" }).ClickAsync();
        await Expect(page.Side).ToBeHiddenAsync();
        await page.Page.GoBackAsync();
        await Expect(page.Side).ToContainTextAsync("Hall plug");
    }

    [Fact]
    public async Task Should_draw_a_chart_that_grows_and_tells_the_value_under_the_pointer()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        var panels = page.Side.Locator(".panel");
        await Expect(panels).ToHaveCountAsync(3);
        await Expect(panels.Filter(new LocatorFilterOptions { HasText = "voltage" })).ToContainTextAsync(new Regex("voltage 2\\d\\d\\.\\d V"));
        var before = await page.Page.EvaluateAsync<int>("async id => { window.line = (await import('/page/series.js')).recorder.of(id).get('20'); return window.line.length; }", _plug.Id);
        await page.Page.WaitForFunctionAsync("before => window.line.length > before + 2", before);
        Assert.True(await page.AskAsync<bool>(Inked));

        var chip = page.Side.Locator(".series").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "voltage" });
        await Expect(chip).ToHaveAttributeAsync("aria-pressed", "true");
        await chip.ClickAsync();
        await Expect(panels).ToHaveCountAsync(2);
        await chip.ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "15 min" }).ClickAsync();
        await Expect(page.Side.Locator(".panels")).ToHaveAttributeAsync("aria-label", new Regex("last 15 minutes"));

        await page.Side.Locator(".panels").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(panels.First.Locator("figcaption")).ToContainTextAsync(new Regex("\\d\\d:\\d\\d:\\d\\d"));
    }

    [Fact]
    public async Task Should_tell_how_the_device_came_to_stand_where_it_does()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
        _plug.Kill();
        await Expect(page.Side.Locator(".diagnosis")).ToContainTextAsync("The host answers but nothing listens");
        await Expect(page.Side.Locator(".diagnosis")).ToContainTextAsync("Seen:");
        await Expect(page.Side.Locator(".periods li").First).ToContainTextAsync("refused");
        await Expect(page.Side.Locator(".stale")).ToContainTextAsync("may be out of date");

        _plug.Start();
        await Expect(page.Side.Locator(".periods li").First).ToContainTextAsync("online");
        await Expect(page.Side.Locator(".periods li").Nth(1)).ToContainTextAsync("refused");
        await Expect(page.Side.Locator(".diagnosis")).ToBeHiddenAsync();

        await page.Side.Locator(".band").FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(page.Side.Locator(".told-period")).ToContainTextAsync("online since");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Side.Locator(".told-period")).ToContainTextAsync("refused since");
    }

    [Fact]
    public async Task Should_show_frames_only_while_somebody_looks_at_them()
    {
        var asked = 0;
        var page = await OpenAsync($"#/device/{_plug.Id}", prepare: page =>
        {
            page.Request += (_, request) => asked += request.Url.EndsWith("/frames", StringComparison.Ordinal) ? 1 : 0;
            return Task.CompletedTask;
        });
        await Expect(page.Dp(1)).ToBeVisibleAsync();
        Assert.Equal(0, asked);
        await page.Side.GetByText("Frames of the last minute").ClickAsync();
        var received = page.Side.Locator(".frame.received").First;
        await Expect(received).ToContainTextAsync("bytes");
        await Expect(received.Locator(".hex")).ToContainTextAsync("000055aa");
        await Expect(page.Side.Locator(".frame .payload").First).ToContainTextAsync("dps");
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task Should_show_those_behind_a_gateway_and_lead_to_them()
    {
        var page = await OpenAsync($"#/device/{_gateway.Id}");
        await page.Side.Locator(".behind").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Door sensor" }).ClickAsync();
        await Expect(page.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Door sensor" })).ToBeVisibleAsync();
        await Expect(page.Dp(1).Locator(".reported")).ToContainTextAsync("°C");
        await Expect(page.Side.Locator(".facts")).ToContainTextAsync("Gateway");
    }

    [Fact]
    public async Task Should_ask_the_device_anew_and_say_what_came_of_it()
    {
        var page = await OpenAsync($"#/device/{_plug.Id}");
        await Expect(page.Side.Locator(".device-state")).ToContainTextAsync("online");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Refresh" }).ClickAsync();
        await Expect(page.Side.Locator(".actions .outcome")).ToHaveAttributeAsync("data-state", "done");
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Reconnect" }).ClickAsync();
        await Expect(page.Side.Locator(".actions .outcome")).ToHaveAttributeAsync("data-state", "done");
    }

    [Fact]
    public async Task Should_say_so_where_there_is_no_such_device()
    {
        var page = await OpenAsync("#/device/nobody-of-this-id");
        await Expect(page.Side).ToContainTextAsync("The fleet has no device with this id.");
        page.IsExpected = said => said.Contains("404", StringComparison.Ordinal);
    }

    private const string Inked = """
        () => {
          const canvas = document.querySelector(".panel canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some(part => part !== 0);
        }
        """;
}
