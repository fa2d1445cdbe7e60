using System.Collections.Immutable;
using System.Globalization;
using TuyaActors.Chaos.Chaos;
using TuyaActors.Chaos.Trials;
using TuyaActors.Messages;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Soak;

/// <summary>
/// A fleet under the same mixed load for a long time: commands, pushes, subscribers, questions, definitions that change, and devices that break, in another process. What the fleet's own process
/// holds is sampled, and must not grow.
/// </summary>
public sealed class SoakRun
{
    // Of twenty devices, or fewer, one may be taken out of the fleet; a gateway never.
    private const int OneComerIn = 20;

    /// <summary>How often an operator looks whose keys were refused: nothing else brings those back.</summary>
    private static readonly TimeSpan OperatorsRound = TimeSpan.FromSeconds(10);

    private readonly SoakOptions _options;
    private readonly TextWriter _out;
    private readonly OutcomeLedger _ledger = new();
    private readonly List<SoakSample> _samples = [];
    private readonly List<string> _troubles = [];
    private int _devices;

    /// <summary>Ready to run.</summary>
    /// <param name="options">How.</param>
    /// <param name="output">Where it says how far it is.</param>
    public SoakRun(SoakOptions options, TextWriter output) => (_options, _out) = (options, output);

    /// <summary>Runs it to the end. Cancelled, it ends early and judges what there is.</summary>
    /// <exception cref="InvalidOperationException">Devices or fleet did not start.</exception>
    /// <exception cref="IOException">The samples cannot be written.</exception>
    public async Task<SoakResult> RunAsync(CancellationToken cancellation)
    {
        var result = Result();
        await SoakJson.WriteAsync(_options, result);
        var folder = Directory.CreateTempSubdirectory("tuyactors-soak-");
        try
        {
            result = await RunAsync(folder, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Before the load began: the verdict says that there is nothing to judge.
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        await SoakJson.WriteAsync(_options, result);
        return result;
    }

    private async Task<SoakResult> RunAsync(DirectoryInfo folder, CancellationToken cancellation)
    {
        using var ports = new TrialPorts();
        using var devices = await DevicesProcess.StartAsync(_options.Chaos, ports, cancellation);
        var (known, targets) = await MeetAsync(devices.Ports);
        _devices = known.Count;
        var comers = known.Where(device => !device.IsSubDevice && !known.Any(other => other.Gateway == device.Id)).Take((_options.Chaos.Devices + OneComerIn - 1) / OneComerIn).ToList();
        var lasting = known.Except(comers).ToList();
        var commanded = targets.ExceptBy(comers.Select(c => c.Id), t => t.Id).ToList();

        await using var host = await TrialHost.StartAsync(
            known, ports.For(DevicesCommand.Air(_options.Chaos)), Path.Combine(folder.FullName, "fleet.db"), _options.Chaos.Hocon, null, cancellation);
        await UntilOnlineAsync(host, cancellation);
        await devices.BeginAsync();
        await Say($"{known.Count} devices and sub-devices are in the fleet; the load begins");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sampler = new Sampler(host, _ledger, folder);
        var subscribers = new SubscriberLoad(host, commanded, _options);
        var questions = new QueryLoad(host, commanded, _options, _ledger);
        var definitions = new DefinitionLoad(host, lasting, comers, _options, _ledger);
        Task[] load =
        [
            new CommandLoad(host, commanded, _options.Chaos, _ledger).RunAsync(stop.Token),
            subscribers.RunAsync(stop.Token),
            questions.RunAsync(stop.Token),
            Task.Run(() => definitions.RunAsync(stop.Token), CancellationToken.None),
            Task.Run(() => OperateAsync(host, stop.Token), CancellationToken.None),
        ];
        var lost = devices.EndedAsync(stop.Token);
        await SampleAsync(sampler, lost, cancellation);

        // From here on it only ends, Ctrl-C or not.
        await stop.CancelAsync();
        await Task.WhenAll(load).WaitAsync(_options.Chaos.Patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var summary = await devices.EndAsync(_options.Chaos.Patience);
        Judge(host, load, definitions, summary);
        return Result(summary, new Dictionary<string, long>
        {
            ["subscriptions"] = subscribers.Subscriptions,
            ["events to those"] = subscribers.Events,
            ["questions"] = questions.Answers,
            ["definitions changed"] = definitions.Changes,
            ["reports"] = host.Watch.Reports,
            ["came online"] = host.Watch.Connects,
            ["log lines"] = host.Log.Lines,
        });
    }

    /// <summary>What the fleet is told of the devices in the other process: the same seed makes the same ones here, which never run.</summary>
    private async Task<(IReadOnlyList<DeviceDefinition> Known, IReadOnlyList<CommandTarget> Targets)> MeetAsync(IReadOnlyList<int> ports)
    {
        await using var twins = new TuyaSimulator(DevicesCommand.Air(_options.Chaos));
        twins.AddRange(ChaosDevices.Create(_options.Chaos));
        return (
            [.. twins.Devices.SelectMany((device, i) => TrialHost.Define(device, ports[i], all => ChaosDevices.Known(i, all)))],
            [.. TrialTarget.AllOf(twins).Select(twin => new CommandTarget(twin.Id, twin.Profile))]);
    }

    private async Task UntilOnlineAsync(TrialHost host, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_options.Chaos.Patience);
        try
        {
            await host.Watch.UntilAllOnlineAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _troubles.Add($"before the first fault {host.Watch.Away.Count} devices did not come online, such as {string.Join(", ", host.Watch.Away.Take(5).Select(a => $"{a.Id} ({a.State})"))}");
        }
    }

    private async Task SampleAsync(Sampler sampler, Task lost, CancellationToken cancellation)
    {
        var nextWord = _options.Progress;
        foreach (var (at, isCheckpoint) in SoakSchedule.Of(_options))
        {
            await UntilAsync(at, sampler, lost, cancellation);
            if (lost.IsCompleted || cancellation.IsCancellationRequested || sampler.Elapsed >= _options.Chaos.Length)
                break;
            var sample = await sampler.TakeAsync(isCheckpoint, CancellationToken.None);
            _samples.Add(sample);
            // Who is killed for the memory that has leaked leaves samples behind.
            if (isCheckpoint)
                await SoakJson.WriteAsync(_options, Result());
            if (sampler.Elapsed >= nextWord)
            {
                nextWord += _options.Progress;
                await Say(SoakTable.Line(sample));
            }
        }

        await UntilAsync(_options.Chaos.Length, sampler, lost, cancellation);
        _samples.Add(await sampler.TakeAsync(collect: true, CancellationToken.None));
    }

    private static async Task UntilAsync(TimeSpan at, Sampler sampler, Task lost, CancellationToken cancellation)
    {
        var wait = at - sampler.Elapsed;
        if (wait > TimeSpan.Zero)
            await Task.WhenAny(lost, Task.Delay(wait, cancellation));
    }

    private static async Task OperateAsync(TrialHost host, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(OperatorsRound, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (id, _) in host.Watch.Away.Where(away => away.State == DeviceState.KeyRejected))
                host.Router.Tell(new DeviceCommands.Reconnect(id), Akka.Actor.ActorRefs.NoSender);
        }
    }

    private void Judge(TrialHost host, Task[] load, DefinitionLoad definitions, DeviceSummary? summary)
    {
        foreach (var failed in load.Where(part => part.IsFaulted))
            _troubles.Add($"a part of the load failed: {failed.Exception!.GetBaseException()}");
        if (load.Any(part => !part.IsCompleted))
            _troubles.Add($"a part of the load did not end within {_options.Chaos.Patience.TotalSeconds:0} s; commands without an outcome: {string.Join(", ", _ledger.Open.Take(10))}");
        _troubles.AddRange(_ledger.Violations);
        _troubles.AddRange(host.Log.Errors.Select(error => $"the log has an error: {error}"));
        if (summary is null)
        {
            _troubles.Add("the devices' process did not end as it should; standard error says why");
            return;
        }

        _troubles.AddRange(summary.Impossible.Select(impossible => $"the run itself could not do what it wanted: {impossible}"));
        _troubles.AddRange(summary.SecondClients.Select(device =>
            $"{device.Id} was held by two connections {device.Count} times, last at {device.At?.ToLocalTime():HH:mm:ss.f}; {device.History}; {definitions.HistoryOf(new DeviceId(device.Id))}"));
    }

    private SoakResult Result(DeviceSummary? summary = null, IReadOnlyDictionary<string, long>? load = null) => new()
    {
        Seed = _options.Chaos.Seed,
        Devices = _devices,
        Samples = _samples,
        Trends = SoakVerdict.Judge(_samples),
        Faults = summary?.Faults ?? ImmutableSortedDictionary<string, long>.Empty,
        Outcomes = _ledger.Outcomes,
        Load = load ?? ImmutableSortedDictionary<string, long>.Empty,
        Troubles = _troubles,
    };

    private Task Say(string what) => _out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {what}"));
}
