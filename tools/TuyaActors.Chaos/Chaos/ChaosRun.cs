using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Chaos;

/// <summary>
/// Devices of all versions that break in every way on a random schedule, under commands and subscribers all the time; then the faults end, and what must be
/// so is looked at.
/// </summary>
public sealed class ChaosRun
{
    private readonly ChaosOptions _options;
    private readonly TextWriter _out;
    private readonly List<string> _wrong = [];
    private readonly OutcomeLedger _ledger = new();
    private long _operatorWords;

    /// <summary>Ready to run.</summary>
    /// <param name="options">How.</param>
    /// <param name="output">Where it says how far it is.</param>
    public ChaosRun(ChaosOptions options, TextWriter output) => (_options, _out) = (options, output);

    /// <summary>Runs it to the end, or until it is cancelled.</summary>
    public async Task<ChaosResult> RunAsync(CancellationToken cancellation)
    {
        var socketsOfNothing = Footprint.CountSockets();
        await using var fleet = await StartAsync(cancellation);
        await Patiently("all devices online before the first fault", fleet.Watch.UntilAllOnlineAsync, () => Away(fleet), cancellation);
        await Patiently("values of all devices before the first fault", token => UntilEqualAsync(fleet, token), () => Differences(fleet), cancellation);
        var before = await Footprint.OfAsync(fleet, cancellation);
        await Say($"{fleet.Targets.Count} devices and sub-devices are online; faults begin");

        var schedule = new FaultSchedule(fleet.Simulator, _options);
        schedule.Began += device => fleet.Watch.FaultBegan(new DeviceId(device.Id));
        schedule.Ended += (device, kind) => fleet.Watch.FaultEnded(new DeviceId(device.Id), kind);
        fleet.Watch.StateChanged += change => SpeakAsOperator(fleet, schedule, change.DeviceId, change.To);
        await BreakAsync(fleet, schedule, cancellation);
        await Say("faults have ended; waiting for recovery");

        foreach (var device in fleet.Simulator.Devices)
            SpeakAsOperator(fleet, schedule, new DeviceId(device.Id), fleet.Watch.StateOf(new DeviceId(device.Id)));
        await Patiently("every command to end", _ledger.UntilAllEndedAsync, () => _ledger.Open, cancellation);
        await Patiently("every device online again", fleet.Watch.UntilAllOnlineAsync, () => Away(fleet), cancellation);
        await Patiently("every reported state equal to the device's own", token => UntilEqualAsync(fleet, token), () => Differences(fleet, schedule), cancellation);
        var after = await ReturnToBaselineAsync(fleet, before, cancellation);
        Judge(fleet, schedule);

        var counters = fleet.Simulator.Count();
        var result = new ChaosResult
        {
            Seed = _options.Seed,
            Size = (fleet.Simulator.Devices.Count, fleet.Targets.Count - fleet.Simulator.Devices.Count),
            Faults = schedule.Made,
            Outcomes = _ledger.Outcomes,
            Diagnoses = fleet.Watch.Diagnoses,
            Recoveries = fleet.Watch.Recoveries,
            Reconnects = fleet.Watch.Connects,
            OperatorWords = Interlocked.Read(ref _operatorWords),
            Reports = fleet.Watch.Reports,
            LogLines = fleet.Log.Lines,
            SecondClients = counters.RejectedConnections,
            Footprints = (before, after),
            Wrong = _wrong,
        };
        await fleet.DisposeAsync();
        var left = Footprint.CountSockets();
        for (var patience = DateTime.UtcNow + Footprint.Settling; left > socketsOfNothing && DateTime.UtcNow < patience; left = Footprint.CountSockets())
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        if (left > socketsOfNothing)
            _wrong.Add($"{left - socketsOfNothing} sockets are open after everything has ended");
        return result;
    }

    private Task<TrialFleet> StartAsync(CancellationToken cancellation)
    {
        var options = new SimulatorOptions { Seed = _options.Seed, Quiet = true, AnnounceInterval = _options.AnnounceInterval };
        return TrialFleet.StartAsync(ChaosDevices.Create(_options), options, _options.Hocon, ChaosDevices.Known, cancellation: cancellation);
    }

    private async Task BreakAsync(TrialFleet fleet, FaultSchedule schedule, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var readersEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(() => Reader.ReadAsync(fleet.Fleet, null, i == 0 ? _options.Pause : TimeSpan.Zero, readersEnd.Token), CancellationToken.None)).ToList();
        var load = new CommandLoad(fleet.Host, fleet.Targets, _options, _ledger).RunAsync(end.Token);
        var hands = Task.Run(() => new Hands(fleet.Targets, _options).RunAsync(end.Token), CancellationToken.None);
        var faults = Task.Run(() => schedule.RunAsync(end.Token), CancellationToken.None);
        end.CancelAfter(_options.Length);
        await Task.WhenAll(hands, faults);
        await Patiently("every worker's last command", load.WaitAsync, () => _ledger.Open, cancellation);
        await readersEnd.CancelAsync();
        await Task.WhenAll(readers);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>A refused key ends the retries until an operator has looked: that is promised, so somebody has to.</summary>
    private void SpeakAsOperator(TrialFleet fleet, FaultSchedule schedule, DeviceId id, DeviceState state)
    {
        if (state == DeviceState.KeyRejected && fleet.Simulator.Find(id.Value) is { } device && !schedule.IsBroken(device))
        {
            Interlocked.Increment(ref _operatorWords);
            fleet.Router.Tell(new DeviceCommands.Reconnect(id), Akka.Actor.ActorRefs.NoSender);
        }
    }

    private async Task<Footprint> ReturnToBaselineAsync(TrialFleet fleet, Footprint before, CancellationToken cancellation)
    {
        var after = await Footprint.OfAsync(fleet, cancellation);
        var patience = DateTime.UtcNow + _options.Patience;
        while ((after.Sockets > before.Sockets || after.Actors > before.Actors) && DateTime.UtcNow < patience)
            after = await Footprint.OfAsync(fleet, cancellation);
        if (after.Sockets > before.Sockets)
            _wrong.Add($"{after.Sockets} sockets are open; before the first fault there were {before.Sockets}");
        if (after.Actors > before.Actors)
            _wrong.Add($"the fleet has {after.Actors} actors; before the first fault it had {before.Actors}");
        // Pools and histories fill up once: a leak goes on, and ten minutes of faults make it far more than this.
        if (after.Megabytes > before.Megabytes * 1.5 + 32)
            _wrong.Add($"{after.Megabytes:0} MB are in use; before the first fault there were {before.Megabytes:0} MB");
        return after;
    }

    private void Judge(TrialFleet fleet, FaultSchedule schedule)
    {
        foreach (var violation in _ledger.Violations)
            _wrong.Add(violation);
        foreach (var device in fleet.Simulator.Devices.Where(d => d.RejectedConnections > 0))
            _wrong.Add($"{device} was held by two connections {device.RejectedConnections} times");
        foreach (var error in fleet.Log.Errors)
            _wrong.Add($"the log has an error: {error}");
        foreach (var impossible in schedule.Impossible)
            _wrong.Add($"the run itself could not do what it wanted: {impossible}");
        if (_options.Recovery is { } limit)
        {
            foreach (var recovery in fleet.Watch.Recoveries.Where(r => r.Time > limit && !r.Fault.EndsWith(FleetWatch.KeyRefused, StringComparison.Ordinal)))
                _wrong.Add($"a device took {recovery.Time.TotalSeconds:0.0} s to come back from {recovery.Fault}; its backoff is {limit.TotalSeconds:0.0} s at most");
        }
    }

    private async Task Patiently(string what, Func<CancellationToken, Task> wait, Func<IReadOnlyCollection<string>> missing, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_options.Patience);
        try
        {
            await wait(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var left = missing();
            _wrong.Add($"waited in vain for {what}: {left.Count} are missing, such as\n      {string.Join("\n      ", left.Take(10))}");
        }
    }

    private static async Task UntilEqualAsync(TrialFleet fleet, CancellationToken cancellation)
    {
        foreach (var target in fleet.Targets)
        {
            // A look at one device, again at each event of the fleet: nothing is missed, and nothing is polled.
            var equal = false;
            while (!equal)
            {
                var changed = fleet.Watch.NextAsync();
                equal = await DifferenceAsync(fleet, target, cancellation) is null;
                if (!equal)
                    await changed.WaitAsync(cancellation);
            }
        }
    }

    private static async Task<string?> DifferenceAsync(TrialFleet fleet, TrialTarget target, CancellationToken cancellation)
    {
        if (await fleet.Fleet.GetDeviceAsync(target.Id, cancellation) is not { } known)
            return $"{target.Id} is not in the fleet";
        var own = target.State;
        if (known.Reported.Count == 0)
            return $"{target.Id} ({known.Name}, {Kind(target)}) has reported nothing";
        foreach (var (dp, value) in known.Reported)
        {
            if (!own.TryGetValue(dp, out var really) || really != value)
                return $"{target.Id} ({known.Name}, {Kind(target)}, {known.State} as {known.Version?.ToText()}): DP {dp} is {(own.ContainsKey(dp) ? own[dp].ToString() : "nothing")} and is thought to be {value}, since {known.ReportedAt:HH:mm:ss.f}";
        }

        return null;
    }

    private static string Kind(TrialTarget target) => $"{target.Device.Version.ToText()}{(target.Device.Dialect is DeviceDialect.Device22 ? " device22" : "")}";

    private static List<string> Differences(TrialFleet fleet, FaultSchedule? schedule = null)
    {
        var differences = new List<string>();
        foreach (var target in fleet.Targets)
        {
            if (DifferenceAsync(fleet, target, CancellationToken.None).GetAwaiter().GetResult() is { } difference)
                differences.Add(schedule is null ? difference : $"{difference}; {schedule.HistoryOf(target.Device)}");
        }

        return differences;
    }

    private static IReadOnlyCollection<string> Away(TrialFleet fleet) => [.. fleet.Watch.Away.Select(away =>
        $"{away.Id} is {away.State} ({fleet.Fleet.GetDeviceAsync(away.Id).GetAwaiter().GetResult()?.Diagnosis?.Kind.ToString() ?? "no diagnosis"}, {fleet.Targets.First(t => t.Id == away.Id).Device.Version.ToText()})")];

    private Task Say(string what) => _out.WriteLineAsync($"{DateTime.Now:HH:mm:ss} {what}");
}
