using System.Diagnostics;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Running;

/// <summary>What the program says and does when it may have few files open.</summary>
public sealed class FileLimitSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Should_warn_at_the_start_of_a_node_when_it_has_too_few_for_itself()
    {
        using var end = new CancellationTokenSource();
        var lines = new LineWriter();
        _terminal.Environment = _terminal.Environment with { Out = lines, FileLimit = 256 };

        var running = _terminal.RunUntilAsync(end.Token, "serve", "--memory", "--urls", "http://127.0.0.1:0", "--config", _terminal.File("tuya.conf", "tuya.discovery.enabled = off"));
        await lines.FirstAsync(line => line.Contains("the page is at", StringComparison.Ordinal));
        await end.CancelAsync();

        Assert.Equal(ExitCode.Ok, await running);
        Assert.Single(lines.Lines, line => line.Contains("WRN this process may have 256 files open, and a node needs about 400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_refuse_to_simulate_more_devices_than_there_are_files_for()
    {
        _terminal.Environment = _terminal.Environment with { FileLimit = 500 };

        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--urls", "http://127.0.0.1:0", "--simulate", "40"));
        Assert.StartsWith("tuyactors serve: --simulate: 40 simulated devices need about 520 open files", _terminal.Error, StringComparison.Ordinal);
        _terminal.Clear();

        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("simulate", "--count", "200", "--no-broadcast", "--base", $"{OwnAddresses.Of(56, 1)}"));
        Assert.StartsWith("tuyactors simulate: 200 simulated devices need about 528 open files", _terminal.Error, StringComparison.Ordinal);
    }

    /// <summary>The .NET runtime raises the soft limit to the hard one, which is why the program does not.</summary>
    [Fact]
    public async Task Should_have_all_files_that_the_hard_limit_allows_when_the_soft_one_is_low()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has no such limit.
        }

        const string start = """ulimit -S -n 256 && exec "$0" "$@" """;
        string[] arguments = ["simulate", "--count", "100", "--no-broadcast", "--quiet", "--base", $"{OwnAddresses.Of(57, 1)}"];
        using var process = Process.Start(new ProcessStartInfo(
            "sh", ["-c", start, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "tuyactors.dll"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var first = await process.StandardOutput.ReadLineAsync();
        process.Kill();

        Assert.Equal("", await process.StandardError.ReadToEndAsync());
        Assert.StartsWith("100 devices on ", first, StringComparison.Ordinal);
    }
}
