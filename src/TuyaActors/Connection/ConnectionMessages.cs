using System.Net;
using Akka.Actor;
using Akka.Event;
using TuyaActors.Files;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Telemetry;

namespace TuyaActors.Connection;

/// <summary>What a connection is made with; it is used once.</summary>
/// <param name="DeviceId">Whose, for the log.</param>
/// <param name="Epoch">Which of the device's connections; every message from it bears this number.</param>
/// <param name="EndPoint">Where to.</param>
/// <param name="Version">The version to speak.</param>
/// <param name="Key">The local key.</param>
/// <param name="ListenFirst">
/// How long to say nothing after the connection stands. Zero by default; a device that another client holds closes in this time,
/// one that minds our key closes only after we have spoken.
/// </param>
internal sealed record ConnectionSpec(DeviceId DeviceId, long Epoch, IPEndPoint EndPoint, ProtocolVersion Version, LocalKey Key, TimeSpan ListenFirst)
{
    /// <summary>Where it tells what is counted.</summary>
    public FleetTelemetry Telemetry { get; init; } = FleetTelemetry.None;

    /// <summary>How to make its socket.</summary>
    public Func<IPEndPoint, IActorRef, DeviceSocket> Socket { get; init; } = DeviceSocket.Create;

    /// <summary>Whether there is a file for its socket.</summary>
    public FileBudget Files { get; init; } = FileBudget.OfThisProcess;

    /// <summary>Until when it hands on each frame as it goes over the wire; <c>null</c>: nobody looks.</summary>
    public DateTimeOffset? RecordUntil { get; init; }
}

/// <summary>From a connection to its device.</summary>
internal abstract record ConnectionEvent(long Epoch) : IDeadLetterSuppression
{
    /// <summary>TCP stands.</summary>
    public sealed record Opened(long Epoch) : ConnectionEvent(Epoch);

    /// <summary>Requests can be written: for 3.4 and 3.5 the session key is agreed, which proves version and key.</summary>
    /// <param name="Epoch">Which connection.</param>
    /// <param name="FirstSeqno">The first seqno that the connection has not used itself.</param>
    public sealed record Ready(long Epoch, uint FirstSeqno) : ConnectionEvent(Epoch);

    /// <summary>A good frame.</summary>
    public sealed record Received(long Epoch, WireMessage Message, ReplyContent Content) : ConnectionEvent(Epoch);

    /// <summary>Something arrived that cannot be read, and was forgiven.</summary>
    /// <param name="Epoch">Which connection.</param>
    /// <param name="What">What it was, without any secret.</param>
    public sealed record Unreadable(long Epoch, string What) : ConnectionEvent(Epoch);

    /// <summary>A frame, or what should have been one, as it went over the wire; only while it is looked at.</summary>
    public sealed record Framed(long Epoch, RecordedFrame Frame) : ConnectionEvent(Epoch);

    /// <summary>The connection is over; nothing follows.</summary>
    /// <param name="Epoch">Which connection.</param>
    /// <param name="End">How it ended.</param>
    /// <param name="Evidence">What was seen, without any secret.</param>
    public sealed record Closed(long Epoch, ConnectionEnd End, string Evidence) : ConnectionEvent(Epoch);
}

/// <summary>From a device to its connection.</summary>
internal static class ConnectionCommands
{
    /// <summary>Writes one request.</summary>
    public sealed record Write(uint Seqno, WireRequest Request) : IDeadLetterSuppression;

    /// <summary>Somebody looks: each frame is handed on until then.</summary>
    public sealed record Record(DateTimeOffset Until) : IDeadLetterSuppression;
}

/// <summary>How a connection ended, as seen from the socket; what it means is the device's to say.</summary>
internal enum ConnectionEnd
{
    /// <summary>No route, host down, or no answer to the connection attempt.</summary>
    Unreachable,

    /// <summary>Nothing listens there.</summary>
    Refused,

    /// <summary>Closed or reset by the device before we had said anything.</summary>
    ClosedBeforeWeSpoke,

    /// <summary>Closed or reset by the device after we had spoken, without a single good frame.</summary>
    ClosedAfterWeSpoke,

    /// <summary>Closed or reset by the device after good frames.</summary>
    ClosedLater,

    /// <summary>The key was refused beyond doubt: the peer's HMAC, tag or payload does not fit ours.</summary>
    KeyMismatch,

    /// <summary>It answers in the framing of another version.</summary>
    OtherFraming,

    /// <summary>What arrives is no protocol, or broken too often.</summary>
    Garbled,

    /// <summary>It was not tried: this process has no file left for it, which says nothing of the device.</summary>
    NoFile,
}
