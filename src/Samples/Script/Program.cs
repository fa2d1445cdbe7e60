// readme
using TuyaActors.Hosting;
// end
using TuyaActors.Samples;

// Its id, its local key, and its address where broadcasts do not come through; without them a lamp is simulated.
await using var home = args is [] ? await SimulatedHome.EnterAsync() : null;
if (home?.Lamp is { } simulated)
    args = [simulated.Id, simulated.Key.Reveal(), simulated.EndPoint.ToString()];

// readme
await using var lamp = await TuyaDevice.ConnectAsync(args[0], args[1], args.ElementAtOrDefault(2));
Console.WriteLine($"It reports {(await lamp.GetAsync()).Reported}");
Console.WriteLine($"Light on: {(await lamp.SetAsync(20, true)).Sentence}");
// end
