using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AkkaLocal.ApiCheck;

/// <summary>Where in the repository the engine, its listing, and what uses it are.</summary>
internal sealed partial class Repository
{
    private const string Solution = "TuyaActors.sln";

    private Repository(string root) => Root = root;

    public string Root { get; }

    private string Engine => Path.Combine(Root, "tools", "akka-local");

    public string Api => Path.Combine(Engine, "api");

    /// <summary>The projects of the engine: each is named after the assembly of Akka.NET that it stands in for.</summary>
    public IEnumerable<string> EngineProjects => Directory.EnumerateDirectories(Engine, "*.Local").Order(StringComparer.Ordinal);

    /// <summary>The repository that the program, or else the current folder, is in; null when neither is in one.</summary>
    public static Repository? Find()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, Solution)))
                    return new Repository(folder.FullName);
            }
        }

        return null;
    }

    public static string AssemblyOf(string engineProject)
    {
        var name = Path.GetFileName(engineProject);
        return name[..^".Local".Length];
    }

    public IReadOnlyList<Assembly> LoadEngine() => [.. EngineProjects.Select(project => Assembly.Load(AssemblyOf(project)))];

    /// <summary>The built assemblies of all projects of the solution but the engine's own, whether they are there or not.</summary>
    public IEnumerable<string> Users()
    {
        // artifacts/<engine>/bin/<project>/<configuration>
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return from Match match in Project().Matches(File.ReadAllText(Path.Combine(Root, Solution)))
               let file = Path.Combine(Root, match.Groups["path"].Value.Replace('\\', '/'))
               where !file.StartsWith(Engine, StringComparison.Ordinal)
               let project = Path.GetFileNameWithoutExtension(file)
               let assembly = XDocument.Load(file).Descendants("AssemblyName").FirstOrDefault()?.Value ?? project
               select Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, assembly + ".dll");
    }

    /// <summary>Configuration outside of assemblies.</summary>
    public IEnumerable<string> Configurations() => Directory.EnumerateFiles(Path.Combine(Root, "hocon"), "*.conf").Select(File.ReadAllText);

    [GeneratedRegex("""^Project\([^)]*\) = "[^"]*", "(?<path>[^"]*\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex Project();
}
