using System.CommandLine;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Commands.OneDevice;

/// <summary>The one device that <c>tuyactors device</c> and the commands below it are about.</summary>
internal sealed class OneDevice(Argument<string?> argument)
{
    /// <summary>What it is called.</summary>
    /// <exception cref="UsageException">The command line does not say it.</exception>
    public string Name(ParseResult parsed)
    {
        if (parsed.GetValue(argument) is { Length: > 0 } name)
        {
            return name;
        }

        var command = parsed.CommandResult.Command;
        throw new UsageException(command.Subcommands.Count > 0
            ? "which device? Give its id or its name; 'tuyactors devices list' shows them."
            : $"which device? Its id or its name stands before '{command.Name}': tuyactors device 'Hall lamp' {command.Name}.");
    }
}
