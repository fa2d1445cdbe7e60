using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Soak;

/// <summary>
/// The devices of a soak in a process of their own, so that what the fleet's process holds is the fleet's. Writes their ports as a line of JSON; faults and hands begin with
/// a line on standard input, and end with its end; then a <see cref="DeviceSummary"/> is the last line.
/// </summary>
internal static class DevicesCommand
{
    private const string Name = "soak-devices";

    private static readonly Option<int> Devices = new("--devices");
    private static readonly Option<int> Seed = new("--seed");
    private static readonly Option<double> Sound = new("--sound");
    private static readonly Option<double[]> Fault = new("--fault") { AllowMultipleArgumentsPerToken = true };
    private static readonly Option<double> Hand = new("--hand");
    private static readonly Option<double> Announce = new("--announce");
    private static readonly Option<string> First = new("--base");
    private static readonly Option<int[]> Ports = new("--ports") { AllowMultipleArgumentsPerToken = true };

    /// <summary>Not for people: <c>soak</c> starts it.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "The devices of a soak; started by it.") { Devices, Seed, Sound, Fault, Hand, Announce, First, Ports };
        command.Hidden = true;
        command.SetAction(async parsed =>
        {
            var (fault, ports) = (parsed.GetRequiredValue(Fault), parsed.GetRequiredValue(Ports));
            var options = new ChaosOptions
            {
                Devices = parsed.GetRequiredValue(Devices),
                Seed = parsed.GetRequiredValue(Seed),
                MeanSound = TimeSpan.FromSeconds(parsed.GetRequiredValue(Sound)),
                Fault = (TimeSpan.FromSeconds(fault[0]), TimeSpan.FromSeconds(fault[1])),
                Hand = TimeSpan.FromSeconds(parsed.GetRequiredValue(Hand)),
                AnnounceInterval = TimeSpan.FromSeconds(parsed.GetRequiredValue(Announce)),
                FirstAddress = IPAddress.Parse(parsed.GetRequiredValue(First)),
            };
            var air = Air(options) with { PlainPort = ports[0], EncryptedPort = ports[1], ProbePort = ports[2] };
            await RunAsync(options, air, Console.In, Console.Out);
        });
        return command;
    }

    /// <summary>The command line for these devices.</summary>
    public static IEnumerable<string> Arguments(ChaosOptions options, TrialPorts ports) =>
    [
        Name,
        Devices.Name, Text(options.Devices),
        Seed.Name, Text(options.Seed),
        Sound.Name, Text(options.MeanSound.TotalSeconds),
        Fault.Name, Text(options.Fault.Least.TotalSeconds), Text(options.Fault.Most.TotalSeconds),
        Hand.Name, Text(options.Hand.TotalSeconds),
        Announce.Name, Text(options.AnnounceInterval.TotalSeconds),
        First.Name, options.FirstAddress.ToString(),
        Ports.Name, Text(ports.Plain), Text(ports.Encrypted), Text(ports.Probe),
    ];

    /// <summary>What holds for all devices.</summary>
    public static SimulatorOptions Air(ChaosOptions options) => new() { Seed = options.Seed, Quiet = true, AnnounceInterval = options.AnnounceInterval };

    private static async Task RunAsync(ChaosOptions options, SimulatorOptions air, TextReader input, TextWriter output)
    {
        // Ctrl-C is meant for the soak, which ends its devices after its last look.
        using var deaf = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        await using var simulator = new TuyaSimulator(air);
        simulator.AddRange(ChaosDevices.Create(options));
        await simulator.StartAsync();
        await output.WriteLineAsync(JsonSerializer.Serialize(simulator.Devices.Select(device => device.EndPoint.Port)));

        var schedule = new FaultSchedule(simulator, options);
        if (await input.ReadLineAsync() is not null)
        {
            using var stop = new CancellationTokenSource();
            var hands = Task.Run(() => new Hands(TrialTarget.AllOf(simulator), options).RunAsync(stop.Token));
            var faults = Task.Run(() => schedule.RunAsync(stop.Token));
            var asked = input.ReadLineAsync();
            // Whoever fails ends the process, and the soak with it.
            await await Task.WhenAny(asked, hands, faults);
            await stop.CancelAsync();
            await Task.WhenAll(hands, faults);
        }

        await output.WriteLineAsync(JsonSerializer.Serialize(new DeviceSummary(schedule.Made, [.. schedule.Impossible], [.. simulator.Devices.Where(d => d.RejectedConnections > 0).Select(Tell)])));

        SecondClients Tell(SimulatedDevice device) => new(device.Id, device.RejectedConnections, device.Connections.LastDouble?.At, schedule.HistoryOf(device));
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
