// readme
using Akka.Hosting;
using Microsoft.Extensions.Hosting;
using TuyaActors.Hosting;
// end
using TuyaActors.Samples;

await using var home = await SimulatedHome.EnterAsync();

// readme
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka("house", akka => akka
    .WithTuyaFleet(fleet => fleet.AddDevicesFile("devices.json"))
    .WithActors((system, _, resolver) => system.ActorOf(resolver.Props<HallLight>(), "hall-light")));
await builder.Build().RunAsync();
// end
