using System.Diagnostics;
using System.Text.Json;

namespace TuyaActors.EndToEnd;

/// <summary><c>tools/bench</c> as it is called: what it measures is no question here, but that it does.</summary>
public sealed class BenchSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Should_measure_fleets_in_processes_of_their_own_beside_bare_clients()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (exit, _, error) = await RunAsync("fleet", "--devices", "2", "--settle", "0", "--seconds", "0.2", "--json", file);
            Assert.True(exit == 0, error);
            using var written = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var figures = written.RootElement.EnumerateArray().ToDictionary(r => r.GetProperty("measure").GetString()!, r => r);
            Assert.All(["all online", "CPU of a push", "all back after a common fall"], measure => Assert.True(figures[measure].GetProperty("value").GetDouble() > 0));
            Assert.Equal(0, figures["pushes missed"].GetProperty("value").GetDouble());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("round-trip", "--versions", "3.9", "--versions is '3.9'; allowed: 3.1, 3.2, 3.3, 3.4, 3.5, with commas between them.")]
    [InlineData("fleet", "--devices", "5,0", "--devices is '5,0'; allowed: whole numbers from 1 up, with commas between them.")]
    [InlineData("pushes", "--rates", "many", "--rates is 'many'; allowed: numbers from 0 up, with commas between them.")]
    public async Task Should_say_what_is_allowed(string bench, string option, string value, string sentence)
    {
        var (exit, _, error) = await RunAsync(bench, option, value);
        Assert.Equal(1, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var end = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "tuyactors-benchmarks"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
            await process.WaitForExitAsync(end.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
