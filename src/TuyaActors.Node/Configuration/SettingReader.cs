using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Http;
using TuyaActors.Node.Http.Access;

namespace TuyaActors.Node.Configuration;

/// <summary>Reads what was said for a setting. A refusal names where it was said, and what is allowed.</summary>
internal static class SettingReader
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static bool Switch(Given given) => given.Text.ToLowerInvariant() switch
    {
        "on" or "true" or "1" or "yes" => true,
        "off" or "false" or "0" or "no" => false,
        _ => throw Refusal(given, "on and off, true and false"),
    };

    /// <exception cref="UsageException">It is no number, or none of these.</exception>
    public static int Integer(Given given, int lowest, int highest) =>
        int.TryParse(given.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest
            ? value
            : throw Refusal(given, string.Create(CultureInfo.InvariantCulture, $"{lowest} to {highest}"));

    /// <exception cref="UsageException">It is no address.</exception>
    public static IPAddress Address(Given given) =>
        // IPAddress alone would take "8" for 0.0.0.8.
        given.Text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(given.Text, out var address) ? address : throw Refusal(given, "an IP address such as 192.168.1.20");

    /// <exception cref="UsageException">It is no address of loopback.</exception>
    public static IPAddress Loopback(Given given) =>
        Address(given) is { AddressFamily: AddressFamily.InterNetwork } address && IPAddress.IsLoopback(address) ? address : throw Refusal(given, "an address within 127.0.0.0/8, such as 127.77.0.1");

    /// <exception cref="UsageException">One of them is no place to listen at.</exception>
    public static List<ListenAddress> Urls(Given given) =>
    [
        .. Several(given).DefaultIfEmpty("").Select(url => ListenAddress.TryParse(url, out var address, out var why) ? address : throw new UsageException($"{given.Subject}: {why}.")),
    ];

    /// <exception cref="UsageException">One of them is no host's name.</exception>
    public static List<string> Hosts(Given given) =>
    [
        .. Several(given).DefaultIfEmpty("").Select(name => HostNames.IsName(name)
            ? name
            : throw new UsageException($"{given.Subject}: '{name}' is no name of a host; allowed is one such as home.example.org, or an IP address, without 'http://', a port or '*'.")),
    ];

    /// <exception cref="UsageException">One of them is no place of a node.</exception>
    public static List<string> Seeds(Given given) =>
    [
        .. Several(given).DefaultIfEmpty("").Select(text => SeedAddress.TryParse(text, out var address, out var why) ? address : throw new UsageException($"{given.Subject}: {why}.")),
    ];

    /// <exception cref="UsageException">It is no host that others could be told.</exception>
    public static string ClusterHost(Given given) =>
        !SeedAddress.IsHost(given.Text) ? throw Refusal(given, "a host's name or its IP address, without a port")
        : IPAddress.TryParse(given.Text, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? throw new UsageException($"{given.Subject} is '{given.Text}', which is every address of this machine; wanted is the one at which the other nodes reach it. (To listen on all of them: akka.remote.dot-netty.tcp.hostname in the file of --config.)")
            : given.Text;

    private static IEnumerable<string> Several(Given given) => given.Texts.SelectMany(text => text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static UsageException Refusal(Given given, string allowed) => new($"{given.Subject} is '{given.Text}'; allowed: {allowed}.");
}
