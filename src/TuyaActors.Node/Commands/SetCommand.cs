using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors set</c>: switches one device.</summary>
internal static class SetCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var dps = new Argument<DpSet>("DP=VALUE")
        {
            Description = "DP id and value: JSON (true, 25, \"text\", {...}), or a bare word as text",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
            {
                var read = new Dictionary<int, DpValue>();
                foreach (var token in result.Tokens)
                {
                    if (!DpArgument.TryParse(token.Value, out var dp, out var why))
                    {
                        result.AddError(why);
                    }
                    else if (!read.TryAdd(dp.Id, dp.Value))
                    {
                        result.AddError($"DP {dp.Id} is given twice.");
                    }
                }

                return DpSet.Create(read);
            },
        };
        var command = new DeviceCommand(
            environment,
            "set",
            "Set one or more values of one device; the outcome as JSON on standard output.",
            "set 1=true --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "set 20=true 21=colour 22=500 --devices devices.json --id 'Hall bulb 1'");
        command.Arguments.Add(dps);
        command.SetCall(
            command.AddTimeout(),
            (parsed, id) => (fleet, timeout, token) => fleet.SetDpsAsync(id, parsed.GetValue(dps)!, timeout, token),
            (_, answer) =>
            {
                environment.TryWriteLine(JsonText.Of(OutcomeJson.Of(answer.Outcome), environment.IsTerminal));
                return DeviceReport.Write(environment.Error, answer);
            });
        return command;
    }
}
