using System.Diagnostics;
using System.Globalization;
using TuyaActors.Benchmarks.Figures;
using TuyaActors.Protocol;
using TuyaActors.Simulator;

namespace TuyaActors.Benchmarks.Farm;

/// <summary>The process that runs simulated devices for another one, and obeys it line by line.</summary>
internal static class FarmHost
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    public static async Task<int> RunAsync(FarmSpec spec, TextReader input, TextWriter output, CancellationToken ended)
    {
        await using var simulator = new TuyaSimulator(new SimulatorOptions { Quiet = true, Announce = false });
        simulator.AddRange(spec.Options());
        await simulator.StartAsync(ended);
        var devices = simulator.Devices;
        Answer("ready");
        while (await input.ReadLineAsync(ended) is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "push":
                    Answer($"pushed {Push(devices, Number(words[1]), TimeSpan.FromSeconds(Number(words[2])))}");
                    break;
                case "drop":
                    foreach (var device in devices)
                        device.DropConnection(reset: true);
                    Answer("dropped");
                    break;
                case "cpu":
                    Answer(ProcessFigures.Cpu.TotalSeconds.ToString(CultureInfo.InvariantCulture));
                    break;
                case "handshakes":
                    Answer(simulator.Count().MostHandshakes.ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    await Console.Error.WriteLineAsync($"'{line}' is not understood; it is push PER-SECOND SECONDS, drop, cpu or handshakes");
                    return 2;
            }
        }

        return 0;

        void Answer(string text)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>So many reports a second of all devices together, in turn; 0: as many as go out. Answers how many it were.</summary>
    private static long Push(IReadOnlyList<SimulatedDevice> devices, double perSecond, TimeSpan time)
    {
        var before = devices.Sum(device => device.PushCount);
        var watch = Stopwatch.StartNew();
        long sent = 0;
        while (watch.Elapsed < time)
        {
            var due = perSecond == 0 ? sent + devices.Count : (long)(watch.Elapsed.TotalSeconds * perSecond);
            for (; sent < due; sent++)
                devices[(int)(sent % devices.Count)].Set(FarmSpec.ReportedDp, (DpValue)(10 + sent / devices.Count % 990));
            if (perSecond > 0)
                Thread.Sleep(Tick);
        }

        return devices.Sum(device => device.PushCount) - before;
    }
}
