using System.CommandLine;
using TuyaActors.Fuzz;

var cases = new Option<long>("--cases") { Description = "How many cases", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<ulong>("--seed") { Description = "Where the numbers begin; the same seed gives the same cases", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "How many at a time", DefaultValueFactory = _ => Environment.ProcessorCount };
var one = new Option<long?>("--case") { Description = "Run this one case again, and show its input" };
var root = new RootCommand("Attacks the wire with changed frames, streams, payloads, datagrams and negotiations. Ends with 1 where anything happens that the contract excludes.")
{
    cases, seed, threads, one,
};
root.SetAction(parsed =>
{
    var run = new FuzzRun(Corpus.Load(), parsed.GetValue(seed), Console.Out);
    var held = parsed.GetValue(one) is { } index ? run.One(index) : run.All(parsed.GetValue(cases), parsed.GetValue(threads));
    return held ? 0 : 1;
});
return root.Parse(args).Invoke();
