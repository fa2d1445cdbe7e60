using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Remote;

namespace TuyaActors.Node.Commands;

/// <summary>The other form of a command that talks to a device itself: it asks the running node that has the device.</summary>
/// <param name="environment">The world.</param>
/// <param name="node">The options that say which node it is.</param>
/// <param name="example">A command line of this form.</param>
/// <param name="names">The devices that the command line names without an option.</param>
/// <param name="options">Options that only this form has.</param>
/// <param name="refusal">Why the direct form, which has the option, does not take such a name.</param>
/// <param name="prepare">Reads the command line.</param>
internal sealed class AtNode(
    CommandEnvironment environment,
    NodeOptions node,
    string example,
    Func<ParseResult, IReadOnlyList<string>> names,
    IReadOnlyList<Option> options,
    Func<string, string, string> refusal,
    Func<ParseResult, Func<RemoteFleet, CancellationToken, Task<int>>> prepare)
{
    /// <summary>The options that say which node it is.</summary>
    public NodeOptions Node => node;

    /// <summary>A command line of this form.</summary>
    public string Example => example;

    /// <summary>Whether the command line means this form.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="direct">An option of the direct form that it has; null: none.</param>
    /// <exception cref="UsageException">It mixes both.</exception>
    public bool IsMeant(ParseResult parsed, string? direct)
    {
        var given = node.Given(parsed) ?? options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
        if (direct is not null)
        {
            return given is not null ? throw new UsageException($"{direct} is about a device that this command connects to itself, {given} about those of a running node; give one or the other.")
                : names(parsed) is [var name, ..] ? throw new UsageException($"{refusal(name, direct)} (Or is it a device of a running node? Then leave {direct} out.)")
                : false;
        }

        return given is not null || names(parsed).Count > 0;
    }

    /// <summary>Runs it.</summary>
    public async Task<int> RunAsync(ParseResult parsed, CancellationToken end)
    {
        var run = prepare(parsed);
        using var found = await node.RequireAsync(parsed, environment, end);
        return await run(new RemoteFleet(found), end);
    }
}
