using System.Reflection;
using AkkaLocal.ApiCheck;

// Usage: ApiCheck                             checks the local engine: its API, that something uses all of it, and that nobody asks which engine runs
//        ApiCheck ASSEMBLY.dll ...            compares the API of these with Akka.NET's
//        ApiCheck --parameters ASSEMBLY.dll   prints what belongs into api/parameters, when given a real assembly
// Exit code 0 = nothing found, 1 = something found, 2 = cannot check.
if (args is ["--parameters", var path])
{
    foreach (var entry in PublicSurface.Of(Assembly.LoadFrom(Path.GetFullPath(path))).Where(entry => entry.Parameters is not null).OrderBy(entry => entry.Id, StringComparer.Ordinal))
        Console.WriteLine($"{entry.Id}\t{entry.Parameters}");
    return 0;
}

if (Repository.Find() is not { } repository)
{
    Console.Error.WriteLine("ApiCheck must run inside of the repository: no TuyaActors.sln above the program, nor above the current folder.");
    return 2;
}

var listing = new Listing(repository.Api);
var assemblies = args.Length > 0 ? [.. args.Select(path => Assembly.LoadFrom(Path.GetFullPath(path)))] : repository.LoadEngine();
var ours = assemblies.SelectMany(PublicSurface.Of).ToList();
var found = ours.Select(entry => (entry.Id, Deviation: listing.DeviationOf(entry)))
    .Where(one => one.Deviation is not null)
    .Select(one => $"{one.Id}: {one.Deviation}")
    .ToList();
Console.WriteLine(found.Count == 0
    ? $"akka-local API: {ours.Count} members, all in Akka.NET 1.5.30"
    : $"akka-local API: {found.Count} deviations");

if (args.Length == 0)
{
    var users = repository.Users().ToList();
    if (users.FindAll(user => !File.Exists(user)) is { Count: > 0 } missing)
    {
        Console.Error.WriteLine($"ApiCheck needs all that may use the engine: build TuyaActors.sln first. Missing: {string.Join(", ", missing)}.");
        return 2;
    }

    var unused = UnusedMembers.Find(assemblies, users, repository.Configurations());
    found.AddRange(unused.Select(entry => $"{entry.Id}: nothing outside of {entry.Member!.Module.Assembly.GetName().Name} uses it; delete it or make it internal"));
    var conditions = EngineConditions.FindIn(repository.Root).ToList();
    found.AddRange(conditions);
    Console.WriteLine($"akka-local members that nothing uses: {unused.Count}");
    Console.WriteLine($"conditions on the engine in code: {conditions.Count}");
    var sizes = repository.EngineProjects.Zip(assemblies, (folder, assembly) => SizeReport.Of(
        Repository.AssemblyOf(folder),
        folder,
        ours.Count(entry => entry.Member!.Module.Assembly == assembly),
        unused.Count(entry => entry.Member!.Module.Assembly == assembly)));
    foreach (var line in SizeReport.Table([.. sizes]))
        Console.WriteLine(line);
}

foreach (var line in found)
    Console.WriteLine(line);
return found.Count == 0 ? 0 : 1;
