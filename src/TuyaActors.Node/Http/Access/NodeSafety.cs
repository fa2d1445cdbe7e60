using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TuyaActors.Files;

namespace TuyaActors.Node.Http.Access;

/// <summary>All that keeps the HTTP face from harm: limits of the server, and guards in front of the endpoints.</summary>
internal static class NodeSafety
{
    /// <summary>Adds what the guards need.</summary>
    public static void AddNodeSafety(this IServiceCollection services, NodeAccess access, IEnumerable<ListenAddress> addresses)
    {
        services.AddSingleton(access);
        services.AddSingleton<AccessControl>();
        services.AddSingleton(new FileBudget(access.Limits.Files));
        services.AddSingleton<IConnectionListenerFactory, FrugalTransport>();
        services.AddSingleton(new ConnectionCap(access.Limits.ConnectionsOfOneAddress));
        services.AddSingleton(new HostNames(addresses.Any(address => !address.IsLoopback), access.Machine, access.AllowedHosts));
    }

    /// <summary>Listens there, within the limits.</summary>
    public static void ListenSafely(this KestrelServerOptions kestrel, HttpLimits limits, IEnumerable<ListenAddress> addresses)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.IdleTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.BodyRate, limits.BodyGrace);
        kestrel.Limits.MaxRequestLineSize = limits.RequestLine;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.Headers;
        kestrel.Limits.MaxRequestHeaderCount = limits.HeaderCount;
        var cap = kestrel.ApplicationServices.GetRequiredService<ConnectionCap>();
        foreach (var (address, port) in addresses)
        {
            kestrel.Listen(address, port, listen =>
            {
                // So that the connections are the requests, and their number is limited with them.
                listen.Protocols = HttpProtocols.Http1;
                if (!IPAddress.IsLoopback(address))
                {
                    cap.AddTo(listen);
                }
            });
        }
    }

    /// <summary>Puts the guards before the endpoints, the cheapest first; only who is let in by all reaches them.</summary>
    public static void UseNodeSafety(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseHostGuard();
        app.UseSecretGuard();
        app.UseAccessGuard();
    }
}
