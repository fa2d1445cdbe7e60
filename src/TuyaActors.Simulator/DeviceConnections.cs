using System.Net;

namespace TuyaActors.Simulator;

/// <summary>
/// What clients did to the one connection that a device takes. A <em>double connection</em> is one that the device accepts while the one before it is open:
/// neither closed (FIN) nor reset by its client, nor ended by the device. What counts is what has arrived at the socket when the device accepts the later
/// one, not what the device has read: a client that leaves first and comes second is never a double one, whatever it left unread. (Other systems than
/// Linux do not tell of a FIN behind bytes that nobody has read.) A client that is gone without a word is still there to the device, as it is to a real one.
/// Two that overlap for less time than the device takes to accept can be missed.
/// </summary>
/// <param name="Accepted">Connections accepted, also those that were turned away or reset at once.</param>
/// <param name="MostAtOnce">The most that were open at the same time: 1 for clients that behave; 2 after a double connection, for its second client is turned away at once.</param>
/// <param name="Doubles">Double connections.</param>
/// <param name="LastDouble">The last of them; null for none.</param>
public sealed record DeviceConnections(long Accepted, int MostAtOnce, long Doubles, DoubleConnection? LastDouble)
{
    internal static DeviceConnections None { get; } = new(0, 0, 0, null);

    internal DeviceConnections WithOneMore() => this with { Accepted = Accepted + 1, MostAtOnce = Math.Max(MostAtOnce, 1) };

    internal DeviceConnections WithDouble(DoubleConnection newest) => new(Accepted + 1, 2, Doubles + 1, newest);
}

/// <summary>A client that connected while another one was connected.</summary>
/// <param name="At">When the device accepted it.</param>
/// <param name="Holder">The end of the one that was there.</param>
/// <param name="Newcomer">The end of the one that came; null when it has gone already.</param>
public sealed record DoubleConnection(DateTimeOffset At, EndPoint? Holder, EndPoint? Newcomer);
