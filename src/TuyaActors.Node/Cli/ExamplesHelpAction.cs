using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TuyaActors.Node.Cli;

/// <summary>The usual help, followed by the command's examples.</summary>
internal sealed class ExamplesHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is NodeCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  tuyactors {example}");
            }

            output.WriteLine();
        }

        return ExitCode.Ok;
    }
}
