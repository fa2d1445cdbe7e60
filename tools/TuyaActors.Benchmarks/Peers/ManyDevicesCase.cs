using System.Diagnostics;
using TuyaActors.Benchmarks.Farm;
using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>One peer with so many devices: how long it takes to connect, what it holds, and what the devices' pushes cost it.</summary>
/// <param name="Devices">How many.</param>
/// <param name="Versions">Of which versions, in turn.</param>
/// <param name="Rates">Pushes a second of all devices together; 0: as many as they can.</param>
/// <param name="Settle">How long nothing is measured after all were connected.</param>
/// <param name="Time">How long pushes are counted.</param>
internal sealed record ManyDevicesCase(int Devices, IReadOnlyList<ProtocolVersion> Versions, IReadOnlyList<double> Rates, TimeSpan Settle, TimeSpan Time)
{
    // Who has not come that far by then does not count: whoever manages a thousand does so within seconds.
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(90);

    // Beside its own limit, for an answer that a flood of pushes holds up.
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(30);

    // A peer that has more behind it than this has it when it is measured, too.
    private static readonly TimeSpan ToRest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMilliseconds(300);

    public async Task<(string Who, Figures Figures)> MeasureAsync(Peer peer)
    {
        await using var farm = await DeviceFarm.StartAsync(Devices, Versions);
        await using var process = await PeerProcess.StartAsync(peer);
        if (process.Missing is { } why)
            return (process.Name, new Figures { Failed = why });
        var request = new PeerRequest(PeerRequest.Connect) { Devices = [.. farm.Devices.Select(PeerRequest.Target.Of)], Seconds = ToConnect.TotalSeconds };
        var (watch, connectCpu) = (Stopwatch.StartNew(), process.Cpu);
        var connect = await process.AskAsync(request, ToConnect + ToAnswer);
        var figures = new Figures { Connect = watch.Elapsed, Error = connect.Error };
        if (connect.Connected != Devices)
            return (process.Name, figures with { Failed = connect.Failed ?? $"{connect.Connected} answered within {ToConnect.TotalSeconds} s{(connect.Error is null ? "" : $"; {connect.Error}")}" });
        figures = figures with { ConnectCpu = process.Cpu - connectCpu };
        await Task.Delay(Settle);
        var idle = await process.AskAsync(new PeerRequest(PeerRequest.Count), ToAnswer);
        if (idle.Failed is not null)
            return (process.Name, figures with { Failed = idle.Failed });
        figures = figures with { Resident = process.Resident, Lost = idle.Lost.GetValueOrDefault() };
        foreach (var rate in Rates)
        {
            await farm.PushAsync(rate, Time / 4);
            var before = await RestedAsync(process);
            if (before.Failed is not null)
                return (process.Name, figures with { PushesFailed = before.Failed });
            var cpu = process.Cpu;
            watch.Restart();
            var sent = await farm.PushAsync(rate, Time);
            var after = await process.AskAsync(new PeerRequest(PeerRequest.Count), ToAnswer);
            var took = watch.Elapsed.TotalSeconds;
            if (after.Failed is not null)
                return (process.Name, figures with { PushesFailed = after.Failed });
            var arrived = (after.Pushes - before.Pushes).GetValueOrDefault();
            figures.Pushes[rate] = new Pushes(
                sent / took,
                arrived / took,
                arrived == 0 ? double.NaN : (process.Cpu - cpu).TotalMicroseconds / arrived,
                after.Lost.GetValueOrDefault(),
                after.Error);
        }

        return (process.Name, figures);
    }

    /// <summary>Waits until nothing comes any more of what was sent before, and counts.</summary>
    private static async Task<PeerAnswer> RestedAsync(PeerProcess process)
    {
        var watch = Stopwatch.StartNew();
        PeerAnswer? last = null;
        while (true)
        {
            var answer = await process.AskAsync(new PeerRequest(PeerRequest.Count), ToAnswer);
            if (answer.Failed is not null || answer.Pushes == last?.Pushes || watch.Elapsed > ToRest)
                return answer;
            last = answer;
            await Task.Delay(BetweenCounts);
        }
    }

    /// <summary>What one peer did.</summary>
    internal sealed record Figures
    {
        /// <summary>Until the last device was connected and had told its state.</summary>
        public TimeSpan Connect { get; init; }

        /// <summary>Processor time of the peer until then.</summary>
        public TimeSpan ConnectCpu { get; init; }

        /// <summary>The first error on the way.</summary>
        public string? Error { get; init; }

        /// <summary>Resident bytes.</summary>
        public long Resident { get; init; }

        /// <summary>Connections that it had lost after a rest.</summary>
        public long Lost { get; init; }

        /// <summary>By rate.</summary>
        public Dictionary<double, Pushes> Pushes { get; } = [];

        /// <summary>Why not all were connected.</summary>
        public string? Failed { get; init; }

        /// <summary>Why pushes could not be counted.</summary>
        public string? PushesFailed { get; init; }
    }

    /// <summary>Pushes at one rate.</summary>
    /// <param name="Sent">By the devices, a second.</param>
    /// <param name="Arrived">A second.</param>
    /// <param name="CpuEach">Processor time of the peer for each that arrived, in microseconds.</param>
    /// <param name="Lost">Connections that the peer had lost by then.</param>
    /// <param name="Error">The first error that it had met by then.</param>
    internal sealed record Pushes(double Sent, double Arrived, double CpuEach, long Lost, string? Error);
}
