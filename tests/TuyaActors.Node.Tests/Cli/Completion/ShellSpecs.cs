using System.Diagnostics;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Cli.Completion;

/// <summary>The scripts themselves, in those shells that this machine has, with the real program behind them.</summary>
public sealed class ShellSpecs : IAsyncLifetime, IDisposable
{
    private readonly Terminal _terminal = new();
    private ScriptedNode _node = null!;

    public static TheoryData<string> Shells { get; } = [.. ((string[])["bash", "zsh", "fish"]).Where(IsThere)];

    public async Task InitializeAsync() => _node = (await ScriptedNode.StartAsync()).With(Snapshots.Row("bf01", "Hall plug"), Snapshots.Row("bf02", "Hall 'old' lamp"));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Should_print_a_script_for_each_shell(string shell)
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("completion", shell));
        Assert.Contains("completion words", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains($"tuyactors completion {shell}", _terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Should_complete_commands_options_and_device_names(string shell)
    {
        Assert.Equal(["device", "devices"], await CompleteAsync(shell, "tuyactors dev"));
        Assert.Equal(["lastPush"], await CompleteAsync(shell, "tuyactors devices list --sort last"));
        Assert.Equal([shell == "bash" ? @"Hall\ plug" : "Hall plug"], await CompleteAsync(shell, @"tuyactors device Hall\ p", @"Hall\ p"));
        Assert.Equal(["Hall plug"], await CompleteAsync(shell, "tuyactors device 'Hall p", "'Hall p"));
        Assert.Equal([shell == "bash" ? @"Hall\ \'old\'\ lamp" : "Hall 'old' lamp"], await CompleteAsync(shell, @"tuyactors device Hall\ \'", @"Hall\ \'"));
        Assert.Equal(["frames"], await CompleteAsync(shell, "tuyactors device 'Hall plug' f"));
        // Bash breaks words at '=' and ':', and replaces what stands behind the last of them.
        Assert.Equal([shell == "bash" ? "problem" : "--state=problem"], await CompleteAsync(shell, "tuyactors devices list --state=pro", shell == "bash" ? "pro" : null));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Should_complete_nothing_and_say_nothing_when_there_is_no_node(string shell)
    {
        await _node.DisposeAsync();
        Assert.Empty(await CompleteAsync(shell, "tuyactors device Ha"));
    }

    private static bool IsThere(string shell) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, shell)));

    private async Task<string[]> CompleteAsync(string shell, string line, string? current = null)
    {
        _terminal.Clear();
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("completion", shell));
        var script = _terminal.File($"completion.{shell}", _terminal.Out);
        // What the shell itself does around its completion function, as far as the scripts look at it.
        var (program, driver) = shell switch
        {
            "bash" => ("bash", """
                source "$1"; COMP_LINE=$2; COMP_POINT=${#2}; COMP_WORDS=("$3"); COMP_CWORD=0
                _tuyactors tuyactors; printf '%s\n' "${COMPREPLY[@]}"
                """),
            "zsh" => ("zsh", """
                compadd() { print -rl -- "${found[@]}"; }; _files() { :; }; source "$1"
                words=("${(z)2}"); CURRENT=$#words; PREFIX=${words[-1]#[\'\"]}; _tuyactors
                """),
            _ => ("fish", """source $argv[1]; complete -C "$argv[2]" | string replace -r '\t.*' '' """),
        };
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])[.. shell == "fish" ? ["--no-config", "-c", driver] : shell == "zsh" ? (string[])["-f", "-c", driver, "zsh"] : ["--norc", "-c", driver, "bash"], script, line, current ?? line.Split(' ')[^1]])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PATH"] = $"{AppContext.BaseDirectory}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TUYACTORS_NODE"] = _node.Url;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Empty(await error);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
