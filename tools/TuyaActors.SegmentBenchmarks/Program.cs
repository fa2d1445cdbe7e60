using System.CommandLine;
using TuyaActors.SegmentBenchmarks;

var devices = new Option<int>("--devices") { Description = "How many devices", DefaultValueFactory = _ => 1_000 };
var root = new RootCommand("Measures what it costs that a fleet spans several segments: nodes in one process, joined by real remoting on loopback.");

var rounds = new Option<int>("--rounds") { Description = "How many commands each way", DefaultValueFactory = _ => 3_000 };
var commands = new Command("commands", "A command to a device of another node, against one in the own process.") { rounds };
commands.SetAction((parsed, _) => CommandsRun.RunAsync(parsed.GetValue(rounds), Console.Out));
root.Subcommands.Add(commands);

var few = new Option<int>("--devices") { Description = "How many devices", DefaultValueFactory = _ => 50 };
var reports = new Option<int>("--reports") { Description = "How often each reports in a run", DefaultValueFactory = _ => 2_000 };
var runs = new Option<int>("--runs") { Description = "How many runs; the median counts", DefaultValueFactory = _ => 5 };
var events = new Command("events", "Events a second from another node, against those in the own process.") { few, reports, runs };
events.SetAction((parsed, _) => EventsRun.RunAsync(parsed.GetValue(few), parsed.GetValue(reports), parsed.GetValue(runs), Console.Out));
root.Subcommands.Add(events);

var dies = new Option<bool>("--dies") { Description = "The node dies without a word, instead of leaving" };
var handOver = new Command("handover", "How long the devices of a node take to be online at another. Ends with 1 when one was connected twice.") { devices, dies };
handOver.SetAction((parsed, _) => HandOverRun.RunAsync(parsed.GetValue(devices), parsed.GetValue(dies), Console.Out));
root.Subcommands.Add(handOver);
return await root.Parse(args).InvokeAsync();
