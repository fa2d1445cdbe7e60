using Akka.Actor;
using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;

namespace TuyaActors.Chaos.Chaos;

/// <summary>Commands all the time: sets, refreshes, to one and to many, as tasks and as messages.</summary>
internal sealed class CommandLoad(TrialHost host, IReadOnlyList<CommandTarget> targets, ChaosOptions options, OutcomeLedger ledger)
{
    private const int Many = 10;

    /// <summary>Goes on until it is stopped, and returns when each worker's last command has ended.</summary>
    public async Task RunAsync(CancellationToken stop) =>
        await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(worker => Task.Run(() => WorkAsync(worker, stop), CancellationToken.None)));

    private async Task WorkAsync(int worker, CancellationToken stop)
    {
        var random = new Random(options.Seed + worker);
        var lane = host.System.ActorOf(Props.Create(() => new LaneActor(host.Router, ledger)), $"lane-{worker}");
        while (!stop.IsCancellationRequested)
        {
            await (random.Next(20) switch
            {
                0 => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => CallAsync(random))),
                < 10 => CallAsync(random),
                _ => TellAsync(lane, random),
            });
            await Pause.AboutAsync(options.Pause, random, stop);
        }
    }

    private Task CallAsync(Random random)
    {
        var (target, deadline) = (Any(random), Deadline(random));
        var wish = target.Wish(random);
        return wish.Count == 0 || random.Next(3) == 0
            ? WatchAsync($"refresh of {target.Id} within {deadline}", host.Fleet.RefreshAsync(target.Id, deadline, CancellationToken.None))
            : WatchAsync($"set of {target.Id} to {wish} within {deadline}", host.Fleet.SetDpsAsync(target.Id, wish, deadline, CancellationToken.None));
    }

    private async Task WatchAsync(string what, Task<CommandOutcome> call)
    {
        var number = ledger.Begin(what);
        try
        {
            ledger.End(number, await call);
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            ledger.Fail(number, $"{failed.GetType().Name}: {failed.Message}");
        }
    }

    private async Task TellAsync(IActorRef lane, Random random)
    {
        var (target, deadline) = (Any(random), Deadline(random));
        var wish = target.Wish(random);
        var until = host.System.Scheduler.Now + deadline;
        IDeviceCommand command = wish.Count == 0 ? new DeviceCommands.Refresh(target.Id, until) : new DeviceCommands.SetDps(target.Id, wish, until);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Tell(new LaneActor.Send(command, ledger.Begin($"{command}"), ended));

        // A lane whose command never ends is given up: the ledger knows it as open.
        await ended.Task.WaitAsync(deadline + options.Patience).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private CommandTarget Any(Random random) => targets[random.Next(targets.Count)];

    private TimeSpan Deadline(Random random) => options.Deadline.Least + (options.Deadline.Most - options.Deadline.Least) * random.NextDouble();
}
