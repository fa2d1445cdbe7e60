using System.CommandLine;
using System.Net;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Neighbours;
using TuyaActors.Chaos.Restart;
using TuyaActors.Chaos.Soak;
using TuyaActors.Chaos.Storm;

var devices = new Option<int>("--devices") { Description = "How many devices", DefaultValueFactory = _ => 1000 };
var seed = new Option<int?>("--seed") { Description = "Of everything that is drawn; none: a new one, which is printed" };
var minutes = new Option<double>("--minutes") { Description = "How long devices break", DefaultValueFactory = _ => 10 };
var sound = new Option<double>("--sound") { Description = "How many seconds a device is sound between two faults, in the mean", DefaultValueFactory = _ => 60 };
var patience = new Option<double>("--patience") { Description = "How many seconds the run waits for what must come", DefaultValueFactory = _ => 180 };

var chaos = new Command("chaos", "Breaks devices in every way under commands and subscribers, and judges what is left.") { devices, seed, minutes, sound, patience };
chaos.SetAction(async (parsed, end) =>
{
    var drawn = parsed.GetValue(seed) ?? Random.Shared.Next();
    Console.WriteLine($"chaos with --seed {drawn}");
    var options = new ChaosOptions
    {
        Devices = parsed.GetValue(devices),
        Seed = drawn,
        Length = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
        MeanSound = TimeSpan.FromSeconds(parsed.GetValue(sound)),
        Patience = TimeSpan.FromSeconds(parsed.GetValue(patience)),
    };
    var result = await new ChaosRun(options, Console.Out).RunAsync(end);
    ChaosTable.Write(Console.Out, result);
    return result.Wrong.Count == 0 ? 0 : 1;
});

var budget = new Option<int>("--budget") { Description = "How many may connect at once", DefaultValueFactory = _ => 64 };
var away = new Option<double>("--away") { Description = "How many seconds they are away", DefaultValueFactory = _ => 10 };
var storm = new Command("storm", "Lets all devices vanish and return together.") { devices, budget, away };
storm.SetAction(async (parsed, end) =>
{
    var result = await StormRun.RunAsync(
        parsed.GetValue(devices), parsed.GetValue(budget), TimeSpan.FromSeconds(parsed.GetValue(away)), IPAddress.Parse("127.81.0.1"), "", end);
    result.Write(Console.Out);
    return result.Wrong.Count == 0 ? 0 : 1;
});

var beside = new Option<int>("--devices") { Description = "How many neighbours with a connection of their own", DefaultValueFactory = _ => 50 };
var turn = new Option<double>("--turn") { Description = "How many seconds each of the ten turns lasts", DefaultValueFactory = _ => 6 };
var most = new Option<double>("--most") { Description = "The greatest ratio that is no failure", DefaultValueFactory = _ => 2 };
var neighbours = new Command("neighbours", "Measures commands beside a device and a child of a gateway that answer after 5 s.") { beside, turn, most };
neighbours.SetAction(async (parsed, end) =>
{
    var groups = await NeighboursRun.RunAsync(parsed.GetValue(beside), TimeSpan.FromSeconds(parsed.GetValue(turn)), IPAddress.Parse("127.82.0.1"), end);
    foreach (var group in groups)
        Console.WriteLine(group.Line);
    return groups.All(g => g.Ratio <= parsed.GetValue(most)) ? 0 : 1;
});

var kept = new Option<int>("--devices") { Description = "How many devices with a connection of their own", DefaultValueFactory = _ => 1000 };
var restart = new Command("restart", "Stops a fleet and starts it from its database alone.") { kept };
restart.SetAction(async (parsed, end) =>
{
    var result = await RestartRun.RunAsync(parsed.GetValue(kept), IPAddress.Parse("127.84.0.1"), end);
    result.Write(Console.Out);
    return result.Wrong.Count == 0 ? 0 : 1;
});

var root = new RootCommand("Puts a fleet under trial on simulated devices. Ends with 1 where anything is not as it must be.") { chaos, storm, neighbours, restart, SoakCommand.Create(), DevicesCommand.Create() };
// Whoever ends it with Ctrl-C waits for a last look and for the fleet to close.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
