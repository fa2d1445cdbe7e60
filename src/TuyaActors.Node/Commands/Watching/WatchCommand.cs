using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;
using TuyaActors.Node.Remote;
using TuyaActors.Node.Screen;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands.Watching;

/// <summary><c>tuyactors watch</c>: what happens at a running node, as it happens.</summary>
internal static class WatchCommand
{
    private const string Snapshot = "snapshot";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new FleetCommand(
            environment,
            "watch",
            "Follow the devices of a running node: a line for each change, until Ctrl-C. A node that is restarted is waited for.",
            ["watch", "watch 'Hall lamp' --tag night --dp 1", "watch --kind state --json", "watch 'Kitchen plug 1' --count 1 --seconds 60"]);
        var devices = command.With(new Argument<string[]>("DEVICE") { Description = "The devices' ids or names (default: all)", HelpName = "DEVICE", Arity = ArgumentArity.ZeroOrMore, CompletionSources = { command.Words.Devices } });
        var tag = command.With(Options.Words("--tag", "Those with this tag, too; again for another", "WORD", command.Words.Tags));
        var group = command.With(Options.Words("--group", "Those in this group, too; again for another", "NAME", command.Words.Groups));
        var kind = command.With(Options.WordsOf("--kind", $"Only this kind: {string.Join(", ", EventWish.KindWords)}; again for another (default: all but sighting)", "KIND", EventWish.KindWords));
        var dp = command.With(Options.Integers("--dp", "Of values only those of this DP; again for another. A meter's DPs are measured more often meanwhile", DpSet.MinId, DpSet.MaxId));
        var count = command.With(Options.Integer("--count", "End after so many events", 1, int.MaxValue));
        var seconds = command.With(Options.Seconds("--seconds", "End after this time (default: at Ctrl-C)"));
        var json = command.With(Options.Switch("--json", "Each event as one line of JSON, as the HTTP face has it: every step between two states, and how the devices stand, too"));
        command.SetNodeAction(parsed =>
        {
            var kinds = parsed.GetValue(kind) ?? [];
            var query = new QueryBuilder
            {
                { "device", parsed.GetValue(devices) ?? [] },
                { "tag", parsed.GetValue(tag) ?? [] },
                { "group", parsed.GetValue(group) ?? [] },
                { "dp", (parsed.GetValue(dp) ?? []).Select(number => number.ToString(CultureInfo.InvariantCulture)) },
                // Names, and the values that were before, are known from how the devices stand at first.
                { "kind", kinds.Length == 0 || kinds.Contains(Snapshot) ? kinds : [.. kinds, Snapshot] },
            };
            var wantsSnapshots = kinds.Contains(Snapshot);
            return async (fleet, end) =>
            {
                void Say(string sentence) => environment.Error.WriteLine(OneLine.Of(sentence));
                IEventWriter writer = parsed.GetValue(json) ? new JsonEvents(environment, wantsSnapshots || kinds.Length == 0, wantsSnapshots) : new WatchView(environment, fleet.Where, wantsSnapshots, Say);
                using var timeIsUp = new CancellationTokenSource(parsed.GetValue(seconds) ?? Timeout.InfiniteTimeSpan, environment.Time);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(end, timeIsUp.Token);
                var left = parsed.GetValue(count) ?? int.MaxValue;
                try
                {
                    var problem = await new EventFeed(fleet, $"api/events{query}", environment.Time, Say).FollowAsync(
                        happened => writer.Write(happened) switch { Written.Event => --left > 0, Written.Nothing => true, _ => false },
                        over.Token);
                    return problem is null ? ExitCode.Ok : command.Tell(problem);
                }
                catch (OperationCanceledException) when (over.IsCancellationRequested)
                {
                    return ExitCode.Ok;
                }
            };
        });
        return command;
    }
}
