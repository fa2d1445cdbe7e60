using System.CommandLine;
using TuyaActors.FleetBenchmarks;

var runs = new Option<int>("--runs") { Description = "How often each is measured; the median counts", DefaultValueFactory = _ => 7 };
var devices = new Option<int>("--devices") { Description = "How many devices", DefaultValueFactory = _ => 1_000 };
var subscriptions = new Option<int>("--subscriptions") { Description = "How many subscriptions", DefaultValueFactory = _ => 10_000 };
var root = new RootCommand("Measures what a fleet costs: events to many subscribers, and commands to many devices. Ends with 1 when an outcome is missing or late.");

var events = new Command("events", "What an event costs with many subscriptions, and with one of them stuck.") { runs, devices, subscriptions };
events.SetAction((parsed, _) => EventsRun.RunAsync(parsed.GetValue(devices), parsed.GetValue(subscriptions), parsed.GetValue(runs), Console.Out));
root.Subcommands.Add(events);

var offline = new Option<int>("--offline") { Description = "How many of the devices are off", DefaultValueFactory = _ => 50 };
var slow = new Option<int>("--slow") { Description = "How many take 3 s for an answer", DefaultValueFactory = _ => 20 };
var many = new Command("many", "A command to all devices at once, against bare sockets and single commands.") { runs, devices, offline, slow };
many.SetAction((parsed, ended) => ManyRun.RunAsync(parsed.GetValue(devices), parsed.GetValue(offline), parsed.GetValue(slow), parsed.GetValue(runs), Console.Out, ended));
root.Subcommands.Add(many);
return await root.Parse(args).InvokeAsync();
