using System.CommandLine;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Cli.Completion;
using TuyaActors.Node.Json;
using TuyaActors.Node.Remote;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands.OneDevice;

/// <summary><c>tuyactors device DEVICE</c>: one device of a running node: all about it, and below it what can be done with it.</summary>
internal static class OneDeviceCommand
{
    /// <summary>Makes the command and those below it.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new FleetCommand(
            environment,
            "device",
            "Show all about one device of a running node: how it stands and why, its values, how it came there. With a further word, do something with it.",
            ["device 'Hall lamp'", "device bf0123456789abcdefgh --fresh --json", "device 'Hall lamp' reconnect"]);
        var argument = command.With(new Argument<string?>("DEVICE") { Description = "The device's id or name", HelpName = "DEVICE", Arity = ArgumentArity.ZeroOrOne });
        argument.CompletionSources.Add(context => context.Before(argument).Count == 0 ? command.Words.Devices(context) : []);
        var wanted = new OneDevice(argument);
        var fresh = command.With(Options.Switch("--fresh", "Ask the device for its values first"));
        var timeout = command.With(Options.Seconds("--timeout", "With --fresh: how long the device may take (default: as the node has it)", highest: 300));
        var json = command.With(Options.Switch("--json", "The answer of the HTTP face as JSON"));
        command.Subcommands.Add(Refresh(environment, wanted, command.Node));
        command.Subcommands.Add(Reconnect(environment, wanted, command.Node));
        command.Subcommands.Add(Identify(environment, wanted, command.Node));
        command.Subcommands.Add(FramesCommand.Create(environment, wanted, command.Node));
        command.Subcommands.Add(KeyCommand.Create(environment, wanted, command.Node));
        command.SetNodeAction(
            parsed =>
            {
                var device = wanted.Name(parsed);
                if (parsed.GetValue(timeout) is not null && !parsed.GetValue(fresh))
                {
                    throw new UsageException("--timeout is how long the device may take, and it is asked only with --fresh.");
                }

                return (fleet, end) => ShowAsync(environment, command, fleet, device, parsed.GetValue(fresh), parsed.GetValue(timeout), parsed.GetValue(json), end);
            },
            recursive: true);
        return command;
    }

    private static FleetCommand Refresh(CommandEnvironment environment, OneDevice wanted, NodeOptions node)
    {
        var command = new FleetCommand(environment, "refresh", "Have the device asked for all its values.", ["device 'Hall lamp' refresh"], node);
        var timeout = command.With(Options.Seconds("--timeout", "How long the device may take (default: as the node has it)", highest: 300));
        SetCommand(command, environment, wanted, parsed => (fleet, id, end) => fleet.RefreshAsync(id, parsed.GetValue(timeout), end));
        return command;
    }

    private static FleetCommand Reconnect(CommandEnvironment environment, OneDevice wanted, NodeOptions node)
    {
        var command = new FleetCommand(environment, "reconnect", "Have the node connect to the device anew, at once.", ["device 'Hall lamp' reconnect"], node);
        SetCommand(command, environment, wanted, _ => (fleet, id, end) => fleet.ReconnectAsync(id, end), acknowledged: "it is being connected to anew");
        return command;
    }

    private static FleetCommand Identify(CommandEnvironment environment, OneDevice wanted, NodeOptions node)
    {
        var command = new FleetCommand(
            environment, "identify", "Have the device show which one it is: a switch of it is turned over twice.", ["device 'Hall lamp' identify", "device 'Hall lamp' identify --dp 20"], node);
        var dp = command.With(Options.Integer("--dp", "The DP of the switch (default: 20 where the device has it, else 1)", DpSet.MinId, DpSet.MaxId));
        var timeout = command.With(Options.Seconds("--timeout", "How long the device may take (default: as the node has it)", highest: 300));
        SetCommand(command, environment, wanted, parsed => (fleet, id, end) => fleet.IdentifyAsync(id, parsed.GetValue(dp), parsed.GetValue(timeout), end));
        return command;
    }

    private static void SetCommand(
        FleetCommand command,
        CommandEnvironment environment,
        OneDevice wanted,
        Func<ParseResult, Func<RemoteFleet, string, CancellationToken, Task<Definitions.DeskAnswer<OutcomeJson>>>> prepare,
        string? acknowledged = null)
    {
        var json = command.With(Options.Switch("--json", "The outcome as JSON"));
        command.SetNodeAction(parsed =>
        {
            var (device, act) = (wanted.Name(parsed), prepare(parsed));
            return async (fleet, end) =>
            {
                if (!(await fleet.FindAsync(device, end)).IsOk(out var found, out var problem)
                    || !(await act(fleet, found.Id, end)).IsOk(out var outcome, out problem))
                {
                    return command.Tell(problem);
                }

                if (!parsed.GetValue(json))
                {
                    // What is acknowledged is, otherwise, said to be values.
                    var said = acknowledged is not null && outcome.Outcome == OutcomeKind.Acknowledged ? outcome with { Sentence = acknowledged } : outcome;
                    return OutcomeReport.Write(environment, [said], new Dictionary<string, string> { [found.Id] = found.Name }, null);
                }

                environment.TryWriteLine(JsonText.Of(outcome, environment.IsTerminal));
                return outcome.Succeeded() ? ExitCode.Ok : ExitCode.Failed;
            };
        });
    }

    private static async Task<int> ShowAsync(
        CommandEnvironment environment, FleetCommand command, RemoteFleet fleet, string device, bool fresh, TimeSpan? timeout, bool json, CancellationToken end)
    {
        if (!(await fleet.FindAsync(device, end)).IsOk(out var found, out var problem))
        {
            return command.Tell(problem);
        }

        var code = ExitCode.Ok;
        if (fresh)
        {
            if (!(await fleet.RefreshAsync(found.Id, timeout, end)).IsOk(out var outcome, out problem))
            {
                return command.Tell(problem);
            }

            if (!outcome.Succeeded())
            {
                // What is known of it is told all the same.
                environment.Error.WriteLine($"--fresh: {Screen.OneLine.Of(outcome.Sentence)}");
                code = ExitCode.Failed;
            }
        }

        if (!(await fleet.DeviceAsync(found.Id, end)).IsOk(out var details, out problem))
        {
            return command.Tell(problem);
        }

        if (json)
        {
            environment.TryWriteLine(JsonText.Of(details, environment.IsTerminal));
        }
        else
        {
            var gateway = details.Gateway is { } id && (await fleet.FindAsync(id, end)).IsOk(out var before, out _) ? before.Name : null;
            DeviceView.Write(environment, details, gateway);
            if (details.Diagnosis?.Kind == DiagnosisKind.KeyRejected)
            {
                environment.Error.WriteLine($"hint: 'tuyactors device {details.Id} key' gives it the new local key");
            }
        }

        return code;
    }
}
