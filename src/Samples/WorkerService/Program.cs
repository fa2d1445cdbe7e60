// readme
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TuyaActors.Hosting;
// end
using TuyaActors.Samples;

await using var home = await SimulatedHome.EnterAsync();

// readme
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTuyaFleet(fleet => fleet.AddDevicesFile("devices.json"));
builder.Services.AddHostedService<Watchman>();
await builder.Build().RunAsync();
// end
