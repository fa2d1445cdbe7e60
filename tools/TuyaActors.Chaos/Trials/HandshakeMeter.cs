using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Trials;

/// <summary>
/// Handshakes as the devices see them: a connection that is accepted and not yet ended, whose session is not yet agreed (3.4, 3.5), or on which nothing
/// has been asked yet (before).
/// </summary>
public sealed class HandshakeMeter
{
    private readonly Lock _gate = new();
    private readonly HashSet<SimulatedDevice> _handshaking = [];

    /// <summary>Measures from now on.</summary>
    public HandshakeMeter(TuyaSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        simulator.Activity += (_, activity) => On(activity);
    }

    /// <summary>The most at once.</summary>
    public int Peak { get; private set; }

    private void On(DeviceActivity activity)
    {
        lock (_gate)
        {
            switch (activity)
            {
                case DeviceActivity.ClientConnected:
                    _handshaking.Add(activity.Device);
                    Peak = Math.Max(Peak, _handshaking.Count);
                    break;
                case DeviceActivity.SessionAgreed or DeviceActivity.ClientLeft:
                    _handshaking.Remove(activity.Device);
                    break;
                case DeviceActivity.CommandReceived when !activity.Device.Version.NeedsSession():
                    _handshaking.Remove(activity.Device);
                    break;
            }
        }
    }
}
