using TuyaActors.Connection;
using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Diagnostics;

public sealed class DiagnosticianSpecs
{
    private static readonly IReadOnlyList<AttemptFacts> AllFacts =
    [
        .. from bits in Enumerable.Range(0, 128)
           select new AttemptFacts(
               WasOnline: (bits & 16) != 0, ListenedFirst: (bits & 8) != 0, NeedsSession: (bits & 4) != 0,
               VersionIsGuess: (bits & 2) != 0, GarbledSinceOnline: (bits & 1) != 0, HeldSession: (bits & 32) != 0, AnnouncesOther: (bits & 64) != 0),
    ];

    public static TheoryData<string> Ends => [.. Enum.GetNames<ConnectionEnd>()];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Should_find_what_the_end_and_the_facts_mean(string name)
    {
        var end = Enum.Parse<ConnectionEnd>(name);
        foreach (var facts in AllFacts)
            Assert.True(Expected(end, facts).Equals(Diagnostician.Judge(end, facts)), $"{facts}: {Diagnostician.Judge(end, facts)}; right is {Expected(end, facts)}");
    }

    [Fact]
    public void Should_count_a_key_failure_only_when_the_version_is_beyond_doubt()
    {
        foreach (var end in Enum.GetValues<ConnectionEnd>())
        {
            foreach (var finding in AllFacts.Where(f => f.VersionIsGuess).Select(f => Diagnostician.Judge(end, f)))
                Assert.False(finding.CountsAsKeyFailure, $"{end}: {finding}");
        }
    }

    [Fact]
    public void Should_refuse_what_is_no_end() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnostician.Judge((ConnectionEnd)99, default));

    [Theory]
    [InlineData(false, false, false, DiagnosisKind.Unreachable)]
    [InlineData(false, true, false, DiagnosisKind.Unreachable)]
    [InlineData(true, true, false, DiagnosisKind.ProtocolError)]
    [InlineData(true, true, true, DiagnosisKind.ProtocolError)]
    [InlineData(true, false, true, DiagnosisKind.Unresponsive)]
    [InlineData(true, false, false, DiagnosisKind.SilentAfterConnect)]
    public void Should_tell_kinds_of_silence_apart(bool connected, bool garbage, bool wasOnline, DiagnosisKind kind) =>
        Assert.Equal(kind, Diagnostician.JudgeSilence(connected, garbage, new AttemptFacts(wasOnline, false, false, false)).Kind);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_doubt_a_guessed_version_when_the_device_accepts_and_stays_silent(bool guess) =>
        Assert.Equal(guess, Diagnostician.JudgeSilence(true, false, new AttemptFacts(false, false, true, guess)).DoubtsVersion);

    [Fact]
    public void Should_not_doubt_the_address_of_a_device_that_was_online() =>
        Assert.False(Diagnostician.JudgeSilence(true, false, new AttemptFacts(WasOnline: true, false, true, false)).DoubtsAddress);

    [Fact]
    public void Should_believe_what_a_silent_device_announces() =>
        Assert.Equal(DiagnosisKind.VersionMismatch, Diagnostician.JudgeSilence(true, false, new AttemptFacts(false, false, true, false, AnnouncesOther: true)).Kind);

    private static Finding Expected(ConnectionEnd end, AttemptFacts facts) => (end, facts.ListenedFirst, facts.VersionIsGuess) switch
    {
        (ConnectionEnd.Unreachable, _, _) => new Finding(DiagnosisKind.Unreachable, DoubtsAddress: true),
        (ConnectionEnd.NoFile, _, _) => new Finding(DiagnosisKind.Unreachable, IsNoFile: true),
        (ConnectionEnd.Refused, _, _) => new Finding(DiagnosisKind.Refused, DoubtsAddress: true),
        (ConnectionEnd.ClosedAfterWeSpoke or ConnectionEnd.KeyMismatch or ConnectionEnd.OtherFraming, _, _) when facts is { AnnouncesOther: true, WasOnline: false, GarbledSinceOnline: false } =>
            new Finding(DiagnosisKind.VersionMismatch, DoubtsAddress: true),
        (ConnectionEnd.ClosedBeforeWeSpoke, _, _) => new Finding(DiagnosisKind.ResetOnConnect, DoubtsAddress: true),
        (ConnectionEnd.ClosedAfterWeSpoke, false, _) => new Finding(DiagnosisKind.ResetOnConnect, ListenNext: true, DoubtsAddress: true, IsProvisional: true),
        (ConnectionEnd.ClosedAfterWeSpoke, true, false) when facts is { NeedsSession: true, HeldSession: true } => new Finding(DiagnosisKind.Wedged, ListenNext: true, DoubtsAddress: true),
        (ConnectionEnd.ClosedAfterWeSpoke, true, false) => new Finding(DiagnosisKind.KeyRejected, ListenNext: true, CountsAsKeyFailure: true, DoubtsAddress: true, IsWeak: true),
        (ConnectionEnd.ClosedAfterWeSpoke, true, true) => new Finding(DiagnosisKind.VersionMismatch, ListenNext: true, DoubtsVersion: true, DoubtsAddress: true),
        (ConnectionEnd.ClosedLater, _, _) => new Finding(DiagnosisKind.Unresponsive),
        (ConnectionEnd.KeyMismatch, _, _) when facts.GarbledSinceOnline => new Finding(DiagnosisKind.ProtocolError),
        (ConnectionEnd.KeyMismatch, _, false) => new Finding(DiagnosisKind.KeyRejected, CountsAsKeyFailure: true, DoubtsAddress: true),
        (ConnectionEnd.KeyMismatch, _, true) => new Finding(DiagnosisKind.VersionMismatch, DoubtsVersion: true),
        (ConnectionEnd.OtherFraming, _, _) => new Finding(DiagnosisKind.VersionMismatch, DoubtsVersion: true, DoubtsAddress: true),
        (ConnectionEnd.Garbled, _, _) => new Finding(DiagnosisKind.ProtocolError, DoubtsAddress: true, IsGarbled: true),
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "this end has no row here"),
    };
}
