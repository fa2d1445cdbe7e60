using System.Runtime.CompilerServices;

namespace TuyaActors.Browser.Tests.Probes;

/// <summary>A specification with a home and somebody at its page.</summary>
[Collection(Chrome.Name)]
public abstract class PageSpec(Chrome chrome) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _ends = [];

    protected Home Home { get; private set; } = new();

    protected Chrome Chrome => chrome;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // The page goes first, while its node is there.
        _ends.Reverse();
        foreach (var end in _ends)
        {
            await end.DisposeAsync();
        }

        await Home.DisposeAsync();
    }

    /// <summary>Ends with the specification.</summary>
    protected void Ends(IAsyncDisposable what) => _ends.Add(what);

    /// <summary>Another home than a quiet one.</summary>
    protected async Task MoveToAsync(Home home)
    {
        await Home.DisposeAsync();
        Home = home;
    }

    protected async Task<Operator> OpenAsync(
        string hash = "", BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null, [CallerMemberName] string name = "")
    {
        var opened = await Operator.OpenAsync(chrome, $"{GetType().Name}.{name}", options, prepare);
        _ends.Add(opened);
        await opened.GoAsync(Home.Url + hash);
        return opened;
    }
}
