using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Benchmarks.Peers;
using TuyaActors.Benchmarks.Runs;
using TuyaActors.Protocol;

var json = new Option<string?>("--json") { Description = "Also writes the figures to this file" };
var seconds = new Option<double>("--seconds") { Description = "How long each step takes", DefaultValueFactory = _ => 20 };
var settle = new Option<double>("--settle") { Description = "How long nothing is measured after the last device came online", DefaultValueFactory = _ => 15 };
var root = new RootCommand(
    """
    Measures what TuyaActors costs, against a bare client in the same run: sockets and the same codec, and nothing else. The simulated devices are in other
    processes. Without a name: round-trip, pushes and fleet. Ends with 1 where a benchmark could not be carried out; a goal that is missed is no failure.
    """);

var versions = new Option<string>("--versions") { Description = "Which protocol versions, such as 3.3,3.5", DefaultValueFactory = _ => "3.1,3.2,3.3,3.4,3.5" };
var commands = new Option<int>("--commands") { Description = "How many commands of each kind in a round", DefaultValueFactory = _ => 10_000 };
var roundTrips = new Option<int>("--rounds") { Description = "How many rounds, each with connections of its own; the one with the middle ratio counts", DefaultValueFactory = _ => 5 };
var roundTrip = new Command(RoundTripRun.Bench, "One command after the other on one connection.") { versions, commands, roundTrips, json };
roundTrip.SetAction((parsed, _) => ReportAsync(
    parsed.GetValue(json),
    RoundTripRun.RunAsync(Versions(parsed.GetValue(versions)!), parsed.GetValue(commands), parsed.GetValue(roundTrips), Console.Error)));
root.Subcommands.Add(roundTrip);

var devices = new Option<int>("--devices") { Description = "How many devices", DefaultValueFactory = _ => 1_000 };
var rates = new Option<string>("--rates") { Description = "Reports a second of all devices together; 0: as many as they can", DefaultValueFactory = _ => "20000,100000,0" };
var pushes = new Command(PushesRun.Bench, "Reports through device, router and one subscriber.") { devices, rates, seconds, json };
pushes.SetAction((parsed, _) => ReportAsync(
    parsed.GetValue(json),
    PushesRun.RunAsync(parsed.GetValue(devices), Figures(parsed.GetValue(rates)!), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error)));
root.Subcommands.Add(pushes);

var sizes = new Option<string>("--devices") { Description = "How many devices, one fleet after the other", DefaultValueFactory = _ => "100,1000,5000,10000" };
var fleet = new Command(FleetRun.Bench, "What each device of a fleet costs, and how long all take.") { sizes, settle, seconds, json };
fleet.SetAction((parsed, _) => ReportAsync(
    parsed.GetValue(json),
    FleetRun.RunAsync([.. Figures(parsed.GetValue(sizes)!).Select(size => (int)size)], TimeSpan.FromSeconds(parsed.GetValue(settle)), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error)));
root.Subcommands.Add(fleet);

var peerSizes = new Option<string>("--devices") { Description = "How many devices, one after the other", DefaultValueFactory = _ => "100,1000" };
var peerRates = new Option<string>("--rates") { Description = "Reports a second of all devices together; 0: as many as they can", DefaultValueFactory = _ => "5000,0" };
var peerSeconds = new Option<double>("--seconds") { Description = "How long each step takes", DefaultValueFactory = _ => 8 };
var peerSettle = new Option<double>("--settle") { Description = "How long nothing is measured after the last device came online", DefaultValueFactory = _ => 10 };
var rounds = new Option<int>("--rounds") { Description = "How many turns of up to 250 commands of each kind everybody has", DefaultValueFactory = _ => 20 };
var peers = new Command(PeersRun.Bench, "Other libraries for these devices, as far as they are installed here, on the same devices.") { peerSizes, peerRates, peerSettle, peerSeconds, rounds, json };
peers.SetAction((parsed, _) => ReportAsync(
    parsed.GetValue(json),
    PeersRun.RunAsync(
        new PeersRun.Plan(
            [.. Figures(parsed.GetValue(peerSizes)!).Select(size => (int)size)],
            Figures(parsed.GetValue(peerRates)!),
            TimeSpan.FromSeconds(parsed.GetValue(peerSettle)),
            TimeSpan.FromSeconds(parsed.GetValue(peerSeconds)),
            parsed.GetValue(rounds)),
        Console.Error)));
root.Subcommands.Add(peers);

var runs = new Option<int>("--runs") { Description = "How often each is measured; the median counts", DefaultValueFactory = _ => 7 };
var subscriptions = new Option<int>("--subscriptions") { Description = "How many subscriptions", DefaultValueFactory = _ => 10_000 };
var events = new Command("events", "What an event costs with many subscriptions, and with one of them stuck.") { runs, devices, subscriptions };
events.SetAction((parsed, _) => EventsRun.RunAsync(parsed.GetValue(devices), parsed.GetValue(subscriptions), parsed.GetValue(runs), Console.Out));
root.Subcommands.Add(events);

var offline = new Option<int>("--offline") { Description = "How many of the devices are off", DefaultValueFactory = _ => 50 };
var slow = new Option<int>("--slow") { Description = "How many take 3 s for an answer", DefaultValueFactory = _ => 20 };
var many = new Command("many", "A command to all devices at once, against bare sockets and single commands. Ends with 1 when an outcome is missing or late.") { runs, devices, offline, slow };
many.SetAction((parsed, ended) => ManyRun.RunAsync(parsed.GetValue(devices), parsed.GetValue(offline), parsed.GetValue(slow), parsed.GetValue(runs), Console.Out, ended));
root.Subcommands.Add(many);

// ---- what these start in other processes

var first = new Option<string>("--first") { Description = "The address of the first device", Required = true };
var farm = new Command("farm", "Runs simulated devices and obeys its input.") { devices, first, versions };
farm.Hidden = true;
farm.SetAction((parsed, ended) => FarmHost.RunAsync(
    new FarmSpec(parsed.GetValue(devices), IPAddress.Parse(parsed.GetValue(first)!), Versions(parsed.GetValue(versions)!)), Console.In, Console.Out, ended));
root.Subcommands.Add(farm);

var client = new Option<string>("--client") { Description = "fleet or bare", DefaultValueFactory = _ => "fleet" };
var idle = new Option<bool>("--idle") { Description = "Measures idling, a query and a common fall, too" };
var none = new Option<int>("--devices") { Description = "How many devices; 0: what the client takes without any", DefaultValueFactory = _ => 1_000 };
var one = new Command("one", "One client with so many devices; its figures as JSON.") { client, none, settle, seconds, rates, idle };
one.Hidden = true;
one.SetAction(async (parsed, _) =>
{
    var plan = new ManyDevices.Plan(
        parsed.GetValue(client)!,
        parsed.GetValue(none),
        TimeSpan.FromSeconds(parsed.GetValue(settle)),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        Figures(parsed.GetValue(rates)!),
        parsed.GetValue(idle));
    Console.WriteLine(JsonSerializer.Serialize(await ManyDevices.RunAsync(plan), Measuring.Json));
});
root.Subcommands.Add(one);
var peer = new Command("peer", "One client, asked by its input.") { client };
peer.Hidden = true;
peer.SetAction(async (parsed, _) =>
{
    await using var host = new PeerHost(bare: parsed.GetValue(client) == "bare");
    await host.RunAsync(Console.In, Console.Out);
});
root.Subcommands.Add(peer);

foreach (var count in new[] { commands, roundTrips, devices, rounds, runs, subscriptions })
    Check(count, word => int.TryParse(word, CultureInfo.InvariantCulture, out var value) && value > 0, "whole numbers from 1 up");
foreach (var count in new[] { offline, slow, none })
    Check(count, word => int.TryParse(word, CultureInfo.InvariantCulture, out var value) && value >= 0, "whole numbers from 0 up");
foreach (var time in new[] { seconds, peerSeconds })
    Check(time, word => double.TryParse(word, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 86_400, "seconds above 0, at most a day");
foreach (var time in new[] { settle, peerSettle })
    Check(time, word => double.TryParse(word, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 86_400, "seconds from 0 up, at most a day");
foreach (var list in new[] { sizes, peerSizes })
    Check(list, word => Array.TrueForAll(word.Split(','), one => int.TryParse(one, CultureInfo.InvariantCulture, out var value) && value > 0), "whole numbers from 1 up, with commas between them");
foreach (var list in new[] { rates, peerRates })
    Check(list, word => word.Length == 0 || Array.TrueForAll(word.Split(','), one => double.TryParse(one, CultureInfo.InvariantCulture, out var value) && value >= 0), "numbers from 0 up, with commas between them");
Check(versions, word => Array.TrueForAll(word.Split(','), one => ProtocolVersions.TryParse(one, out _)), $"{string.Join(", ", ProtocolVersions.All.Select(each => each.ToText()))}, with commas between them");
return await root.Parse(args).InvokeAsync();

static void Check(Option option, Predicate<string> isAllowed, string allowed) => option.Validators.Add(result =>
{
    if (result.Tokens is [var word] && !isAllowed(word.Value))
        result.AddError($"{option.Name} is '{word.Value}'; allowed: {allowed}.");
});

static IReadOnlyList<ProtocolVersion> Versions(string text) =>
    [.. text.Split(',').Select(word => ProtocolVersions.TryParse(word, out var version) ? version : throw new FormatException($"'{word}' is no protocol version"))];

static IReadOnlyList<double> Figures(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

static async Task ReportAsync(string? json, Task<IReadOnlyList<Result>> run)
{
    var results = await run;
    ResultTable.Write(Console.Out, results);
    if (json is not null)
        ResultTable.WriteJson(json, results);
}
