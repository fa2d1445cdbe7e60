using System.Reflection;
using AkkaLocal.ApiCheck;

// Usage: ApiCheck [ASSEMBLY.dll ...]          checks the assemblies, without arguments the local engine's
//        ApiCheck --parameters ASSEMBLY.dll   prints what belongs into api/parameters, when given a real assembly
// Exit code 0 = all in Akka.NET, 1 = deviations, 2 = cannot check.
if (args is ["--parameters", var path])
{
    foreach (var entry in PublicSurface.Of(Assembly.LoadFrom(Path.GetFullPath(path))).Where(entry => entry.Parameters is not null).OrderBy(entry => entry.Id, StringComparer.Ordinal))
        Console.WriteLine($"{entry.Id}\t{entry.Parameters}");
    return 0;
}

var root = Directory.GetParent(AppContext.BaseDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "TuyaActors.sln")))
    root = root.Parent;
root ??= File.Exists("TuyaActors.sln") ? new DirectoryInfo(".") : null;
if (root is null)
{
    Console.Error.WriteLine("ApiCheck must run inside of the repository: no TuyaActors.sln above the program, nor in the current folder.");
    return 2;
}

var real = new Dictionary<string, ApiEntry>(StringComparer.Ordinal);
var api = Path.Combine(root.FullName, "tools", "akka-local", "api");
foreach (var line in LinesOf(api))
{
    var entry = ApiEntry.Parse(line);
    real.TryAdd(entry.Id, entry);
}

foreach (var line in LinesOf(Path.Combine(api, "parameters")))
{
    var (id, parameters) = line.Split('\t') is [var name, var list] ? (name, list) : throw new FormatException($"'{line}' is no line of parameters.");
    if (real.TryGetValue(id, out var entry))
        real[id] = entry with { Parameters = parameters };
}

Assembly[] assemblies = args.Length > 0
    ? [.. args.Select(path => Assembly.LoadFrom(Path.GetFullPath(path)))]
    : [Assembly.Load("Akka"), Assembly.Load("Akka.Hosting"), Assembly.Load("Akka.TestKit.Xunit2")];

var ours = assemblies.SelectMany(PublicSurface.Of).ToList();
List<string> deviations = [.. EngineConditions.FindIn(root.FullName)];
foreach (var entry in ours)
{
    if (!real.TryGetValue(entry.Id, out var original))
    {
        if (!entry.IsOverride)
            deviations.Add($"{entry.Id}: not in Akka.NET");
    }
    else if (entry.DifferenceFrom(original) is { } difference)
    {
        deviations.Add($"{entry.Id}: {difference}");
    }
}

foreach (var deviation in deviations)
    Console.WriteLine(deviation);
Console.WriteLine(deviations.Count == 0
    ? $"akka-local API: {ours.Count} members, all in Akka.NET 1.5.30"
    : $"akka-local API: {deviations.Count} deviations");
return deviations.Count == 0 ? 0 : 1;

static IEnumerable<string> LinesOf(string folder) =>
    Directory.EnumerateFiles(folder, "*.txt").SelectMany(File.ReadLines).Where(line => line.Length > 0);
