using System.CommandLine;
using System.Globalization;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors get</c>: one value of one device, of a running node or asked directly.</summary>
internal static class GetCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeviceCommand(
            environment,
            "get",
            "Tell one value of a device that a running node has, as it was reported last; or, with --id, ask a device for it that this command connects to itself. JSON on standard output.",
            "get 'Kitchen plug 1' 18",
            "get 'Kitchen plug 1' 18 --fresh",
            "get 1 --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "get 18 --devices devices.json --id 'Kitchen plug 1'");
        var words = command.With(new Argument<string[]>("DEVICE DP")
        {
            Description = $"The device's id or name where a running node has it, and the DP's id, {DpSet.MinId} to {DpSet.MaxId}",
            HelpName = "DEVICE DP",
            Arity = new ArgumentArity(1, 2),
        });
        var node = new NodeOptions();
        var known = new NodeWords(environment, node);
        words.CompletionSources.Add(context => context.Before(words) is [var device]
            ? known.Dps(context, device, dp => [dp.Dp.ToString(CultureInfo.InvariantCulture)])
            : known.Devices(context));
        var fresh = command.With(Options.Switch("--fresh", "At a node: have the device asked first"));
        var timeout = command.AddTimeout(atNode: true);
        command.SetCall(
            timeout,
            (parsed, id) =>
            {
                _ = Dp(parsed.GetRequiredValue(words)[0]);
                return (fleet, limit, token) => fleet.RefreshAsync(id, limit, token);
            },
            (parsed, answer) =>
            {
                var code = DeviceReport.Write(environment.Error, answer);
                return code == ExitCode.Ok ? Tell(environment, answer.Outcome.DeviceId.Value, StatusCommand.Reported(answer), Dp(parsed.GetRequiredValue(words)[0])) : code;
            });
        command.SetNodeForm(new AtNode(environment, node, "get 'Kitchen plug 1' 18", parsed => parsed.GetRequiredValue(words) is [var device, _] ? [device] : [], [fresh], (word, option) => $"'{OneLine.Of(word)}' is one word too many beside {option}, which goes with a DP alone.", parsed =>
        {
            var (device, dp) = parsed.GetRequiredValue(words) is [var name, var text] ? (name, Dp(text)) : throw new UsageException("which device? Its id or its name stands before the DP: tuyactors get 'Kitchen plug 1' 18.");
            return (fleet, end) => AtNodeAsync(environment, fleet, device, dp, parsed.GetValue(fresh), parsed.GetValue(timeout), end);
        }));
        return command;
    }

    private static async Task<int> AtNodeAsync(CommandEnvironment environment, RemoteFleet fleet, string device, int dp, bool fresh, TimeSpan? timeout, CancellationToken end)
    {
        if (!(await fleet.FindAsync(device, end)).IsOk(out var found, out var problem))
        {
            return ProblemReport.Write(environment, problem);
        }

        var reported = found.Reported;
        if (fresh)
        {
            if (!(await fleet.RefreshAsync(found.Id, timeout, end)).IsOk(out var outcome, out problem))
            {
                return ProblemReport.Write(environment, problem);
            }

            if (!outcome.Succeeded())
            {
                environment.Error.WriteLine(OneLine.Of($"{found.Name}: {outcome.Sentence}"));
                return ExitCode.Failed;
            }

            reported = reported.Merge(outcome.Reported ?? DpSet.Empty);
        }
        else if (found.Stale)
        {
            environment.Error.WriteLine(OneLine.Of($"{found.Name}: it is {DeviceWords.State(found.State, found.Diagnosis)}, and the value may be out of date"));
        }

        return Tell(environment, found.Name, reported, dp);
    }

    private static int Tell(CommandEnvironment environment, string device, DpSet reported, int dp)
    {
        if (!reported.TryGetValue(dp, out var value))
        {
            environment.Error.WriteLine(OneLine.Of($"{device}: the device reports no DP {dp}; it has {(reported.Count == 0 ? "none" : string.Join(", ", reported.Keys))}"));
            return ExitCode.Failed;
        }

        environment.TryWriteLine(value.AsJson());
        return ExitCode.Ok;
    }

    private static int Dp(string text) => DpArgument.TryParseId(text, out var id, out var why) ? id : throw new UsageException(why);
}
