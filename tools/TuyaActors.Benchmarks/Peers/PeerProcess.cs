using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>A peer at work, measured from outside, so that all are measured alike.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    // A first start may install packages.
    private static readonly TimeSpan ToStart = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(10);

    private readonly Process? _process;

    private PeerProcess(Process? process, string name, string? missing) => (_process, Name, Missing) = (process, name, missing);

    /// <summary>Who it is, with its version and way.</summary>
    public string Name { get; }

    /// <summary>Why it is not there; null where it is.</summary>
    public string? Missing { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident bytes.</summary>
    public long Resident
    {
        get
        {
            // The sum of its mappings: what stands elsewhere lags behind by some pages for each thread.
            if (OperatingSystem.IsLinux())
            {
                var line = File.ReadLines($"/proc/{_process!.Id}/smaps_rollup").First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
                return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }

            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<PeerProcess> StartAsync(Peer peer)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(peer.Program, peer.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            return new PeerProcess(null, peer.Label, $"not installed: there is no {peer.Program} on the PATH");
        }

        var hello = await ReadAsync(process, ToStart);
        if (hello.Name is { } name)
            return new PeerProcess(process, name + peer.Way, null);
        await EndAsync(process);
        return new PeerProcess(null, peer.Label, hello.Missing is { } what ? what == peer.Label ? "not installed" : $"not installed: {what}" : $"does not start: {hello.Failed}");
    }

    /// <summary>Asks, and waits no longer than that for the answer. A peer that takes longer is ended, and the answer says so; whether one has ended is to be asked before it is measured.</summary>
    public async Task<PeerAnswer> AskAsync(PeerRequest request, TimeSpan patience)
    {
        if (_process is null)
            return new PeerAnswer { Failed = Missing };
        try
        {
            await _process.StandardInput.WriteLineAsync(request.ToLine());
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended, and that is what the answer will say.
        }

        return await ReadAsync(_process, patience);
    }

    public ValueTask DisposeAsync() => _process is null ? ValueTask.CompletedTask : new ValueTask(EndAsync(_process));

    private static async Task<PeerAnswer> ReadAsync(Process process, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            if (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
                return PeerAnswer.Read(line);
            await process.WaitForExitAsync(late.Token);
            return new PeerAnswer { Failed = $"it ended with {process.ExitCode}" };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new PeerAnswer { Failed = $"no answer within {patience.TotalSeconds:0.#} s" };
        }
    }

    private static async Task EndAsync(Process process)
    {
        // The end of its input is its end.
        using (process)
        {
            try
            {
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended before, with a question unread.
            }

            using var late = new CancellationTokenSource(ToEnd);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
