using System.CommandLine;

namespace TuyaActors.Node.Cli;

/// <summary>A command that shows examples at the end of its help.</summary>
internal class NodeCommand : Command
{
    public NodeCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Command lines that work as they stand, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; }
}
