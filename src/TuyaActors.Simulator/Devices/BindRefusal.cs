using System.Net;
using System.Net.Sockets;

namespace TuyaActors.Simulator.Devices;

/// <summary>Says in a sentence why an address cannot be had, and what to do.</summary>
internal static class BindRefusal
{
    public static string Sentence(string who, string what, IPEndPoint where, SocketException refused) => refused.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"{who} cannot {what} on {where}: another program uses that port, perhaps another simulator. End it, or choose another address or port.",
        SocketError.AddressNotAvailable => $"{who} cannot {what} on {where}: this machine has no such address. Choose one of its own, for example within 127.0.0.0/8.",
        SocketError.AccessDenied => $"{who} cannot {what} on {where}: the system does not allow it. Ports below 1024 need more rights; choose a higher one.",
        SocketError.TooManyOpenSockets => $"{who} cannot {what} on {where}: too many files are open. Raise the limit (ulimit -n), or simulate fewer devices.",
        _ => $"{who} cannot {what} on {where}: {refused.Message}.",
    };
}
