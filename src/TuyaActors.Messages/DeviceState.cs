namespace TuyaActors.Messages;

/// <summary>Where a device stands in its life (see <c>DeviceLifecycle</c> for the ways between).</summary>
public enum DeviceState
{
    /// <summary>Not started, or taken out of service.</summary>
    Stopped,

    /// <summary>No address to try yet; waits for a sighting.</summary>
    Resolving,

    /// <summary>Has an address; waits for its turn among the fleet's handshakes.</summary>
    Waiting,

    /// <summary>The TCP connection is being made, or (3.1 to 3.3) its first answer is awaited.</summary>
    Connecting,

    /// <summary>The session key is being negotiated (3.4, 3.5).</summary>
    Negotiating,

    /// <summary>It answers.</summary>
    Online,

    /// <summary>The last attempt failed; waits before the next.</summary>
    Backoff,

    /// <summary>The key was refused twice in a row; waits for a new key, a new version or an operator.</summary>
    KeyRejected,

    /// <summary>A battery device between two of its wakings.</summary>
    Asleep,

    /// <summary>A device behind a gateway that is online and cannot reach it by radio.</summary>
    OutOfReach,

    /// <summary>A device that is connected on demand, and well; no connection stands.</summary>
    Idle,
}
