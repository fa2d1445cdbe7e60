using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Clustering;

/// <summary>Looks whether a node can listen for the others where it is to, before anything is started for it: remoting itself says only that it could not begin.</summary>
internal static class ClusterPort
{
    /// <exception cref="UsageException">It cannot.</exception>
    public static async Task RequireFreeAsync(ClusterSettings cluster, Config config, CancellationToken cancellationToken)
    {
        var host = config.GetString("akka.remote.dot-netty.tcp.hostname") ?? cluster.Host;
        var flag = NodeSettings.ClusterHost.Flag;
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host.Trim('[', ']'), out var one) ? [one] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException unknown)
        {
            throw new UsageException($"{flag}: '{host}' is not known by this name: {unknown.Message}.");
        }

        try
        {
            using var probe = new TcpListener(addresses[0], cluster.Port);
            probe.Start();
        }
        catch (SocketException refused)
        {
            throw new UsageException(refused.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"{NodeSettings.ClusterPort.Flag}: {host}:{cluster.Port} is in use by another program (another tuyactors?); give another port.",
                SocketError.AddressNotAvailable => $"{flag}: '{host}' is no address of this machine; give one that is, and at which the other nodes reach it.",
                SocketError.AccessDenied => $"{NodeSettings.ClusterPort.Flag}: {cluster.Port} is a port that only an administrator may use; give one above 1023.",
                _ => $"{flag}: {host}:{cluster.Port} cannot be listened on: {refused.Message}",
            });
        }
    }
}
