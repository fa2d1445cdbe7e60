using Akka.Hosting;
using Microsoft.Extensions.Hosting;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Samples;

await using var home = await SimulatedHome.EnterAsync();

// Five minutes are long to look on; the simulated door opens every six seconds.
var stays = home.Lamp is null ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2);

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka("house", akka => akka
    .WithTuyaFleet(fleet => fleet.AddDevicesFile("devices.json"))
    .WithActors((system, registry) => system.ActorOf(
        DoorRule.Props(registry.Get<TuyaRouter>(), DeviceSelector.Named("Front door"), DeviceSelector.Named("Hall lamp"), stays, Console.WriteLine), "door-rule")));
await builder.Build().RunAsync();
