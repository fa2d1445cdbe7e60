using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TuyaActors.Node.Http.Access;

/// <summary>Lets one address of another machine have so many connections at the same time, and closes the next ones.</summary>
internal sealed class ConnectionCap(int each) : IDisposable
{
    // Made for the first connection that needs a place: it has a timer, and most nodes serve loopback alone.
    private readonly Lazy<PartitionedRateLimiter<IPAddress>> _places = new(() => PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        from => RateLimitPartition.GetConcurrencyLimiter(from, _ => new ConcurrencyLimiterOptions { PermitLimit = each })));

    /// <summary>Puts it before all that a connection says.</summary>
    public void AddTo(ListenOptions listen) => listen.Use(next => connection => RunAsync(connection, next));

    /// <summary>Goes on with a connection that has a place, for as long as it lasts; one that has none ends.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        // Programs on this machine are trusted so far; among them the reverse proxy, which is everybody.
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } from || IPAddress.IsLoopback(from))
        {
            await next(connection);
            return;
        }

        using var place = _places.Value.AttemptAcquire(from);
        if (place.IsAcquired)
        {
            await next(connection);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_places.IsValueCreated)
        {
            _places.Value.Dispose();
        }
    }
}
