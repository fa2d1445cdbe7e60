using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Node.Http;

/// <summary>Where the HTTP face listens. Beyond loopback only with a token, and never with TLS, which is a reverse proxy's work.</summary>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    private const string Allowed = "allowed: http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT, and with a token any address of this machine, or http://*:PORT for all of them";

    /// <summary>Used when nothing else is said.</summary>
    public static ListenAddress Default { get; } = new(IPAddress.Loopback, 8377);

    /// <summary>Whether only programs on this machine can come here.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Whether it is every address of this machine.</summary>
    public bool IsAny => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    /// <summary>As a browser wants it, without a slash at the end.</summary>
    public string Url => IsAny ? $"http://*:{Port}" : $"http://{new IPEndPoint(Address, Port)}";

    /// <summary>Reads http://127.0.0.1:8377, http://localhost:8377, http://192.168.1.5:8377, http://*:8377, and such.</summary>
    public static bool TryParse(string text, out ListenAddress address, [NotNullWhen(false)] out string? why) => TryParse(text, Dns.GetHostAddresses, out address, out why);

    /// <summary>As above.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="resolve">Finds the addresses of a host name, the most wanted first.</param>
    /// <param name="address">What results.</param>
    /// <param name="why">Why nothing does.</param>
    public static bool TryParse(string text, Func<string, IPAddress[]> resolve, out ListenAddress address, [NotNullWhen(false)] out string? why)
    {
        address = default;
        // "http://*:80" and "http://+:80" are how ASP.NET Core says "everywhere", and no URL.
        var isAny = text.Contains("://*", StringComparison.Ordinal) || text.Contains("://+", StringComparison.Ordinal);
        if (!Uri.TryCreate(isAny ? text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal) : text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            why = $"'{text}' is no URL; {Allowed}";
        }
        else if (url.Scheme == Uri.UriSchemeHttps)
        {
            why = $"'{text}' is https, which is a reverse proxy's work: let one forward to {Default.Url}, with the Host header as it came, and give the name it is called by as --allowed-host (README, 'Beyond this machine'); {Allowed}";
        }
        else if (url.Scheme != Uri.UriSchemeHttp)
        {
            why = $"'{text}' is not http; {Allowed}";
        }
        else if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            why = $"'{text}' has more than a host and a port; {Allowed}";
        }
        else if ((isAny ? AnyOf(url) : AddressOf(url, resolve)) is not { } ip)
        {
            why = $"'{text}' names no address of this machine; {Allowed}";
        }
        else
        {
            address = new ListenAddress(ip, url.Port);
            why = null;
        }

        return why is null;
    }

    // Of IPv6 it means that of IPv4 too. "http://*.example.com" is not everywhere.
    private static IPAddress? AnyOf(Uri url) => url.Host != "any" ? null : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static IPAddress? AddressOf(Uri url, Func<string, IPAddress[]> resolve)
    {
        if (url.Host == "localhost")
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(url.DnsSafeHost, out var ip))
        {
            return ip;
        }

        try
        {
            return resolve(url.DnsSafeHost) is [var first, ..] ? first : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
