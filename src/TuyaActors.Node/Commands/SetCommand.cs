using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors set</c>: switches devices of a running node, or one device directly.</summary>
internal static class SetCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeviceCommand(
            environment,
            "set",
            "Set values of devices that a running node has; or, with --id, of one device that this command connects to itself, with the outcome as JSON.",
            "set 'Hall lamp' 'Attic lamp' 20=true",
            "set --tag night --group Hall 1=false --timeout 3",
            "set 1=true --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "set 20=true 21=colour 22=500 --devices devices.json --id 'Hall bulb 1'");
        var words = command.With(new Argument<string[]>("DEVICE... DP=VALUE")
        {
            Description = "Devices of a running node, by id or name, and values: DP id = JSON (true, 25, \"text\", {...}), or a bare word as text",
            HelpName = "DEVICE... DP=VALUE...",
            Arity = ArgumentArity.OneOrMore,
        });
        var node = new NodeOptions();
        var known = new NodeWords(environment, node);
        words.CompletionSources.Add(context => DpTokens.Devices(context.Before(words)) is [var device, ..]
            ? known.Dps(context, device, NodeWords.Values).Concat(known.Devices(context))
            : known.Devices(context));
        var timeout = command.AddTimeout(atNode: true);
        var many = new ManyOptions(environment, node, parsed => parsed.GetRequiredValue(words), timeout).AddTo(command);
        command.SetCall(
            timeout,
            (parsed, id) =>
            {
                var dps = DpTokens.Values(parsed.GetRequiredValue(words));
                return (fleet, limit, token) => fleet.SetDpsAsync(id, dps, limit, token);
            },
            (_, answer) =>
            {
                environment.TryWriteLine(JsonText.Of(OutcomeJson.Of(answer.Outcome), environment.IsTerminal));
                return DeviceReport.Write(environment.Error, answer);
            });
        command.SetNodeForm(many.Form("set 'Hall lamp' 20=true"));
        return command;
    }
}
