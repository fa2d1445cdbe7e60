using System.CommandLine;
using TuyaActors.Node.Cli;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors get</c>: one value of one device.</summary>
internal static class GetCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var dp = new Argument<int>("DP")
        {
            Description = $"The DP's id, {DpSet.MinId} to {DpSet.MaxId}",
            CustomParser = result => DpArgument.TryParseId(result.Tokens[0].Value, out var id, out var why) ? id : Refuse(result, why),
        };
        var command = new DeviceCommand(
            environment,
            "get",
            "Ask one device for one value; its JSON on standard output.",
            "get 1 --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "get 18 --devices devices.json --id 'Kitchen plug 1'");
        command.Arguments.Add(dp);
        command.SetCall(
            command.AddTimeout(),
            (_, id) => (fleet, timeout, token) => fleet.RefreshAsync(id, timeout, token),
            (parsed, answer) =>
            {
                var code = DeviceReport.Write(environment.Error, answer);
                if (code != ExitCode.Ok)
                {
                    return code;
                }

                var wanted = parsed.GetValue(dp);
                var reported = StatusCommand.Reported(answer);
                if (!reported.TryGetValue(wanted, out var value))
                {
                    environment.Error.WriteLine($"{answer.Outcome.DeviceId}: the device reports no DP {wanted}; it has {(reported.Count == 0 ? "none" : string.Join(", ", reported.Keys))}");
                    return ExitCode.Failed;
                }

                environment.TryWriteLine(value.AsJson());
                return ExitCode.Ok;
            });
        return command;
    }

    private static int Refuse(System.CommandLine.Parsing.ArgumentResult result, string why)
    {
        result.AddError(why);
        return 0;
    }
}
