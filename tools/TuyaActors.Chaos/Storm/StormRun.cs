using System.Diagnostics;
using System.Globalization;
using System.Net;
using TuyaActors.Chaos.Trials;
using TuyaActors.Simulator;

namespace TuyaActors.Chaos.Storm;

/// <summary>What a storm came to.</summary>
/// <param name="Devices">How many vanished.</param>
/// <param name="AllOnline">From their return until all were online.</param>
/// <param name="Budget">How many may connect at once.</param>
/// <param name="PeakAtDevices">How many did, as the devices saw it: from the accepted connection to the session's start or the first question.</param>
/// <param name="PeakInFleet">How many did, as the fleet told it. Not judged: a device gives its turn back before it says that it is online, so these overlap by a few.</param>
/// <param name="Processor">Processor time from their vanishing until all were online, the simulated devices' included.</param>
/// <param name="LogLines">Lines at information and above in that time.</param>
/// <param name="SecondClients">Second clients that devices turned away.</param>
/// <param name="Wrong">What was wrong; empty where all was as it must be.</param>
public sealed record StormResult(
    int Devices,
    TimeSpan AllOnline,
    int Budget,
    int PeakAtDevices,
    int PeakInFleet,
    TimeSpan Processor,
    long LogLines,
    long SecondClients,
    IReadOnlyList<string> Wrong)
{
    /// <summary>For people's eyes.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"devices         {Devices}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all online      {AllOnline.TotalSeconds:0.00} s after their return"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"handshakes      {PeakAtDevices} at once at the devices, {PeakInFleet} in the fleet's words; budget {Budget}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor       {Processor.TotalSeconds:0.00} s, the simulated devices' included"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log lines       {LogLines}: {(double)LogLines / Devices:0.00} a device"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"second clients  {SecondClients}"));
        output.WriteLine($"wrong           {(Wrong.Count == 0 ? "nothing" : string.Join("; ", Wrong))}");
    }
}

/// <summary>All devices vanish together (their ports close and their connections are reset) and come back together, as behind a switch that reboots.</summary>
public static class StormRun
{
    private const int MostLinesPerDevice = 3;

    /// <summary>Runs it.</summary>
    /// <param name="devices">How many.</param>
    /// <param name="budget">How many may connect at once.</param>
    /// <param name="away">How long they are away.</param>
    /// <param name="firstAddress">Of the first device.</param>
    /// <param name="hocon">Laid over the defaults.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<StormResult> RunAsync(int devices, int budget, TimeSpan away, IPAddress firstAddress, string hocon, CancellationToken cancellation)
    {
        await using var fleet = await TrialFleet.StartAsync(
            SimulatedFleet.Create(devices, firstAddress: firstAddress, port: 0),
            new SimulatorOptions { Quiet = true },
            $"tuya.reconnect.max-handshakes = {budget}\n{hocon}",
            cancellation: cancellation);
        await fleet.Watch.UntilAllOnlineAsync(cancellation);
        fleet.Watch.ForgetPeak();
        var (lines, processor) = (fleet.Log.Lines, Footprint.ProcessorTime());

        foreach (var device in fleet.Simulator.Devices)
            device.Faults = new DeviceFaults { Refuse = true };
        await fleet.Watch.UntilAsync(() => fleet.Watch.Away.Count == fleet.Targets.Count, cancellation);
        await Task.Delay(away, cancellation);
        var returned = Stopwatch.GetTimestamp();
        foreach (var device in fleet.Simulator.Devices)
            device.Faults = DeviceFaults.None;
        await fleet.Watch.UntilAllOnlineAsync(cancellation);

        var counters = fleet.Simulator.Count();
        var result = new StormResult(
            devices,
            Stopwatch.GetElapsedTime(returned),
            budget,
            counters.MostHandshakes,
            fleet.Watch.PeakHandshakes,
            Footprint.ProcessorTime() - processor,
            fleet.Log.Lines - lines,
            counters.RejectedConnections,
            []);
        return result with { Wrong = Judge(result) };
    }

    private static List<string> Judge(StormResult result)
    {
        var wrong = new List<string>();
        if (result.PeakAtDevices > result.Budget)
            wrong.Add($"{result.PeakAtDevices} handshakes at once at the devices");
        if (result.LogLines >= (long)MostLinesPerDevice * result.Devices)
            wrong.Add($"{result.LogLines} log lines are {MostLinesPerDevice} a device or more");
        if (result.SecondClients > 0)
            wrong.Add($"{result.SecondClients} second clients");
        return wrong;
    }
}
