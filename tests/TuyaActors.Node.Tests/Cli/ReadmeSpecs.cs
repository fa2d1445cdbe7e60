using System.Runtime.CompilerServices;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Tests.Cli;

/// <summary>What the README explains is all that there is.</summary>
public sealed class ReadmeSpecs
{
    private static readonly string Section = Read();

    public static TheoryData<string> Diagnoses => [.. JsonWord.AllOf<DiagnosisKind>()];

    public static TheoryData<string> States => [.. JsonWord.AllOf<DeviceState>()];

    [Theory]
    [MemberData(nameof(Diagnoses))]
    public void Should_say_what_each_diagnosis_means_and_what_to_do(string word) =>
        Assert.Single(Section.Split('\n'), line => line.StartsWith($"| `{word}` | ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(States))]
    public void Should_name_each_state(string word) => Assert.Contains($"`{word}`", Section[Section.IndexOf("The states:", StringComparison.Ordinal)..], StringComparison.Ordinal);

    private static string Read([CallerFilePath] string here = "")
    {
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "README.md"));
        var section = readme[readme.IndexOf("### Why a device is away", StringComparison.Ordinal)..];
        return section[..section.IndexOf("\n### ", StringComparison.Ordinal)];
    }
}
