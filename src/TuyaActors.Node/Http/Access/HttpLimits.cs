using TuyaActors.Files;

namespace TuyaActors.Node.Http.Access;

/// <summary>What one request, one client and all together may take. Made for a dozen open pages with their streams, scripts and a scraper.</summary>
internal sealed record HttpLimits
{
    /// <summary>Connections at the same time: the 200 streams that there may be (<see cref="StreamPlaces"/>), and as many again and more for what comes and goes.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>How many files, connections among them, the process may have open; null: as many as it likes.</summary>
    public long? Files { get; init; } = OpenFileLimit.OfThisProcess;

    /// <summary>
    /// The same of one address that is not this machine's own, so that one neighbour who opens connections and says nothing leaves room for the
    /// others. 64 are ten pages on one machine. A reverse proxy on another machine needs no more: it uses its connections again.
    /// </summary>
    public int ConnectionsOfOneAddress { get; init; } = 64;

    /// <summary>How long the head of a request may take. 10 s: it is a packet or two; whoever sends it letter by letter wants to keep us busy.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle. 75 s: longer than the minute at which scrapers and pages come again.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>A body must come at so many bytes a second (240 is Kestrel's default: slower than any network that still works) ...</summary>
    public double BodyRate { get; init; } = 240;

    /// <summary>... after so long. 5 s: a connection over a bad radio may stop for a moment.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest first line of a request, path and query: 8 KB have room for 250 device ids.</summary>
    public int RequestLine { get; init; } = 8 * 1024;

    /// <summary>All headers together; a browser's, with what proxies add, are 2 to 4 KB.</summary>
    public int Headers { get; init; } = 16 * 1024;

    /// <summary>How many headers; a browser behind two proxies sends some 30.</summary>
    public int HeaderCount { get; init; } = 64;
}
