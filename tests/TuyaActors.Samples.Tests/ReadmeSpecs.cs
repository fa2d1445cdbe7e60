using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TuyaActors.Samples.Tests;

/// <summary>What stands in the README is what is compiled and run here.</summary>
public sealed partial class ReadmeSpecs
{
    public static TheoryData<string> Documents => ["README.md", "src/TuyaActors.Simulator/README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Should_show_the_compiled_code(string document)
    {
        var blocks = Block().Matches(File.ReadAllText(InRepository(document)));

        Assert.NotEmpty(blocks);
        foreach (Match block in blocks)
        {
            var file = block.Groups["file"].Value;
            var path = InRepository(file.StartsWith("tests/", StringComparison.Ordinal) ? file : $"src/Samples/{file}");
            Assert.Equal(Marked(File.ReadLines(path)), block.Groups["code"].Value);
        }
    }

    [Fact]
    public void Should_show_no_code_that_is_not_compiled()
    {
        var readme = File.ReadAllText(InRepository("README.md"));

        Assert.Equal(readme.Split("```csharp").Length - 1, Block().Count(readme));
    }

    [GeneratedRegex(@"<!-- (?<file>\S+\.cs) -->\n```csharp\n(?<code>.*?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Block();

    private static string InRepository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", path));

    /// <summary>The parts between <c>// readme</c> and <c>// end</c>, moved to the left, with an empty line between two of them.</summary>
    private static string Marked(IEnumerable<string> lines)
    {
        var parts = new List<List<string>>();
        var inside = false;
        foreach (var line in lines)
        {
            if (line.Trim() is "// readme")
                parts.Add([]);
            else if (inside && line.Trim() is not "// end")
                parts[^1].Add(line);
            inside = line.Trim() is "// readme" || (inside && line.Trim() is not "// end");
        }

        return string.Join("\n\n", parts.Select(part =>
        {
            var margin = part.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
            return string.Join('\n', part.Select(line => line[Math.Min(margin, line.Length)..]));
        }));
    }
}
