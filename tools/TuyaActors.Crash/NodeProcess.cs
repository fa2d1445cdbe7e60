using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TuyaActors.Crash;

/// <summary>One <c>tuyactors serve</c> in a process of its own.</summary>
internal sealed partial class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<Uri?> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    /// <summary>What it has written so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has used of all cores since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How much memory it has, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts the program with these arguments.</summary>
    /// <param name="program">A <c>.dll</c>, run by <c>dotnet</c>, or a program.</param>
    /// <param name="arguments">What it is called with.</param>
    public static NodeProcess Start(string program, params IEnumerable<string> arguments)
    {
        var isAssembly = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet" : program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in isAssembly ? arguments.Prepend(program) : arguments)
            start.ArgumentList.Add(argument);
        var node = new NodeProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        node._process.OutputDataReceived += (_, line) => node.Note(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Note(line.Data);
        node._process.Exited += (_, _) => node._url.TrySetResult(null);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Where it serves; <c>null</c>: it has ended before.</summary>
    public Task<Uri?> UrlAsync(CancellationToken end) => _url.Task.WaitAsync(end);

    /// <summary>Ends it at once, as a power cut does for what it has not handed to the system.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Until it ends by itself.</summary>
    public async Task<int> EndedAsync(CancellationToken end)
    {
        await _process.WaitForExitAsync(end);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (Page().Match(line) is { Success: true } page)
            _url.TrySetResult(new Uri(page.Groups[1].Value));
    }

    [GeneratedRegex("the page is at (http://[^/]+/)")]
    private static partial Regex Page();
}
