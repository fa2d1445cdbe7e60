using System.Reflection;
using TuyaActors.Chromium;

namespace TuyaActors.Browser.Tests.Probes;

/// <summary>One browser for all specifications; each has a context, and so cookies and storage, of its own.</summary>
public sealed class Chrome : IAsyncLifetime
{
    public const string Name = "Chromium";

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("tuyactors-browser-");
    private IPlaywright _playwright = null!;

    /// <summary>Where pictures go.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Fact("Artifacts"), "browser")).FullName;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(ChromiumLaunch.Options(_profile.FullName));
    }

    public async Task DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright.Dispose();
        _profile.Delete(recursive: true);
    }

    private static string Fact(string name) =>
        typeof(Chrome).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == name).Value!;
}

/// <summary>All specifications use the browser one after the other: on two cores, several pages would time each other's patience.</summary>
[CollectionDefinition(Chrome.Name)]
public sealed class ChromeCollection : ICollectionFixture<Chrome>;
