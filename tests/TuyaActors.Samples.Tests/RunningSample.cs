using System.Diagnostics;
using System.Threading.Channels;

namespace TuyaActors.Samples.Tests;

/// <summary>A sample in a process and a folder of its own, as people start it.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    /// <summary>Far beyond what any sample takes; a test that reaches it has failed.</summary>
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(90));

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samples-test-");
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];

    private RunningSample(string name, string[] arguments)
    {
        // artifacts/<engine>/bin/<project>/<configuration>/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, $"{name}.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public CancellationToken Cancellation => _patience.Token;

    public IEnumerable<FileSystemInfo> FilesLeft => _folder.EnumerateFileSystemInfos();

    public static RunningSample Start(string name, params string[] arguments) => new(name, arguments);

    /// <summary>The next line that has all these words.</summary>
    public async Task<string> UntilAsync(params string[] words)
    {
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(_patience.Token))
            {
                _seen.Add(line);
                if (words.All(word => line.Contains(word, StringComparison.Ordinal)))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new InvalidOperationException($"no line with '{string.Join("', '", words)}' came; there were:\n{string.Join('\n', _seen)}");
    }

    /// <summary>Asks it to end, as a service manager does; its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await EndedAsync();
    }

    /// <summary>Its exit code, when it has ended.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(_patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
        _patience.Dispose();
    }

    // Both streams end with a null; whoever waits in vain is told by his patience, or by what was printed.
    private void Take(string? line)
    {
        if (line is not null)
            _lines.Writer.TryWrite(line);
    }
}
