using System.Reflection;

namespace TuyaActors.PublicApi;

/// <summary>Compiled into the tests of every shipped assembly whose approved text lies beside this file.</summary>
public sealed class PublicApiSpecs
{
    /// <summary>What is public is a promise. Where the change is meant, <c>tools/approve-api</c> writes it into the approved text.</summary>
    [Fact]
    public void Should_be_what_was_approved_when_the_assembly_is_listed()
    {
        var assembly = typeof(PublicApiSpecs).Assembly.GetName().Name!.Replace(".Tests", "", StringComparison.Ordinal);
        var actual = PublicApiText.Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("TUYA_APPROVE_API") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{assembly}.approved.txt"), actual);
            return;
        }

        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{assembly}.approved.txt")).ReplaceLineEndings("\n");
        if (actual == expected)
            return;
        var added = actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}");
        var gone = expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}");
        Assert.Fail($"The public API of {assembly} is another than approved; where that is meant, tools/approve-api approves it.\n{string.Join('\n', added.Concat(gone))}");
    }
}
