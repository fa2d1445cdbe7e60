using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using TuyaActors.EngineBenchmarks;

var runs = new Option<int>("--runs") { Description = "How often each is measured; the median counts", DefaultValueFactory = _ => 5 };
var load = new Option<int>("--load") { Description = "How many messages a run", DefaultValueFactory = _ => 2_000_000 };
var actors = new Option<int>("--actors") { Description = "How many idle actors", DefaultValueFactory = _ => 100_000 };
var json = new Option<FileInfo?>("--json") { Description = "Write the numbers into this file too" };
var root = new RootCommand("Measures the Akka engine that this program was built with: tells, asks, and what idle actors cost.") { runs, load, actors, json };
root.SetAction(async (parsed, ended) =>
{
    var measures = new List<Measure>();
    using (var system = Start())
    {
        measures.AddRange(await IdleActors.Measure(system, parsed.GetValue(actors)));
        await system.Terminate();
    }

    using (var system = Start())
    {
        foreach (var (name, run) in Throughput.All)
        {
            // For the JIT, which takes some time to know what is hot.
            await run(system, parsed.GetValue(load) / 4);
            var speeds = new List<double>();
            for (var i = 0; i < parsed.GetValue(runs); i++)
                speeds.Add(await run(system, parsed.GetValue(load)));
            measures.Add(new Measure(name, Numbers.Median(speeds), "/s", MoreIsBetter: true));
        }

        await system.Terminate();
    }

    var report = new Report(EngineName(), measures);
    Table.Print(report, Console.Out);
    if (parsed.GetValue(json) is { } file)
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(report, ReportJson.Default.Report), ended);
    return 0;
});

var local = new Option<FileInfo[]>("--local") { Description = "Numbers of the local engine, from --json", Required = true, AllowMultipleArgumentsPerToken = true };
var real = new Option<FileInfo[]>("--real") { Description = "Numbers of the real one", Required = true, AllowMultipleArgumentsPerToken = true };
var goal = new Option<double>("--goal") { Description = "End with 1 when a ratio is below this", DefaultValueFactory = _ => 0.7 };
var compare = new Command("compare", "Prints what several runs of both engines came to, and the ratios.") { local, real, goal };
compare.SetAction(parsed => Table.Compare(Read(parsed.GetRequiredValue(local)), Read(parsed.GetRequiredValue(real)), parsed.GetValue(goal), Console.Out) ? 0 : 1);
root.Subcommands.Add(compare);
return await root.Parse(args).InvokeAsync();

static ActorSystem Start() => ActorSystem.Create("benchmark", ConfigurationFactory.ParseString("akka.loglevel = WARNING\nakka.log-dead-letters = off"));

static Report Read(FileInfo[] files) =>
    Report.Median([.. files.Select(file => JsonSerializer.Deserialize(File.ReadAllText(file.FullName), ReportJson.Default.Report)!)]);

static string EngineName()
{
    var facts = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(fact => fact.Key, fact => fact.Value);
    return facts["AkkaEngine"] == "nuget" ? $"Akka.NET {facts["AkkaVersion"]}" : "tools/akka-local";
}
