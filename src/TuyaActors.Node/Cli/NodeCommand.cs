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

    /// <summary>Adds an option.</summary>
    public T With<T>(T option)
        where T : Option
    {
        Options.Add(option);
        return option;
    }

    /// <summary>Adds an argument: what comes without the name of an option.</summary>
    public Argument<T> With<T>(Argument<T> argument)
    {
        Arguments.Add(argument);
        return argument;
    }
}
