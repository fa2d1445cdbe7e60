using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Profiles;

namespace TuyaActors.Browser.Tests.Specs;

public sealed class ControlSpecs(Chrome chrome) : PageSpec(chrome)
{
    private SimulatedDevice _lamp = null!;
    private Operator _page = null!;

    public override async Task InitializeAsync()
    {
        _lamp = Home.Simulator.Add(new SimulatedDeviceOptions
        {
            Name = "Hall lamp",
            Profile = DeviceProfile.Bulb,
            Port = 0,
            State = DpSet.Of((20, true), (21, "white"), (22, 500), (24, "007803e803e8")),
        });
        await Home.StartAsync();
        _page = await OpenAsync($"#/device/{_lamp.Id}", name: nameof(ControlSpecs));
        // The controls are there as soon as the device is; what it reports comes with its first answer, and not at all from a lamp that is silenced before that.
        await Expect(_page.Dp(22).Locator(".reported")).ToHaveTextAsync("500");
        await Expect(_page.Dp(21).Locator(".reported")).ToHaveTextAsync("white");
    }

    [Fact]
    public async Task Should_set_a_number_by_its_slider_and_send_the_last_of_many()
    {
        var slider = _page.Dp(22).GetByRole(AriaRole.Slider);
        await Expect(slider).ToHaveValueAsync("500");
        var commands = _lamp.CommandCount;
        await slider.EvaluateAsync("slider => { for (let value = 501; value <= 700; value++) { slider.value = value; slider.dispatchEvent(new Event('input')); } }");
        await Expect(_page.Dp(22).Locator(".reported")).ToHaveTextAsync("700");
        await Expect(_page.Dp(22).Locator(".wish")).ToBeEmptyAsync();
        Assert.Equal(700, _lamp.State[22].AsInteger());
        Assert.InRange(_lamp.CommandCount - commands, 1, 5);

        await slider.PressAsync("ArrowRight");
        await Expect(_page.Dp(22).Locator(".reported")).ToHaveTextAsync("701");
        await _page.Dp(22).GetByRole(AriaRole.Spinbutton).FillAsync("250");
        await _page.Dp(22).GetByRole(AriaRole.Spinbutton).PressAsync("Enter");
        await Expect(_page.Dp(22).Locator(".reported")).ToHaveTextAsync("250");
        Assert.Equal(250, _lamp.State[22].AsInteger());
    }

    [Fact]
    public async Task Should_set_a_word_out_of_those_that_are_allowed()
    {
        var mode = _page.Dp(21).GetByRole(AriaRole.Combobox);
        await Expect(mode).ToHaveValueAsync("white");
        await mode.SelectOptionAsync("scene");
        await Expect(_page.Dp(21).Locator(".reported")).ToHaveTextAsync("scene");
        Assert.Equal("scene", _lamp.State[21].AsString());
    }

    [Fact]
    public async Task Should_set_a_colour()
    {
        var picker = _page.Dp(24).Locator("input[type=color]");
        await Expect(picker).ToHaveValueAsync("#00ff00");
        await picker.FillAsync("#0000ff");
        await Expect(_page.Dp(24).Locator(".reported")).ToHaveTextAsync("00f003e803e8");
        Assert.Equal("00f003e803e8", _lamp.State[24].AsString());
        // The lamp goes into that mode by itself.
        await Expect(_page.Dp(21).GetByRole(AriaRole.Combobox)).ToHaveValueAsync("colour");
    }

    [Fact]
    public async Task Should_set_a_text_and_not_overwrite_what_is_being_typed()
    {
        var box = _page.Dp(25).GetByRole(AriaRole.Textbox).Or(_page.Dp(25).GetByRole(AriaRole.Combobox));
        await box.FillAsync("01");
        _lamp.Set(22, 123);
        await Expect(_page.Dp(22).Locator(".reported")).ToHaveTextAsync("123");
        await Expect(box).ToHaveValueAsync("01");
        await box.PressAsync("Enter");
        await Expect(_page.Dp(25).Locator(".reported")).ToHaveTextAsync("01");
        Assert.Equal("01", _lamp.State[25].AsString());
    }

    [Fact]
    public async Task Should_say_at_the_control_what_the_device_did_not_do()
    {
        _lamp.Faults = DeviceFaults.None with { Silent = true };
        _page.IsExpected = said => said.Contains("/dps", StringComparison.Ordinal);
        await _page.Dp(21).GetByRole(AriaRole.Combobox).SelectOptionAsync("scene");
        await Expect(_page.Dp(21).Locator(".wish")).ToHaveTextAsync("waiting for scene");
        await Expect(_page.Dp(21).Locator(".reported")).ToHaveTextAsync("white");
        await Expect(_page.Dp(21).Locator(".wish")).ToHaveAttributeAsync("data-state", "failed");
        await Expect(_page.Dp(21).Locator(".wish")).ToContainTextAsync("scene: ");
    }

    [Theory]
    [InlineData("hsv16", "007803e803e8", "#00ff00")]
    [InlineData("hsv16", "000003e803e8", "#ff0000")]
    [InlineData("hsv16", "0000000003e8", "#ffffff")]
    [InlineData("rgb8", "00ff000078ffff", "#00ff00")]
    [InlineData("rgb8", "0000ff00f0ffff", "#0000ff")]
    public async Task Should_know_the_two_ways_in_which_bulbs_write_a_colour(string format, string text, string picked)
    {
        var read = await _page.Page.EvaluateAsync<string[]>(
            "async ([format, text, picked]) => { const colour = await import('/page/colour.js'); return [colour.colourFormat(text), colour.toPicked(text), colour.fromPicked(picked, format)]; }",
            new[] { format, text, picked });
        Assert.Equal([format, picked, text], read);
    }

    [Fact]
    public async Task Should_keep_a_picked_colour_through_a_bulbs_own_way_of_writing_it()
    {
        Assert.Equal(
            "",
            await _page.Page.EvaluateAsync<string>("""
                async () => {
                  const { fromPicked, toPicked } = await import("/page/colour.js");
                  for (let i = 0; i < 4096; i++) {
                    const picked = `#${[(i >> 8) & 15, (i >> 4) & 15, i & 15].map(part => (part * 17).toString(16).padStart(2, "0")).join("")}`;
                    if (toPicked(fromPicked(picked, "rgb8")) !== picked) return `rgb8 ${picked}`;
                    const back = toPicked(fromPicked(picked, "hsv16"));
                    const off = [1, 3, 5].map(at => Math.abs(parseInt(back.slice(at, at + 2), 16) - parseInt(picked.slice(at, at + 2), 16)));
                    if (Math.max(...off) > 2) return `hsv16 ${picked} ${back}`;
                  }
                  return "";
                }
                """));
    }
}
