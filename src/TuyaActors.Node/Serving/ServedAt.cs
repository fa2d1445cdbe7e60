using System.Net;
using TuyaActors.Node.Http;

namespace TuyaActors.Node.Serving;

/// <summary>Chooses, of all addresses that are served, the one that programs on this machine use.</summary>
internal static class ServedAt
{
    /// <summary>A loopback address if there is one, for it always works here; without a slash at the end.</summary>
    /// <param name="addresses">What the server says that it listens on.</param>
    public static string BestOf(IEnumerable<string> addresses)
    {
        var served = addresses.Select(Here).ToList();
        return served.Find(address => address.IsLoopback) is { Address: not null } here ? here.Url : served[0].Url;
    }

    /// <summary>Where other machines find the page.</summary>
    /// <param name="listen">Where it was to be served.</param>
    /// <param name="port">The port in place of 0, which leaves the choice to the system.</param>
    /// <param name="machine">This machine's name.</param>
    public static IEnumerable<string> ByOthers(IEnumerable<ListenAddress> listen, int port, string machine) => listen
        .Where(address => !address.IsLoopback)
        .Select(address => address with { Port = address.Port == 0 ? port : address.Port })
        .Select(address => address.IsAny ? $"http://{machine}:{address.Port}/" : $"{address.Url}/");

    // Who listens on every address listens on loopback.
    private static ListenAddress Here(string url)
    {
        var address = ListenAddress.TryParse(url, out var read, out var why) ? read : throw new ArgumentException(why, nameof(url));
        return address.IsAny ? address with { Address = IPAddress.Loopback } : address;
    }
}
