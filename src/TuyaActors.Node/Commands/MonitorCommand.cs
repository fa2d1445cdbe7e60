using System.CommandLine;
using TuyaActors.Hosting;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Commands;

/// <summary><c>tuyactors monitor</c>: what one device reports, as it comes.</summary>
internal static class MonitorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var seconds = Options.Seconds("--seconds", "End after this time (default: at Ctrl-C)");
        var count = Options.Integer("--count", "End after so many reports of values", 1, int.MaxValue);
        var timeout = Options.Seconds("--timeout", "End when it has not come online within this time (default: wait on)");
        var command = new DeviceCommand(
            environment,
            "monitor",
            "Follow one device: one line of JSON for each event, until Ctrl-C.",
            "monitor --id bf0123456789abcdefgh --key-file key.txt --ip 192.168.1.20",
            "monitor --devices devices.json --id 'Kitchen plug 1' --count 3");
        command.Options.Add(seconds);
        command.Options.Add(count);
        command.Options.Add(timeout);
        command.SetFleetAction((parsed, target) => (fleet, end) =>
            new Watch(environment, target, parsed.GetValue(count) ?? int.MaxValue)
                .RunAsync(fleet, parsed.GetValue(seconds), parsed.GetValue(timeout), end));
        return command;
    }

    private sealed class Watch(CommandEnvironment environment, DeviceTarget target, int reportsWanted)
    {
        private int _reports;
        private bool _wasOnline;

        public async Task<int> RunAsync(ITuyaFleet fleet, TimeSpan? seconds, TimeSpan? timeout, CancellationToken end)
        {
            using var timeIsUp = new CancellationTokenSource(seconds ?? Timeout.InfiniteTimeSpan, environment.Time);
            using var tooLate = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, environment.Time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end, timeIsUp.Token, tooLate.Token);
            try
            {
                await using var events = new EventSubscription(fleet, Wanted, over.Token);
                // Only now, so that the subscription comes first.
                await DeviceCommand.AddAsync(fleet, target, over.Token);

                // Should the device have been quicker all the same: it is online already.
                _wasOnline = (await fleet.GetDeviceAsync(target.Device.Id, over.Token))?.State == DeviceState.Online;
                while (await events.NextAsync() is { } happened)
                {
                    if (IsOnline(happened))
                    {
                        tooLate.CancelAfter(Timeout.InfiniteTimeSpan);
                    }

                    if (!Tell(happened))
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                if (tooLate.IsCancellationRequested && !_wasOnline)
                {
                    environment.Error.WriteLine($"{target.Device.Id}: it has not come online within {timeout?.TotalSeconds:0.##} s");
                }
            }

            return _wasOnline ? ExitCode.Ok : ExitCode.Failed;
        }

        // Of a gateway only the connection matters to who watches a device behind it.
        private EventFilter Wanted => new([.. target.Definitions.Select(d => d.Id)], EventKinds.States | EventKinds.Reports);

        private bool IsOnline(IDeviceEvent happened) => happened is DeviceEvents.StateChanged { To: DeviceState.Online } && happened.DeviceId == target.Device.Id;

        // False when enough has been told.
        private bool Tell(IDeviceEvent happened)
        {
            if (happened is DeviceEvents.DpsReported && happened.DeviceId != target.Device.Id)
            {
                return true;
            }

            if (EventJson.Of(happened) is { } line && !environment.TryWriteLine(JsonText.Of(line)))
            {
                return false;
            }

            switch (happened)
            {
                case not null when IsOnline(happened):
                    _wasOnline = true;
                    return true;
                case DeviceEvents.StateChanged { Diagnosis: { } diagnosis } changed:
                    DeviceReport.Write(environment.Error, diagnosis);
                    return changed.To != DeviceState.KeyRejected;
                case DeviceEvents.DpsReported:
                    return ++_reports < reportsWanted;
                default:
                    return true;
            }
        }
    }
}
