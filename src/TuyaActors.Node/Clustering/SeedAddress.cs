using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace TuyaActors.Node.Clustering;

/// <summary>Where a node of a cluster is found: <c>akka.tcp://tuya@10.0.0.5:8110</c>, or the part of it that a person writes.</summary>
internal static class SeedAddress
{
    /// <summary>What is allowed, for sentences.</summary>
    public const string Allowed = "allowed is a host with or without its port, such as 10.0.0.5 or nas:8110, or the whole address, such as akka.tcp://tuya@10.0.0.5:8110";

    private const string Protocol = "akka.tcp://";

    /// <summary>Reads one, and completes what it leaves out.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="address">The whole address.</param>
    /// <param name="why">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? why)
    {
        (address, why) = (null, null);
        var rest = text;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!text.StartsWith(Protocol, StringComparison.Ordinal))
            {
                why = $"'{text}' is of another protocol; {Allowed}";
                return false;
            }

            rest = text[Protocol.Length..].TrimEnd('/');
            var at = rest.IndexOf('@', StringComparison.Ordinal);
            if (at < 0 || rest[..at] != ClusterSettings.SystemName)
            {
                why = $"'{text}' names {(at <= 0 ? "no actor system" : $"the actor system '{rest[..at]}'")}, and that of tuyactors is '{ClusterSettings.SystemName}'; {Allowed}";
                return false;
            }

            rest = rest[(at + 1)..];
        }

        var (host, port) = Split(rest);
        if (!IsHost(host))
        {
            why = $"'{text}' names no host; {Allowed}";
            return false;
        }

        if (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var read) || read is < 1 or > IPEndPoint.MaxPort))
        {
            why = $"'{text}' has the port '{port}'; allowed are 1 to {IPEndPoint.MaxPort}";
            return false;
        }

        address = $"{Protocol}{ClusterSettings.SystemName}@{host}:{port ?? ClusterSettings.DefaultPort.ToString(CultureInfo.InvariantCulture)}";
        return true;
    }

    /// <summary>Whether it is an IP address (IPv6 in brackets), or may be a host's name.</summary>
    public static bool IsHost(string host) =>
        host.StartsWith('[') ? host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out _) : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static (string Host, string? Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon < 0 || text.EndsWith(']') ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
