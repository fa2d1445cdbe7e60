using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using TuyaActors.Files;

namespace TuyaActors.Node.Http.Access;

/// <summary>
/// Accepts connections while the process has files enough, and closes the next ones at once. Here, and not in front of the requests: a loop that
/// accepts is quicker than what comes behind it, and an assembly that once found no file is not looked for again.
/// </summary>
internal sealed class FrugalTransport(FileBudget files, IOptions<SocketTransportOptions> options, ILoggerFactory logs) : IConnectionListenerFactory
{
    /// <summary>How many files no request gets: what a node opens until everything in it has been used once, some 30 at its first requests, and its database's.</summary>
    public const int KeptBack = 48;

    private readonly SocketTransportFactory _sockets = new(options, logs);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _sockets.BindAsync(endpoint, cancellationToken), files);

    private sealed class Listener(IConnectionListener sockets, FileBudget files) : IConnectionListener
    {
        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await sockets.AcceptAsync(cancellationToken) is { } connection)
            {
                if (connection.Features.Get<IConnectionSocketFeature>() is not { } feature || files.Admits(feature.Socket, KeptBack))
                {
                    return connection;
                }

                connection.Abort();
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => sockets.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => sockets.DisposeAsync();
    }
}
