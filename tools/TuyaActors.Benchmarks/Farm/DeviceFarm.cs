using System.Diagnostics;
using System.Globalization;
using System.Net;
using TuyaActors.Benchmarks.Clients;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Farm;

/// <summary>Simulated devices in processes of their own, so that what is measured here is the client alone.</summary>
internal sealed class DeviceFarm : IAsyncDisposable
{
    private readonly List<(FarmSpec Spec, Process Process)> _processes;

    private DeviceFarm(List<(FarmSpec Spec, Process Process)> processes) =>
        (_processes, Devices) = (processes, [.. processes.SelectMany(process => process.Spec.Devices())]);

    /// <summary>Who runs there.</summary>
    public IReadOnlyList<BareDevice> Devices { get; }

    /// <summary>Starts as many processes as the limit of open files wants; a network of loopback for each farm of this machine.</summary>
    public static async Task<DeviceFarm> StartAsync(int count, IReadOnlyList<ProtocolVersion> versions)
    {
        var processes = new List<(FarmSpec, Process)>();
        for (var (left, network) = (count, Networks.Next()); left > 0; left -= FarmSpec.MostPerProcess)
        {
            var spec = new FarmSpec(Math.Min(left, FarmSpec.MostPerProcess), IPAddress.Parse($"127.{network}.{processes.Count * 40}.1"), versions);
            processes.Add((spec, Start(spec)));
        }

        var farm = new DeviceFarm(processes);
        try
        {
            foreach (var (_, process) in processes)
                await ExpectAsync(process);
        }
        catch
        {
            await farm.DisposeAsync();
            throw;
        }

        return farm;
    }

    /// <summary>Reports of all devices together; answers how many were sent.</summary>
    public async Task<long> PushAsync(double perSecond, TimeSpan time)
    {
        var all = Devices.Count;
        var answers = await AskAllAsync(farm => string.Create(CultureInfo.InvariantCulture, $"push {perSecond * farm.Count / all} {time.TotalSeconds}"));
        return answers.Sum(answer => long.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Resets every connection.</summary>
    public Task DropAsync() => AskAllAsync(_ => "drop");

    /// <summary>The most handshakes that were under way at once at the devices since their start.</summary>
    public async Task<int> MostHandshakesAsync() => (await AskAllAsync(_ => "handshakes")).Sum(answer => int.Parse(answer, CultureInfo.InvariantCulture));

    /// <summary>Processor time that the devices have used.</summary>
    public async Task<TimeSpan> CpuAsync() =>
        TimeSpan.FromSeconds((await AskAllAsync(_ => "cpu")).Sum(answer => double.Parse(answer, CultureInfo.InvariantCulture)));

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _processes)
        {
            // The end of its input is the end of the farm.
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task<IReadOnlyList<string>> AskAllAsync(Func<FarmSpec, string> question)
    {
        foreach (var (spec, process) in _processes)
        {
            await process.StandardInput.WriteLineAsync(question(spec));
            await process.StandardInput.FlushAsync();
        }

        var answers = new List<string>();
        foreach (var (_, process) in _processes)
            answers.Add(await ExpectAsync(process));
        return answers;
    }

    private static async Task<string> ExpectAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync() ?? throw new IOException("the simulated devices have ended; what they say stands above");

    private static Process Start(FarmSpec spec)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "farm",
                "--devices", spec.Count.ToString(CultureInfo.InvariantCulture),
                "--first", spec.First.ToString(),
                "--versions", string.Join(',', spec.Versions.Select(version => version.ToText())),
            },
        };
        return Process.Start(info) ?? throw new IOException("the simulated devices cannot be started");
    }
}
