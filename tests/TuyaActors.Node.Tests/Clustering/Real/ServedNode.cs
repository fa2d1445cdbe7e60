using System.Text.RegularExpressions;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Clustering;

/// <summary>A node of a cluster as <c>serve</c> runs it, in this process, with real remoting on a free port of loopback.</summary>
internal sealed partial class ServedNode : IAsyncDisposable
{
    // Nobody here is far away.
    private const string ShortWaits =
        """
        akka {
          cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            unreachable-nodes-reaper-interval = 200ms
            retry-unsuccessful-join-after = 1s
            seed-node-timeout = 2s
            singleton { hand-over-retry-interval = 200ms, min-number-of-hand-over-retries = 5 }
            singleton-proxy.singleton-identification-interval = 200ms
            distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms }
            sharding { retry-interval = 200ms, waiting-for-state-timeout = 1s, distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms } }
          }
        }
        tuya {
          discovery.enabled = off
          connection { greeting-timeout = 2s, listen-first = 100ms }
          reconnect { first = 100ms, max = 500ms, start-jitter = 0s }
        }
        """;

    // Far more than it ever takes: a test that waits in vain shall say for what.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Terminal _terminal = new();
    private readonly LineWriter _lines = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task<int> _running;

    private ServedNode(IEnumerable<string> args, string more)
    {
        _terminal.Environment = _terminal.Environment with { Out = _lines };
        _running = _terminal.RunUntilAsync(
            _end.Token, ["serve", "--urls", "http://127.0.0.1:0", "--cluster-port", "0", "--config", _terminal.File("waits.conf", ShortWaits + more), .. args]);
    }

    /// <summary>Its address in the cluster.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where its HTTP face is.</summary>
    public string Url { get; private set; } = "";

    public IReadOnlyList<string> Log => _lines.Lines;

    /// <summary>Starts one, and waits until it says that it serves.</summary>
    /// <param name="seed">A node that is there; null: it begins the cluster.</param>
    /// <param name="more">Settings on top of the short waits.</param>
    /// <param name="args">Of <c>serve</c>.</param>
    public static async Task<ServedNode> StartAsync(ServedNode? seed, string more, params IEnumerable<string> args)
    {
        var node = new ServedNode([.. args, .. seed is null ? (string[])[] : ["--seed", seed.Address]], more);
        node.Address = AddressInLog().Match(await node.LineAsync("this node is ")).Value;
        node.Url = UrlInLog().Match(await node.LineAsync("the page is at ")).Value.TrimEnd('/');
        return node;
    }

    /// <summary>The next line of its log that has this in it; fails where the node ends before.</summary>
    public async Task<string> LineAsync(string part)
    {
        var line = _lines.FirstAsync(line => line.Contains(part, StringComparison.Ordinal));
        await Task.WhenAny(line, _running, Task.Delay(Patience));
        return line.IsCompleted
            ? await line
            : throw new InvalidOperationException($"{(_running.IsCompleted ? "the node ended before it said" : "the node does not say")} '{part}': {_terminal.Error}{string.Join('\n', Log)}");
    }

    /// <summary>Ends it as a service manager does.</summary>
    public async Task<int> EndAsync()
    {
        await _end.CancelAsync();
        return await _running;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task<int> EndedAsync() => _running;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
        _terminal.Dispose();
    }

    [GeneratedRegex(@"akka\.tcp://tuya@127\.0\.0\.1:\d+")]
    private static partial Regex AddressInLog();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex UrlInLog();
}
