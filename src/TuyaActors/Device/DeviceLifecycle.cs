using TuyaActors.Messages;

namespace TuyaActors.Device;

/// <summary>What can move a device from one state to another.</summary>
internal enum LifecycleTrigger
{
    /// <summary>The fleet puts the device into service.</summary>
    Start,

    /// <summary>The fleet takes it out of service.</summary>
    Stop,

    /// <summary>There is an address to try.</summary>
    AddressKnown,

    /// <summary>Its turn among the fleet's handshakes has come.</summary>
    Admitted,

    /// <summary>TCP is up and the version wants a session first.</summary>
    TcpConnected,

    /// <summary>The first answer that proves version and key.</summary>
    Greeted,

    /// <summary>An attempt or a connection ended.</summary>
    Failed,

    /// <summary>An attempt ended with the same refusal of the key for the second time in a row.</summary>
    KeyFailedTwice,

    /// <summary>The wait is over.</summary>
    RetryDue,

    /// <summary>The device was seen on the LAN.</summary>
    Sighted,

    /// <summary>An operator, or a new definition, wants a connection now.</summary>
    ConnectNow,

    /// <summary>What the device is reached by has changed, or an operator wants a fresh connection: from wherever it stands, once more from the start.</summary>
    Renew,

    /// <summary>A battery device closed its window.</summary>
    FellAsleep,

    /// <summary>A device connected on demand has nothing more to do.</summary>
    Released,
}

/// <summary>The ways between the states of a device; pure, and the only place that knows them.</summary>
/// <remarks>
/// <code>
/// Stopped --Start--> Resolving --AddressKnown--> Waiting --Admitted--> Connecting --Greeted--> Online
///                                                                          '-TcpConnected-> Negotiating --Greeted-'
/// Connecting, Negotiating, Online --Failed--> Backoff --RetryDue, Sighted, ConnectNow--> Resolving
/// Connecting, Negotiating, Online --KeyFailedTwice--> KeyRejected --ConnectNow--> Resolving
/// Resolving, Connecting, Negotiating, Online --FellAsleep--> Asleep --Sighted, ConnectNow--> Resolving
/// Online --Released--> Idle --RetryDue, ConnectNow--> Resolving
/// any but Stopped --Renew--> Resolving
/// any --Stop--> Stopped
/// </code>
/// </remarks>
internal static class DeviceLifecycle
{
    /// <summary>
    /// The state that follows. A trigger that is legal but changes nothing (a sighting while online) answers the same state.
    /// </summary>
    /// <exception cref="IllegalTransitionException">The trigger can only come from a mistake in the caller.</exception>
    public static DeviceState Next(DeviceState state, LifecycleTrigger trigger) => (state, trigger) switch
    {
        (_, LifecycleTrigger.Stop) => DeviceState.Stopped,

        (DeviceState.Stopped, LifecycleTrigger.Start) => DeviceState.Resolving,

        (DeviceState.Resolving, LifecycleTrigger.AddressKnown) => DeviceState.Waiting,
        (DeviceState.Waiting, LifecycleTrigger.Admitted) => DeviceState.Connecting,
        (DeviceState.Connecting, LifecycleTrigger.TcpConnected) => DeviceState.Negotiating,
        (DeviceState.Connecting or DeviceState.Negotiating, LifecycleTrigger.Greeted) => DeviceState.Online,

        (DeviceState.Connecting or DeviceState.Negotiating or DeviceState.Online, LifecycleTrigger.Failed) => DeviceState.Backoff,
        (DeviceState.Connecting or DeviceState.Negotiating or DeviceState.Online, LifecycleTrigger.KeyFailedTwice) => DeviceState.KeyRejected,
        (DeviceState.Resolving or DeviceState.Connecting or DeviceState.Negotiating or DeviceState.Online, LifecycleTrigger.FellAsleep) => DeviceState.Asleep,
        (DeviceState.Online, LifecycleTrigger.Released) => DeviceState.Idle,

        (DeviceState.Backoff, LifecycleTrigger.RetryDue or LifecycleTrigger.Sighted or LifecycleTrigger.ConnectNow) => DeviceState.Resolving,
        (DeviceState.KeyRejected, LifecycleTrigger.ConnectNow) => DeviceState.Resolving,
        (DeviceState.Asleep, LifecycleTrigger.Sighted or LifecycleTrigger.ConnectNow) => DeviceState.Resolving,
        (DeviceState.Idle, LifecycleTrigger.RetryDue or LifecycleTrigger.ConnectNow) => DeviceState.Resolving,

        (not DeviceState.Stopped, LifecycleTrigger.Renew) => DeviceState.Resolving,

        // A sighting or "connect now" never interrupts an attempt in progress, and a stopped device stays stopped.
        (_, LifecycleTrigger.Sighted or LifecycleTrigger.ConnectNow) => state,
        (DeviceState.Stopped, LifecycleTrigger.Renew) => state,

        _ => throw new IllegalTransitionException(state, trigger),
    };

    /// <summary>Whether a connection actor exists in this state.</summary>
    public static bool HasConnection(this DeviceState state) =>
        state is DeviceState.Connecting or DeviceState.Negotiating or DeviceState.Online;
}
