using System.Diagnostics;
using System.Text.Json;

namespace TuyaActors.Crash;

/// <summary>What a trial is made with.</summary>
internal sealed record CrashOptions
{
    /// <summary>How often the node is killed.</summary>
    public required int Kills { get; init; }

    /// <summary>Of everything that is drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the database lies; made by the trial.</summary>
    public required string Folder { get; init; }

    /// <summary>The node: a <c>.dll</c> or a program.</summary>
    public required string Program { get; init; }

    /// <summary>How many change definitions at the same time.</summary>
    public int Operators { get; init; } = 8;
}

/// <summary>What came of it.</summary>
internal sealed record CrashResult(int Kills, int KillsAtStart, long Acknowledged, int Open, int Devices, TimeSpan MedianStart, IReadOnlyList<string> Wrong)
{
    /// <summary>For people.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine($"{Kills} kills, {KillsAtStart} of them while the node started; {Acknowledged} changes acknowledged, {Open} cut off unanswered; {Devices} devices at the end");
        to.WriteLine($"from start to serving, median: {MedianStart.TotalSeconds:0.00} s");
        foreach (var wrong in Wrong.Take(50))
            to.WriteLine($"WRONG: {wrong}");
        to.WriteLine(Wrong.Count == 0 ? "wrong: nothing" : $"wrong: {Wrong.Count}");
    }
}

/// <summary>
/// Kills a node at random instants while definitions are added, changed, imported and removed, starts it again, and compares: every acknowledged
/// change must be there, none half, and the node must start by itself. At the end the keys and the database are looked at, too.
/// </summary>
internal sealed class CrashTrial(CrashOptions options, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(options.Seed);
    private readonly Ledger _ledger = new();
    private readonly List<string> _wrong = [];
    private readonly List<TimeSpan> _starts = [];
    private long _content;
    private long _acknowledged;
    private int _open;
    private int _atStart;

    private string Database => Path.Combine(options.Folder, "crash.db");

    public async Task<CrashResult> RunAsync(CancellationToken end)
    {
        Directory.CreateDirectory(options.Folder);
        var settings = Path.Combine(options.Folder, "crash.conf");
        // Nothing on the network, and the writing of the whole often enough to be hit.
        await File.WriteAllTextAsync(settings, "tuya { discovery.enabled = off, reconnect.start-jitter = 60s, persistence { snapshot-after = 25, state-interval = 1s } }\n", end);
        string[] serve = ["serve", "--db", Database, "--config", settings, "--urls", "http://127.0.0.1:0", "--plain"];
        var operators = Enumerable.Range(0, options.Operators).Select(n => new Operator(n, new Random(options.Seed + n), _ledger, () => Interlocked.Increment(ref _content))).ToList();

        for (var kill = 1; kill <= options.Kills && _wrong.Count == 0; kill++)
        {
            // A start is an instant like any other: what is killed there must not cost anything either.
            if (_starts.Count > 0 && _random.Next(4) == 0)
            {
                await KillWhileStartingAsync(serve, end);
                _atStart++;
            }
            else
            {
                await KillAtWorkAsync(serve, operators, end);
            }

            if (kill % 10 == 0)
                say($"{kill} kills; {Interlocked.Read(ref _acknowledged)} changes acknowledged");
        }

        if (_wrong.Count == 0)
            await LookAtTheEndAsync(serve, end);
        _starts.Sort();
        return new CrashResult(options.Kills, _atStart, _acknowledged, _open, _ledger.Present.Count, _starts.Count == 0 ? TimeSpan.Zero : _starts[_starts.Count / 2], _wrong);
    }

    private async Task KillWhileStartingAsync(string[] serve, CancellationToken end)
    {
        using var node = NodeProcess.Start(options.Program, serve);
        await Task.Delay(_starts.Max() * _random.NextDouble(), end);
        await node.KillAsync();
    }

    private async Task KillAtWorkAsync(string[] serve, List<Operator> operators, CancellationToken end)
    {
        using var node = NodeProcess.Start(options.Program, serve);
        if (await ServingAsync(node, end) is not { } http)
            return;
        using (http)
        {
            await CompareAsync(http, end);
            var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = _random.Next(1, 300);
            void Acknowledged()
            {
                Interlocked.Increment(ref _acknowledged);
                if (Interlocked.Decrement(ref left) == 0)
                    work.SetResult();
            }

            var working = Task.WhenAll(operators.Select(o => o.WorkAsync(http, Acknowledged, end)));
            // Whoever got a wrong answer ends the trial.
            await await Task.WhenAny(work.Task, working).WaitAsync(Patience, end);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 20), end);
            await node.KillAsync();
            await working.WaitAsync(Patience, end);
        }

        _open += _ledger.Open;
    }

    private async Task<HttpClient?> ServingAsync(NodeProcess node, CancellationToken end)
    {
        var since = Stopwatch.StartNew();
        var url = await node.UrlAsync(end).WaitAsync(Patience, end);
        if (url is null)
        {
            _wrong.Add($"the node did not start (exit code {await node.EndedAsync(end)}):\n{string.Join('\n', node.Lines.TakeLast(20))}");
            return null;
        }

        _starts.Add(since.Elapsed);
        return new HttpClient { BaseAddress = url, Timeout = Patience };
    }

    private async Task CompareAsync(HttpClient node, CancellationToken end)
    {
        using var answer = JsonDocument.Parse(await node.GetStringAsync("api/definitions", end));
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var definition in answer.RootElement.GetProperty("definitions").EnumerateArray())
        {
            var id = definition.GetProperty("id").GetString()!;
            var content = Content.Number(definition, out var half);
            if (half is not null)
                _wrong.Add($"{id} is half: {half}");
            if (content is { } number)
                there[id] = number;
        }

        _wrong.AddRange(_ledger.Settle(there));
    }

    /// <summary>Once more up; then, without a node, the keys, and what the program itself says of its database.</summary>
    private async Task LookAtTheEndAsync(string[] serve, CancellationToken end)
    {
        using (var node = NodeProcess.Start(options.Program, serve))
        {
            if (await ServingAsync(node, end) is not { } http)
                return;
            using (http)
                await CompareAsync(http, end);
            await node.KillAsync();
        }

        var file = Path.Combine(options.Folder, "export.json");
        await RunAsync(["devices", "export", file, "--with-keys", "--db", Database], end);
        await RunAsync(["db", "verify", "--db", Database], end);
        if (_wrong.Count > 0)
            return;
        using var export = JsonDocument.Parse(await File.ReadAllTextAsync(file, end));
        var keys = export.RootElement.EnumerateArray().ToDictionary(d => d.GetProperty("id").GetString()!, d => d.GetProperty("key").GetString());
        foreach (var (id, content) in _ledger.Present)
        {
            if (!keys.TryGetValue(id, out var key) || key != Content.Key(content))
                _wrong.Add($"{id} has not the key that it was given last");
        }
    }

    private async Task RunAsync(string[] arguments, CancellationToken end)
    {
        using var command = NodeProcess.Start(options.Program, arguments);
        var code = await command.EndedAsync(end);
        if (code != 0)
            _wrong.Add($"'tuyactors {string.Join(' ', arguments)}' ended with {code}:\n{string.Join('\n', command.Lines)}");
    }
}
