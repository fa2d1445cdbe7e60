using System.Text.Json;

namespace TuyaActors.Browser.Tests.Probes;

/// <summary>Somebody at the page. Whatever the page complains of in its console, and each request that fails, is a failure.</summary>
public sealed class Operator : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly IBrowserContext _context;
    private readonly string _name;

    private Operator(IBrowserContext context, IPage page, string name) => (_context, Page, _name) = (context, page, name);

    public IPage Page { get; }

    /// <summary>What is no complaint here: the browser itself logs that a node is away.</summary>
    public Func<string, bool> IsExpected { get; set; } = _ => false;

    public ILocator Rows => Page.Locator("#canvas .row:visible");

    public ILocator Side => Page.Locator("#side");

    public static async Task<Operator> OpenAsync(Chrome chrome, string name, BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null)
    {
        options ??= new BrowserNewContextOptions();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };
        var context = await chrome.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        SetDefaultExpectTimeout(20_000);
        var opened = new Operator(context, page, name);
        opened.Listen();
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        return opened;
    }

    public async Task GoAsync(string url)
    {
        await Page.GotoAsync(url);
        await Expect(Page.Locator("#link")).ToHaveAttributeAsync("data-state", "live");
    }

    public ILocator Row(string name) => Rows.Filter(new LocatorFilterOptions { Has = Page.GetByText(name, new PageGetByTextOptions { Exact = true }) });

    /// <summary>The group of one DP in the device's view.</summary>
    public ILocator Dp(int dp) => Side.Locator($".dp[data-dp='{dp}']");

    public async Task<T> AskAsync<T>(string script) => (await Page.EvaluateAsync<JsonElement>(script)).Deserialize<T>()!;

    public async ValueTask DisposeAsync()
    {
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chrome.Pictures, $"{_name}.png") });
        var complaints = _complaints.Where(said => !IsExpected(said)).ToList();
        await _context.CloseAsync();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private void Listen()
    {
        Page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
            {
                _complaints.Add($"{said.Type}: {said.Text} {said.Location}");
            }
        };
        Page.PageError += (_, thrown) => _complaints.Add($"thrown: {thrown}");
        Page.RequestFailed += (_, request) =>
        {
            // A page that goes away, or watches another device, ends its stream.
            if (!(request.Url.Contains("/api/live", StringComparison.Ordinal) && request.Failure?.Contains("ABORTED", StringComparison.Ordinal) == true))
            {
                _complaints.Add($"failed: {request.Method} {request.Url}: {request.Failure}");
            }
        };
    }
}
