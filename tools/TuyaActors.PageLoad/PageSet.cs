using System.Globalization;
using TuyaActors.Chromium;

namespace TuyaActors.PageLoad;

/// <summary>Pages that are open in one browser, each in a context of its own.</summary>
internal sealed class PageSet : IPageSet
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly DirectoryInfo _home;
    private readonly List<(IPage Page, ICDPSession Session)> _pages = [];
    private readonly List<string> _problems = [];

    private PageSet(IPlaywright playwright, IBrowser browser, DirectoryInfo home) => (_playwright, _browser, _home) = (playwright, browser, home);

    public int Count => _pages.Count;

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Opens them.</summary>
    public static async Task<IPageSet> OpenAsync(Uri node, int count, TextWriter output)
    {
        var playwright = await Playwright.CreateAsync();
        var home = Directory.CreateTempSubdirectory("tuyactors-page-load-browser-");
        var set = new PageSet(playwright, await playwright.Chromium.LaunchAsync(ChromiumLaunch.Options(home.FullName)), home);
        for (var i = 0; i < count; i++)
            await set.AddAsync(node);
        output.WriteLine($"{count} pages are open in {set._browser.BrowserType.Name} {set._browser.Version}");
        return set;
    }

    public async Task<(double Busy, long Heap, long Nodes)> LookAsync()
    {
        var (busy, heap, nodes) = (0.0, 0L, 0L);
        foreach (var (_, session) in _pages)
        {
            await session.SendAsync("HeapProfiler.collectGarbage");
            var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
                .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
            busy += metrics["TaskDuration"];
            heap += (long)metrics["JSHeapUsedSize"];
            nodes += (long)metrics["Nodes"];
        }

        return (busy, heap / Count, nodes / Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _home.Refresh();
        if (_home.Exists)
            _home.Delete(recursive: true);
    }

    private async Task AddAsync(Uri node)
    {
        var context = await _browser.NewContextAsync();
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        await page.GotoAsync(node.ToString());
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        await session.SendAsync("HeapProfiler.enable");
        _pages.Add((page, session));
    }

    private void Note(bool isProblem, string text)
    {
        if (isProblem)
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"a page says: {text}"));
    }
}

/// <summary>Opens pages where that is possible.</summary>
internal static class Pages
{
    public static async Task<IPageSet?> OpenAsync(Uri node, int count, TextWriter output) => count == 0 ? null : await PageSet.OpenAsync(node, count, output);
}
