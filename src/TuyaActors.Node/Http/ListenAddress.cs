using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace TuyaActors.Node.Http;

/// <summary>Where the HTTP face listens: loopback only, since nobody is asked who he is.</summary>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Used when nothing else is said.</summary>
    public static ListenAddress Default { get; } = new(IPAddress.Loopback, 8377);

    /// <summary>As a browser wants it, without a slash at the end.</summary>
    public string Url => $"http://{new IPEndPoint(Address, Port)}";

    /// <summary>Reads http://127.0.0.1:8377, http://localhost:8377 or http://[::1]:8377.</summary>
    public static bool TryParse(string text, out ListenAddress address, [NotNullWhen(false)] out string? why)
    {
        address = default;
        const string Allowed = "allowed: http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            // "http://*:80" and "http://+:80" are how ASP.NET Core says "everywhere".
            why = text.Contains("://*", StringComparison.Ordinal) || text.Contains("://+", StringComparison.Ordinal)
                ? $"'{text}' listens on every address; this version serves loopback only, because nobody is asked who he is; {Allowed}"
                : $"'{text}' is no URL; {Allowed}";
        }
        else if (url.Scheme != Uri.UriSchemeHttp)
        {
            why = $"'{text}' is not http; {Allowed}";
        }
        else if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            why = $"'{text}' has more than a host and a port; {Allowed}";
        }
        else if (LoopbackOf(url) is not { } ip)
        {
            why = $"'{text}' is not on loopback; this version serves loopback only, because nobody is asked who he is; {Allowed}";
        }
        else
        {
            address = new ListenAddress(ip, url.Port);
            why = null;
        }

        return why is null;
    }

    private static IPAddress? LoopbackOf(Uri url) =>
        url.Host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(url.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip) ? ip
        : null;
}
