using System.Text.RegularExpressions;

namespace AkkaLocal.ApiCheck;

/// <summary>One source for both engines: no code outside of akka-local and the project files may ask which one it is compiled for.</summary>
internal static partial class EngineConditions
{
    private static readonly string[] Folders = ["src", "tests", "tools"];

    // The compiler's and the SDK's own. Any other symbol could be one that a project file defines for one engine.
    private static readonly string[] Harmless = ["DEBUG", "TRACE", "RELEASE", "true", "false"];

    /// <summary>Each condition that there is, with its file, line, and what is wrong.</summary>
    public static IEnumerable<string> FindIn(string root) =>
        from folder in Folders
        let path = Path.Combine(root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let name = Path.GetRelativePath(root, file).Replace('\\', '/')
        where !name.StartsWith("tools/akka-local/", StringComparison.Ordinal) && !name.Split('/').Contains("obj")
        from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
        from problem in ProblemsOf(line.text)
        select $"{name}:{line.number}: {line.text.Trim()}: {problem}; the code must be the same for both engines";

    private static IEnumerable<string> ProblemsOf(string line) =>
        from Match symbol in Symbol().Matches(Condition().Match(line).Groups["symbols"].Value)
        where !Harmless.Contains(symbol.Value) && !OfTheSdk().IsMatch(symbol.Value)
        select $"'{symbol.Value}' may depend on the engine";

    [GeneratedRegex(@"^\s*#\s*(?:if|elif)\b(?<symbols>[^/]*)")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Symbol();

    [GeneratedRegex("^(NET|NETCOREAPP|NETSTANDARD|WINDOWS|LINUX|OSX)[0-9_]*(_OR_GREATER)?$")]
    private static partial Regex OfTheSdk();
}
