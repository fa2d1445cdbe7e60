using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class LookSpecs(Chrome chrome) : PageSpec(chrome)
{
    private static readonly string[] Odd =
    [
        new('W', 200), "Ein Gerät namens 'Küche' & <b>mehr</b>", "مصباح غرفة الجلوس", "客厅的灯", "👩‍👩‍👧‍👦 family lamp 🏳️‍🌈", "a‮b reversed", "https://example.org/" + new string('x', 120),
    ];

    public override async Task InitializeAsync()
    {
        foreach (var name in Odd)
        {
            Home.Simulator.Add(new SimulatedDeviceOptions { Name = name, Port = 0, Profile = DeviceProfile.Bulb, State = DpSet.Of((25, new string('f', 255))) });
        }

        Home.Add("Plug");
        await Home.StartAsync();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(2560)]
    public async Task Should_fit_any_width_with_any_name_and_value(int width)
    {
        var lost = Home.Simulator.Devices[0];
        lost.Kill();
        var page = await OpenAsync(options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 780 }, HasTouch = width < 800 }, name: $"Width {width}");
        await Expect(page.Rows).ToHaveCountAsync(Odd.Length + 1);
        await Expect(page.Page.Locator("#headline")).ToHaveTextAsync("1 problem");
        await ExpectFitAsync(page);
        await page.Row(Odd[4]).Locator(".title").ClickAsync();
        await Expect(page.Dp(25)).ToBeVisibleAsync();
        await ExpectFitAsync(page);
        Assert.Equal(width >= 900, await page.Page.Locator("#list").IsVisibleAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(20, 27, 35)")]
    public async Task Should_be_light_or_dark_as_the_system_is_until_somebody_chooses(ColorScheme scheme, string sheet)
    {
        var page = await OpenAsync(options: new BrowserNewContextOptions { ColorScheme = scheme }, name: $"{scheme}");
        await Expect(page.Page.Locator("#header")).ToHaveCSSAsync("background-color", sheet);
        await page.Page.Locator("#theme").ClickAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await page.Page.Locator("#theme").ClickAsync();
        await Expect(page.Page.Locator("#header")).ToHaveCSSAsync("background-color", "rgb(20, 27, 35)");
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Should_give_every_control_a_name_and_a_hand_something_to_hit()
    {
        var page = await OpenAsync($"#/device/{Home.Simulator.Devices[1].Id}", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
        await Expect(page.Dp(25)).ToBeVisibleAsync();
        await page.Side.GetByText("Frames of the last minute").ClickAsync();
        await page.Side.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await Expect(page.Side.GetByLabel("Name")).ToBeVisibleAsync();
        Assert.Equal("", await page.AskAsync<string>(Nameless));
        Assert.Equal("", await page.AskAsync<string>(Small));
        Assert.Equal("", await page.AskAsync<string>(TwiceThere));
    }

    private static async Task ExpectFitAsync(Operator page)
    {
        Assert.Equal("", await page.AskAsync<string>("""
            () => {
              const { scrollWidth, clientWidth } = document.documentElement;
              if (scrollWidth > clientWidth) return `the page is ${scrollWidth} wide, and its window ${clientWidth}`;
              const wide = [...document.querySelectorAll("#header, #list, #side, .row:not([hidden]), .device-body")].find(part => part.getClientRects().length && part.getBoundingClientRect().right > clientWidth + 0.5);
              return wide ? `${wide.id || wide.className} ends at ${wide.getBoundingClientRect().right} of ${clientWidth}` : "";
            }
            """));
    }

    private const string Nameless = """
        () => [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=switch], [tabindex='0']")]
          .filter(control => control.getClientRects().length)
          .filter(control => !(control.getAttribute("aria-label") || control.labels?.[0]?.textContent.trim() || control.textContent.trim() || control.title))
          .map(control => control.outerHTML.slice(0, 200)).join("\n")
        """;

    private const string Small = """
        () => [...document.querySelectorAll("button, select, input:not([type=checkbox]):not([type=range])")]
          .filter(control => control.getClientRects().length)
          .filter(control => { const { width, height } = control.getBoundingClientRect(); return width < 24 || height < 24; })
          .map(control => control.outerHTML.slice(0, 200)).join("\n")
        """;

    private const string TwiceThere = """
        () => [...document.querySelectorAll("[id]")].map(element => element.id).filter((id, i, all) => all.indexOf(id) !== i).join()
        """;
}
