using TuyaActors.Diagnostics;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Diagnostics;

public sealed class DiagnosesSpecs
{
    public static TheoryData<DiagnosisKind> Kinds => [.. Enum.GetValues<DiagnosisKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Should_have_a_sentence_and_one_of_tinytuyas_codes_for_every_kind(DiagnosisKind kind)
    {
        var diagnosis = Diagnoses.Of(kind, "seen");
        Assert.Equal((kind, "seen"), (diagnosis.Kind, diagnosis.Evidence));
        Assert.True(diagnosis.Sentence.Length > 40, diagnosis.Sentence);
        Assert.EndsWith(".", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Contains(diagnosis.TinytuyaCode, new[] { 901, 902, 904, 905, 914 });
    }

    [Fact]
    public void Should_say_something_of_its_own_for_every_kind()
    {
        var sentences = Enum.GetValues<DiagnosisKind>().Select(kind => Diagnoses.Of(kind).Sentence).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    [Fact]
    public void Should_call_what_tinytuya_calls_key_or_version_914() =>
        Assert.Equal(
            [DiagnosisKind.KeyRejected, DiagnosisKind.VersionMismatch, DiagnosisKind.Wedged],
            Enum.GetValues<DiagnosisKind>().Where(kind => Diagnoses.Of(kind).TinytuyaCode == 914));

    [Fact]
    public void Should_refuse_what_is_no_kind() => Assert.Throws<ArgumentOutOfRangeException>(() => Diagnoses.Of((DiagnosisKind)99));
}
