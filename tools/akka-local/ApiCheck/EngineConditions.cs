using System.Text.RegularExpressions;

namespace AkkaLocal.ApiCheck;

/// <summary>One source for both engines: no code may ask which one it is compiled for.</summary>
internal static partial class EngineConditions
{
    private static readonly string[] Folders = ["src", "tests"];

    public static IEnumerable<string> FindIn(string root) =>
        from folder in Folders
        from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
        where Condition().IsMatch(line.text)
        select $"{Path.GetRelativePath(root, file)}:{line.number}: {line.text.Trim()}: the code must be the same for both engines";

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b.*(akka|engine|nuget|local)", RegexOptions.IgnoreCase)]
    private static partial Regex Condition();
}
