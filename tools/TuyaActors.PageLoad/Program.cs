using System.CommandLine;
using TuyaActors.PageLoad;

var devices = new Option<int>("--devices") { Description = "How many simulated devices, those behind gateways not counted", DefaultValueFactory = _ => 1_000 };
var pushes = new Option<double>("--pushes") { Description = "How often each of them reports in a second", DefaultValueFactory = _ => 5 };
var pages = new Option<int>("--pages") { Description = "How many pages are open in a browser", DefaultValueFactory = _ => 3 };
var readers = new Option<int>("--readers") { Description = "How many programs read /api/events", DefaultValueFactory = _ => 10 };
var minutes = new Option<double>("--minutes") { Description = "How long they look", DefaultValueFactory = _ => 10 };
var alone = new Option<double>("--alone") { Description = "How long nobody looks, before and after, in minutes", DefaultValueFactory = _ => 1 };
var program = new Option<string>("--program") { Description = "The node", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "tuyactors.dll") };
var first = new Option<string>("--base") { Description = "The first simulated device's address", DefaultValueFactory = _ => "127.60.0.1" };

var root = new RootCommand("Measures what pages and readers of events cost a node, and whether its memory and theirs stay flat. Devices, node and browser are processes of their own. Ends with 1 where one of them failed.")
{
    devices, pushes, pages, readers, minutes, alone, program, first,
};
root.SetAction((parsed, end) => new PageLoadRun(
    new PageLoadOptions
    {
        Devices = parsed.GetValue(devices),
        Pushes = parsed.GetValue(pushes),
        Pages = parsed.GetValue(pages),
        Readers = parsed.GetValue(readers),
        Watched = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
        Alone = TimeSpan.FromMinutes(parsed.GetValue(alone)),
        Program = parsed.GetValue(program)!,
        FirstAddress = parsed.GetValue(first)!,
    },
    Console.Out).RunAsync(end));
return await root.Parse(args).InvokeAsync();
