using System.CommandLine;
using TuyaActors.Crash;

var kills = new Option<int>("--kills") { Description = "How often the node is killed", DefaultValueFactory = _ => 200 };
var seed = new Option<int?>("--seed") { Description = "Of everything that is drawn; none: a new one, which is printed" };
var program = new Option<string>("--program") { Description = "The node", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "tuyactors.dll") };
var keep = new Option<string?>("--keep") { Description = "Where to leave the database; none: in a temporary folder, deleted when nothing is wrong" };

var root = new RootCommand("Kills a node (SIGKILL) at random instants while definitions change, and compares what is there after each restart with what was acknowledged. Ends with 1 where anything is not as it must be.")
{
    kills, seed, program, keep,
};
root.SetAction(async (parsed, end) =>
{
    var drawn = parsed.GetValue(seed) ?? Random.Shared.Next();
    Console.WriteLine($"crash with --seed {drawn}");
    var folder = parsed.GetValue(keep) ?? Directory.CreateTempSubdirectory("tuyactors-crash-").FullName;
    var options = new CrashOptions { Kills = parsed.GetValue(kills), Seed = drawn, Folder = folder, Program = parsed.GetValue(program)! };
    var result = await new CrashTrial(options, Console.WriteLine).RunAsync(end);
    result.Write(Console.Out);
    if (result.Wrong.Count > 0)
        Console.WriteLine($"the database is left in {folder}");
    else if (parsed.GetValue(keep) is null)
        Directory.Delete(folder, recursive: true);
    return result.Wrong.Count == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
