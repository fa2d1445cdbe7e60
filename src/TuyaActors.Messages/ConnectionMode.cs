namespace TuyaActors.Messages;

/// <summary>How a device is to be connected.</summary>
public enum ConnectionMode
{
    /// <summary>One connection, held as long as the device lets it: what nearly all devices are for.</summary>
    Persistent,

    /// <summary>
    /// For devices that cannot keep a connection: one is made for each command and held a little for its answer. In between the device
    /// is looked at from time to time, for it cannot report by itself.
    /// </summary>
    OnDemand,

    /// <summary>
    /// A battery device, which sleeps nearly always: it is connected when it announces that it is awake, gets what waits for it, and is
    /// left alone again.
    /// </summary>
    Battery,
}
