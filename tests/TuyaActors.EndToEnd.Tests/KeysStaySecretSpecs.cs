using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Simulator;
using TuyaActors.Telemetry;

namespace TuyaActors.EndToEnd;

/// <summary>Whoever reads the disk, the logs, the numbers, the traces or an exception of a whole run finds no local key.</summary>
[Collection(nameof(Alone))]
public sealed class KeysStaySecretSpecs
{
    private static readonly LocalKey OtherKey = LocalKey.Parse("2nd-key-of-devic");

    private readonly ConcurrentQueue<string> _told = [];

    [Fact]
    public async Task Should_leave_no_local_key_anywhere_of_a_whole_run()
    {
        var folder = Directory.CreateTempSubdirectory("tuya-keys-");
        using var meters = Meters();
        using var traces = Traces();
        var keys = new List<string> { "2nd-key-of-devic" };
        try
        {
            var database = Path.Combine(folder.FullName, "fleet.db");
            // Twice, for what is read back is told in other ways than what was just written.
            for (var run = 0; run < 2; run++)
                keys.AddRange(await RunAsync($"tuya.persistence {{ mode = sqlite, database = \"{database}\", state-interval = 100ms, snapshot-after = 3 }}"));

            // What was looked through is what was meant.
            Assert.True((await File.ReadAllBytesAsync(database)).AsSpan().IndexOf("tuya/registry"u8) >= 0);
            Assert.Contains(_told, line => line.Contains("KeyRejected", StringComparison.Ordinal));
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
                AssertNone(keys, file.Name, await File.ReadAllBytesAsync(file.FullName));
            AssertNone(keys, "what was told", Encoding.UTF8.GetBytes(string.Join('\n', _told)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>All that a fleet does with keys: good ones, refused ones, changed, removed, imported and refused definitions, an unknown device.</summary>
    private async Task<IReadOnlyList<string>> RunAsync(string hocon)
    {
        await using var test = await FleetUnderTest.StartAsync(
            [.. ProtocolVersions.All.SelectMany(v => Enumerable.Repeat(new SimulatedDeviceOptions { Version = v }, 2))], hocon: hocon);
        var keys = test.Simulator.Devices.Select(device => device.Key.Reveal()).ToList();
        await test.UntilAllOnline();
        foreach (var device in test.Simulator.Devices.Where(d => d.Version >= ProtocolVersion.V33).Where((_, i) => i % 2 == 0))
        {
            await test.Pair(device, OtherKey);
            await test.Until(device, d => d.State == DeviceState.KeyRejected);
            Tell(await test.Fleet.SetDpsAsync(new DeviceId(device.Id), DpSet.Of((1, true)), null, test.Cancellation));
        }

        var stored = await test.Fleet.GetDefinitionsAsync(null, test.Cancellation);
        foreach (var one in stored.Take(4))
        {
            Tell(one);
            Tell(await test.Fleet.UpdateDeviceAsync(one.Definition with { Key = OtherKey }, one.Revision, test.Cancellation));
            Tell(await test.Fleet.UpdateDeviceAsync(one.Definition, one.Revision, test.Cancellation));
            Tell(await test.Fleet.AddDeviceAsync(one.Definition, test.Cancellation));
        }

        Tell(await test.Fleet.ImportDevicesAsync(stored.Select(s => s.Definition with { Port = -1 }), test.Cancellation));
        Tell(await test.Fleet.ImportDevicesAsync(stored.Select(s => s.Definition), dryRun: true, test.Cancellation));
        Tell(await test.Fleet.RemoveDeviceAsync(stored[0].Definition.Id, test.Cancellation));
        Tell(await test.Fleet.GetDevicesAsync(test.Cancellation));
        Tell(await test.Fleet.GetHealthAsync(test.Cancellation));
        await foreach (var e in test.Fleet.Events(EventFilter.Default, test.Cancellation))
        {
            Tell(e);
            if (e is not DeviceEvents.SnapshotTaken || e.DeviceId == stored[^1].Definition.Id)
                break;
        }

        foreach (var line in test.Log.Lines)
            _told.Enqueue(line);
        return keys;
    }

    private void Tell(object said) => _told.Enqueue(said.ToString()!);

    private MeterListener Meters()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TuyaTelemetry.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _told.Enqueue($"{instrument.Name} {value} {string.Join(',', tags.ToArray())}");
    }

    private ActivityListener Traces()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TuyaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => _told.Enqueue(
                $"{activity.OperationName} {string.Join(',', activity.TagObjects)} {activity.StatusDescription} {string.Join(',', activity.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void AssertNone(IEnumerable<string> keys, string where, byte[] bytes)
    {
        foreach (var key in keys.Distinct())
        {
            var raw = Encoding.Latin1.GetBytes(key);
            foreach (var (form, form2) in new[]
            {
                ("as it is", raw),
                ("in hex", Encoding.ASCII.GetBytes(Convert.ToHexString(raw))),
                ("in lower hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw))),
                ("in base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(raw).TrimEnd('='))),
                ("in UTF-16", Encoding.Unicode.GetBytes(key)),
            })
            {
                Assert.False(bytes.AsSpan().IndexOf(form2) >= 0, $"a local key lies open in {where}, {form}");
            }
        }
    }
}
