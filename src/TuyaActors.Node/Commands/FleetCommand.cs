using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;

namespace TuyaActors.Node.Commands;

/// <summary>What the commands at a running node have in common: which node that is, and how a refusal is told.</summary>
internal class FleetCommand : NodeCommand
{
    private readonly CommandEnvironment _environment;
    private readonly bool _isShared;

    /// <param name="environment">The world.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">Command lines that work.</param>
    /// <param name="node">The options of the command above, which it shares; null: it has its own.</param>
    public FleetCommand(CommandEnvironment environment, string name, string description, string[] examples, NodeOptions? node = null)
        : base(name, description, examples)
    {
        (_environment, _isShared, Node) = (environment, node is not null, node ?? new NodeOptions());
        Words = new NodeWords(environment, Node);
    }

    /// <summary>What the node knows for whoever presses the Tab key.</summary>
    public NodeWords Words { get; }

    /// <summary>The options that say which node it is.</summary>
    public NodeOptions Node { get; }

    /// <summary>Runs the command at the node that the command line means, once <paramref name="prepare"/> has found the command line good.</summary>
    /// <param name="prepare">Reads the command line.</param>
    /// <param name="recursive">Whether the commands below it ask the same node.</param>
    public void SetNodeAction(Func<ParseResult, Func<RemoteFleet, CancellationToken, Task<int>>> prepare, bool recursive = false)
    {
        if (!_isShared)
        {
            Node.AddTo(this, recursive);
        }

        SetAction(async (parsed, end) =>
        {
            var run = prepare(parsed);
            using var node = await Node.RequireAsync(parsed, _environment, end);
            return await run(new RemoteFleet(node), end);
        });
    }

    /// <summary>Tells a refusal.</summary>
    public int Tell(ProblemJson problem) => ProblemReport.Write(_environment, problem);
}
