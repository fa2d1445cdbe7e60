using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace TuyaActors.Node.Http.Access;

/// <summary>
/// What a node may be called. A foreign page may resolve its own name to our address (DNS rebinding) and would then be taken for ours; its
/// name in the Host header gives it away.
/// </summary>
/// <param name="beyondLoopback">Whether others than programs on this machine can come: then its addresses and its name will do, too.</param>
/// <param name="machine">This machine's name.</param>
/// <param name="allowed">The other names that its operator has given.</param>
internal sealed class HostNames(bool beyondLoopback, string machine, IEnumerable<string> allowed)
{
    private readonly HashSet<string> _names = new(
        [.. allowed.Select(Bare), .. beyondLoopback ? NamesOf(machine) : []], StringComparer.OrdinalIgnoreCase);

    private readonly bool _beyondLoopback = beyondLoopback;

    /// <summary>What is allowed, as the end of a sentence. It does not say the names: a page that comes by a wrong one shall not learn the right ones.</summary>
    public string Allowed { get; } = beyondLoopback
        ? "allowed are localhost, this machine's addresses and its name, and what --allowed-host names"
        : "allowed are localhost and loopback addresses, and what --allowed-host names";

    /// <summary>Whether a request that calls us so is meant for us.</summary>
    /// <param name="host">The Host header's name, without the port.</param>
    /// <param name="local">The address that the request came to.</param>
    public bool Contains(string host, IPAddress? local) =>
        IsLoopbackName(host)
        || _names.Contains(Bare(host))
        || (_beyondLoopback && local is not null && TryParseAddress(host, out var ip) && Plain(ip).AsSpan().SequenceEqual(Plain(local)));

    /// <summary>Whether a Host header's name can only mean this machine.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (TryParseAddress(host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether this can be the name of a host: no URL, no port, no pattern.</summary>
    public static bool IsName(string text) => text.Length > 0 && text.All(char.IsAscii) && Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    // Single words and names under .local are given by the LAN alone; nobody on the Internet has such a one.
    private static IEnumerable<string> NamesOf(string machine) => machine.Split('.')[0] is { Length: > 0 } word ? [machine, word, $"{word}.local"] : [];

    // Four parts: IPAddress alone would read "127.1" and "2130706433" too.
    private static bool TryParseAddress(string host, [NotNullWhen(true)] out IPAddress? ip) =>
        IPAddress.TryParse(host, out ip) && (host.Contains(':', StringComparison.Ordinal) || host.Count(c => c == '.') == 3);

    private static string Bare(string host) => host.StartsWith('[') ? host.Trim('[', ']') : host;

    // As bytes: without the scope that only this machine knows.
    private static byte[] Plain(IPAddress ip) => (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).GetAddressBytes();
}
