namespace TuyaActors.Messages;

/// <summary>Why a device is not online.</summary>
public enum DiagnosisKind
{
    /// <summary>No address is known: never sighted.</summary>
    Unresolved,

    /// <summary>No route, or no answer to the connection attempt.</summary>
    Unreachable,

    /// <summary>The host is there, nothing listens on the port.</summary>
    Refused,

    /// <summary>Accepted and at once closed: usually another client holds the single connection.</summary>
    ResetOnConnect,

    /// <summary>Accepted, then not a byte.</summary>
    SilentAfterConnect,

    /// <summary>The local key is wrong.</summary>
    KeyRejected,

    /// <summary>It speaks another protocol version.</summary>
    VersionMismatch,

    /// <summary>What it sends cannot be read.</summary>
    ProtocolError,

    /// <summary>It was online and stopped answering, or closed the connection.</summary>
    Unresponsive,

    /// <summary>A battery device that sleeps.</summary>
    Asleep,

    /// <summary>Refuses every session although the key was good before: needs a power cycle.</summary>
    Wedged,

    /// <summary>Its gateway is online and has lost it by radio.</summary>
    OutOfReach,

    /// <summary>No node of its LAN segment looks after it; only in a fleet over several segments.</summary>
    Unhosted,
}

/// <summary>A finding an operator can act on.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sentence">What to do about it, one or two sentences, without any secret.</param>
/// <param name="TinytuyaCode">The nearest of tinytuya's error codes (901, 902, 904, 905, 914), for people who know them.</param>
/// <param name="Evidence">What was seen, e.g. "connection refused by 192.168.1.20:6668".</param>
public sealed record Diagnosis(DiagnosisKind Kind, string Sentence, int TinytuyaCode, string? Evidence);
