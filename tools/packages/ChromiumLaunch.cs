using System.Reflection;

namespace TuyaActors.Chromium;

/// <summary>How the machine's own Chromium is started, without a window.</summary>
internal static class ChromiumLaunch
{
    /// <summary>With a home of its own, so that it leaves nothing in anybody's.</summary>
    public static BrowserTypeLaunchOptions Options(string home) => new()
    {
        ExecutablePath = typeof(ChromiumLaunch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "Chromium").Value,
        // The sandbox needs rights that a container seldom gives; the rest asks nobody outside for anything.
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        Env = new Dictionary<string, string> { ["HOME"] = home },
    };
}
