using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Simulator.Devices;

/// <summary>One frame that a device is about to send.</summary>
/// <param name="Nature">What the faults know it as.</param>
/// <param name="Command">The command id.</param>
/// <param name="Payload">The plaintext.</param>
/// <param name="Retcode">0 for done, 1 for refused.</param>
/// <param name="RequestSeqno">The sequence number of the request, which versions below 3.5 echo; 0 for a push.</param>
/// <param name="Header">The source header of a push.</param>
internal readonly record struct Answer(
    AnswerNature Nature,
    CommandId Command,
    ReadOnlyMemory<byte> Payload,
    uint Retcode = 0,
    uint RequestSeqno = 0,
    SourceHeader? Header = null)
{
    /// <summary>How much later it comes than the device's faults make it; for sub-devices.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// The plaintext as it is when the answer is sent: a slow device tells what is so when it speaks. A value from when it was asked would come behind newer
    /// news and undo them. Null where it does not change.
    /// </summary>
    public Func<ReadOnlyMemory<byte>>? LatePayload { get; init; }

    /// <summary>Whether the request has then got all that it gets.</summary>
    public bool EndsExchange { get; init; }
}

/// <summary>What a frame is, as far as faults treat it differently.</summary>
internal enum AnswerNature
{
    /// <summary>To a request.</summary>
    Reply,

    /// <summary>To a heartbeat.</summary>
    HeartbeatReply,

    /// <summary>Within the negotiation of the session.</summary>
    Negotiation,

    /// <summary>What a request changed or asked to be told, behind its reply.</summary>
    News,

    /// <summary>Unasked.</summary>
    Push,
}
