using TuyaActors.Connection;
using TuyaActors.Messages;

namespace TuyaActors.Diagnostics;

/// <summary>What is known of an attempt when it ends.</summary>
/// <param name="WasOnline">The device had answered on this connection.</param>
/// <param name="ListenedFirst">We had held our tongue for a while before speaking.</param>
/// <param name="NeedsSession">The version negotiates a session (3.4, 3.5).</param>
/// <param name="VersionIsGuess">Nobody has said or shown the version.</param>
/// <param name="GarbledSinceOnline">The last good connection, under this very key, ended because what came was broken.</param>
/// <param name="HeldSession">It held a session under this very key and version, and has not been seen without power or network since.</param>
/// <param name="AnnouncesOther">The version is the operator's, it has never served, and the device announces another.</param>
internal readonly record struct AttemptFacts(bool WasOnline, bool ListenedFirst, bool NeedsSession, bool VersionIsGuess, bool GarbledSinceOnline = false, bool HeldSession = false, bool AnnouncesOther = false);

/// <summary>What a finding means for the attempts to come.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="ListenNext">Whether the next attempt listens before it speaks, to tell "another client" from "wrong key".</param>
/// <param name="CountsAsKeyFailure">Two of these in a row end the retries.</param>
/// <param name="DoubtsVersion">Whether a version that was found out, not told, is to be found out again.</param>
/// <param name="DoubtsAddress">Whether another address, if one is known, has its turn.</param>
/// <param name="IsWeak">Another client or a wedged device would look the same; a wrong HMAC, tag or payload would not.</param>
/// <param name="IsGarbled">What came was broken.</param>
/// <param name="IsProvisional">The next attempt will tell more: nothing to wake anybody for yet.</param>
/// <param name="IsNoFile">This process has no file for the connection; the device may be in the best of health.</param>
internal readonly record struct Finding(DiagnosisKind Kind, bool ListenNext = false, bool CountsAsKeyFailure = false, bool DoubtsVersion = false, bool DoubtsAddress = false, bool IsProvisional = false, bool IsWeak = false, bool IsGarbled = false, bool IsNoFile = false);

/// <summary>Tells from how a connection ended, and what went before, what is wrong with the device. Pure.</summary>
internal static class Diagnostician
{
    /// <summary>The finding for a connection that ended.</summary>
    public static Finding Judge(ConnectionEnd end, AttemptFacts facts) => end switch
    {
        // It said so itself: no need to blame the key.
        ConnectionEnd.ClosedAfterWeSpoke or ConnectionEnd.KeyMismatch or ConnectionEnd.OtherFraming when facts is { AnnouncesOther: true, WasOnline: false, GarbledSinceOnline: false } =>
            new(DiagnosisKind.VersionMismatch, DoubtsAddress: true),
        ConnectionEnd.Unreachable => new(DiagnosisKind.Unreachable, DoubtsAddress: true),
        ConnectionEnd.NoFile => new(DiagnosisKind.Unreachable, IsNoFile: true),
        ConnectionEnd.Refused => new(DiagnosisKind.Refused, DoubtsAddress: true),
        ConnectionEnd.ClosedBeforeWeSpoke => new(DiagnosisKind.ResetOnConnect, DoubtsAddress: true),
        // The same from a device that held a session a moment ago: pairing anew would have taken it off the network first.
        ConnectionEnd.ClosedAfterWeSpoke when facts is { ListenedFirst: true, VersionIsGuess: false, NeedsSession: true, HeldSession: true } =>
            new(DiagnosisKind.Wedged, ListenNext: true, DoubtsAddress: true),
        // It took the connection, waited for us and left when we spoke: it minds what we said.
        ConnectionEnd.ClosedAfterWeSpoke when facts is { ListenedFirst: true, VersionIsGuess: false } =>
            new(DiagnosisKind.KeyRejected, ListenNext: true, CountsAsKeyFailure: true, DoubtsAddress: true, IsWeak: true),
        ConnectionEnd.ClosedAfterWeSpoke when facts.ListenedFirst =>
            new(DiagnosisKind.VersionMismatch, ListenNext: true, DoubtsVersion: true, DoubtsAddress: true),
        // It may have left before it had read a byte: the next attempt listens first.
        ConnectionEnd.ClosedAfterWeSpoke => new(DiagnosisKind.ResetOnConnect, ListenNext: true, DoubtsAddress: true, IsProvisional: true),
        ConnectionEnd.ClosedLater => new(DiagnosisKind.Unresponsive),
        // A changed key breaks no frame of a session that stood; whatever broke those breaks these too.
        ConnectionEnd.KeyMismatch when facts.GarbledSinceOnline => new(DiagnosisKind.ProtocolError),
        ConnectionEnd.KeyMismatch when facts.VersionIsGuess => new(DiagnosisKind.VersionMismatch, DoubtsVersion: true),
        ConnectionEnd.KeyMismatch => new(DiagnosisKind.KeyRejected, CountsAsKeyFailure: true, DoubtsAddress: true),
        ConnectionEnd.OtherFraming => new(DiagnosisKind.VersionMismatch, DoubtsVersion: true, DoubtsAddress: true),
        ConnectionEnd.Garbled => new(DiagnosisKind.ProtocolError, DoubtsAddress: true, IsGarbled: true),
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    /// <summary>The finding when nothing came within the time that a stage may take.</summary>
    /// <param name="connected">TCP stood.</param>
    /// <param name="garbage">Bytes arrived that were no frames.</param>
    /// <param name="facts">The attempt.</param>
    public static Finding JudgeSilence(bool connected, bool garbage, AttemptFacts facts) => (connected, garbage, facts) switch
    {
        (false, _, _) => new(DiagnosisKind.Unreachable, DoubtsAddress: true),
        (_, true, _) => new(DiagnosisKind.ProtocolError, DoubtsAddress: true, IsGarbled: true),
        (_, _, { WasOnline: true }) => new(DiagnosisKind.Unresponsive),
        (_, _, { AnnouncesOther: true }) => new(DiagnosisKind.VersionMismatch, DoubtsAddress: true),
        _ => new(DiagnosisKind.SilentAfterConnect, DoubtsVersion: facts.VersionIsGuess, DoubtsAddress: true),
    };
}
