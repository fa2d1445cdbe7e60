using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TuyaActors.Benchmarks.Runs;

/// <summary>Runs one plan in a process of its own, so that none finds the memory of the one before it.</summary>
internal static class Measuring
{
    public static async Task<IReadOnlyDictionary<string, double>> InProcessOfItsOwnAsync(ManyDevices.Plan plan, TextWriter progress)
    {
        await progress.WriteLineAsync($"{plan.Devices} devices, {plan.Client} ...");
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "one",
                "--client", plan.Client,
                "--devices", Text(plan.Devices),
                "--settle", Text(plan.Settle.TotalSeconds),
                "--seconds", Text(plan.Time.TotalSeconds),
                "--rates", string.Join(',', plan.Rates.Select(Text)),
            },
        };
        // As tools/deploy sets it: by default the first generation is as large as the processor's last cache, up to hundreds of megabytes of garbage.
        info.Environment.TryAdd("DOTNET_GCgen0size", "1000000");
        if (plan.Idle)
            info.ArgumentList.Add("--idle");
        using var process = Process.Start(info) ?? throw new IOException("the measuring process cannot be started");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new IOException($"the measuring process ended with {process.ExitCode}; what it says stands above");
        // Akka.NET's own log may stand before it.
        return JsonSerializer.Deserialize<Dictionary<string, double>>(output.Split('\n').Last(line => line.StartsWith('{')), Json)!;
    }

    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
