using TuyaActors.Messages;

namespace TuyaActors.Diagnostics;

/// <summary>The operator's sentences, one for each kind, with the nearest of tinytuya's codes.</summary>
internal static class Diagnoses
{
    /// <summary>A finding with its sentence.</summary>
    public static Diagnosis Of(DiagnosisKind kind, string? evidence = null)
    {
        var (sentence, code) = Texts(kind);
        return new Diagnosis(kind, sentence, code, evidence);
    }

    /// <summary>Nothing can be said of the device, because this process has no file left for a connection to it.</summary>
    public static Diagnosis NoFile(string evidence) => Of(DiagnosisKind.Unreachable, evidence) with
    {
        Sentence = "It is not tried, because this process has too many files open: raise the limit (LimitNOFILE= of systemd, --ulimit nofile= of containers, ulimit -n).",
    };

    private static (string Sentence, int TinytuyaCode) Texts(DiagnosisKind kind) => kind switch
    {
        DiagnosisKind.Unresolved => (
            "It has never been seen on this network: give its address, or check that it has power, is on this LAN segment and that UDP 6666, 6667 and 7000 reach this host.", 905),
        DiagnosisKind.Unreachable => (
            "Nothing answers at its address: check its power and Wi-Fi; if it got a new address it will be found by its next broadcast.", 901),
        DiagnosisKind.Refused => (
            "The host answers but nothing listens on the device's port: it is restarting, or the address now belongs to something else.", 901),
        DiagnosisKind.ResetOnConnect => (
            "It closes the connection at once: most likely another client (the phone app, another hub) holds its only local connection; close that one.", 901),
        DiagnosisKind.SilentAfterConnect => (
            "It accepts the connection and then says nothing: often a device whose cloud access is blocked, or a half-dead one; power-cycle it if this stays.", 902),
        DiagnosisKind.KeyRejected => (
            "The local key is wrong: it changes each time the device is paired again; fetch the new key and update the device.", 914),
        DiagnosisKind.VersionMismatch => (
            "It speaks another protocol version than the one configured: set the version to 'auto', or to what its broadcast says.", 914),
        DiagnosisKind.ProtocolError => (
            "What it sends cannot be read: a bad link, a firmware fault, or something that is no Tuya device at this address.", 904),
        DiagnosisKind.Unresponsive => (
            "It was online and then stopped answering: it lost power or Wi-Fi, or its firmware hangs; it is tried again.", 902),
        DiagnosisKind.Asleep => (
            "It is a battery device that sleeps; it is reached when it wakes and announces itself.", 905),
        DiagnosisKind.Wedged => (
            "It refuses every session although its key was good a moment ago: power-cycle it; if that does not help it was paired again, and has a new key.", 914),
        DiagnosisKind.OutOfReach => (
            "Its gateway is online and cannot reach it by radio: check its battery or power, and its distance to the gateway or to the next repeater.", 905),
        DiagnosisKind.Unhosted => (
            "No node of its LAN segment looks after it at the moment: another one takes it over within a minute; if none is left, start one, or mend the way there.", 905),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
