using System.Diagnostics;
using System.Text.Json;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;

namespace TuyaActors.Chaos.Soak;

/// <summary>The process that <see cref="DevicesCommand"/> runs in, in the soak's hands.</summary>
internal sealed class DevicesProcess : IDisposable
{
    private readonly Process _process;

    private DevicesProcess(Process process) => _process = process;

    /// <summary>Where they listen, in their order.</summary>
    public IReadOnlyList<int> Ports { get; private set; } = [];

    /// <summary>Completes when the process has ended.</summary>
    public Task EndedAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Starts it; the devices listen and are sound.</summary>
    /// <exception cref="InvalidOperationException">They cannot be started; the process has said why on standard error.</exception>
    public static async Task<DevicesProcess> StartAsync(ChaosOptions options, TrialPorts ports, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in DevicesCommand.Arguments(options, ports).Prepend(typeof(DevicesProcess).Assembly.Location))
            start.ArgumentList.Add(argument);
        var devices = new DevicesProcess(Process.Start(start)!);
        try
        {
            var line = await devices._process.StandardOutput.ReadLineAsync(cancellation);
            devices.Ports = line is null ? throw new InvalidOperationException("The devices' process ended before a device listened.") : JsonSerializer.Deserialize<int[]>(line)!;
            return devices;
        }
        catch
        {
            devices.Dispose();
            throw;
        }
    }

    /// <summary>Faults and hands begin.</summary>
    public async Task BeginAsync()
    {
        await _process.StandardInput.WriteLineAsync("begin");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it; null where it had ended by itself, failed, or does not end in time.</summary>
    public async Task<DeviceSummary?> EndAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            _process.StandardInput.Close();
            var line = await _process.StandardOutput.ReadLineAsync(late.Token);
            await _process.WaitForExitAsync(late.Token);
            return line is null || _process.ExitCode != 0 ? null : JsonSerializer.Deserialize<DeviceSummary>(line);
        }
        catch (Exception failed) when (failed is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
