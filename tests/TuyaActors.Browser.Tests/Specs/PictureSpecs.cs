using System.Globalization;
using System.Text.Json.Nodes;
using TuyaActors.Browser.Tests.Probes;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Browser.Tests.Specs;

/// <summary>The pictures of the README, of a fleet as it is on a bad day; <c>tools/screenshots</c> takes them over.</summary>
public sealed class PictureSpecs(Chrome chrome) : PageSpec(chrome)
{
    private const int Devices = 90;
    private const int MostBytes = 200_000;

    // A chart of some minutes takes these minutes: for the README, not for each run.
    private static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("TUYACTORS_PICTURE_SECONDS") ?? "2", CultureInfo.InvariantCulture);

    public override async Task InitializeAsync()
    {
        await MoveToAsync(new Home(quiet: false, pushInterval: TimeSpan.FromSeconds(3)) { Describe = Describe });
        Home.Simulator.AddRange(SimulatedFleet.Create(Devices, seed: 3, firstAddress: OwnAddresses.Of(92, 1)));
        Home.AddStranger("Somebody");
        Home.AddStranger("Somebody else");
        await Home.StartAsync();
    }

    [Fact]
    public async Task Should_look_as_the_readme_shows_it()
    {
        var plugs = Home.Simulator.Devices.Where(device => device.Profile.Kind == "plug").ToList();
        var shown = plugs[3];
        shown.Set(1, true);
        var light = await OpenAsync(options: Of(1280, 800, ColorScheme.Light), name: "light");
        await Expect(light.Page.Locator("#figures")).ToContainTextAsync($"{Devices} of {Devices} online");
        shown.Kill();
        await Expect(light.Row(shown.Name)).ToContainTextAsync("refused");
        shown.Start();
        await Expect(light.Page.Locator("#headline")).ToHaveTextAsync("All well");
        Break();
        await Expect(light.Page.Locator("#headline")).ToHaveTextAsync("6 problems");
        await Expect(light.Row(Home.Simulator.Devices[9].Name)).ToContainTextAsync("key rejected");

        var device = await OpenAsync($"#/device/{shown.Id}", Of(1280, 800, ColorScheme.Light), name: "device");
        await device.Page.EvaluateAsync("async () => { window.recorder = (await import('/page/series.js')).recorder; }");
        await device.Page.WaitForFunctionAsync(
            "([id, seconds]) => { const line = window.recorder.of(id).get('19'); return line?.length > 2 && line.time(line.length - 1) - line.time(0) > seconds * 1000; }",
            new object[] { shown.Id, Seconds },
            new PageWaitForFunctionOptions { Timeout = 60_000 + (Seconds * 1000), PollingInterval = 500 });
        await device.Side.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "Values" }).EvaluateAsync("heading => heading.scrollIntoView()");
        await TakeAsync(device, "device");

        await TakeAsync(light, "list-light");
        var dark = await OpenAsync(options: Of(1280, 800, ColorScheme.Dark), name: "dark");
        await Expect(dark.Row(Home.Simulator.Devices[9].Name)).ToContainTextAsync("key rejected");
        await Expect(dark.Page.Locator(".value b:visible").First).ToBeVisibleAsync();
        await TakeAsync(dark, "list-dark");
        var phone = await OpenAsync(options: Of(390, 844, ColorScheme.Light), name: "phone");
        await Expect(phone.Row(Home.Simulator.Devices[9].Name)).ToContainTextAsync("key rejected");
        await TakeAsync(phone, "phone");
    }

    private void Break()
    {
        var all = Home.Simulator.Devices;
        all[9].ChangeKey(LocalKey.Parse("a-new-local-key!"));
        all[12].Faults = DeviceFaults.None with { ResetOnConnect = true };
        all[12].DropConnection(reset: true);
        all[20].Faults = DeviceFaults.None with { Silent = true };
        all[20].DropConnection(reset: true);
        all[31].Kill();
        all[44].Kill();
        all[56].Kill();
    }

    private static void Describe(JsonObject device)
    {
        var words = ((string)device["name"]!).Split(' ');
        device["group"] = string.Join(' ', words.TakeWhile((word, i) => i == 0 || word == "room"));
        device["tags"] = new JsonArray(words[^2]);
    }

    private static BrowserNewContextOptions Of(int width, int height, ColorScheme scheme) =>
        new() { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, HasTouch = width < 500, IsMobile = width < 500 };

    private static async Task TakeAsync(Operator page, string name)
    {
        var path = Path.Combine(Chrome.Pictures, $"readme-{name}.png");
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, Animations = ScreenshotAnimations.Disabled });
        Assert.InRange(new FileInfo(path).Length, 10_000, MostBytes);
    }
}
