using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TuyaActors.Telemetry;

namespace TuyaActors.Tests.Telemetry;

/// <summary>What one fleet's meter has told since this began; other fleets of the process are left out.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _all = [];
    private readonly string _fleet;

    public Measured(string fleet)
    {
        _fleet = fleet;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TuyaTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All values of an instrument, as "tag=value,..." (without the fleet) and the value, in order.</summary>
    public (string Tags, double Value)[] Of(string instrument) =>
        [.. _all.Where(m => m.Instrument == instrument).Select(m => (m.Tags, m.Value))];

    /// <summary>What the gauges say now, but for those at zero.</summary>
    public (string Tags, double Value)[] Look(string instrument)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return [.. Of(instrument).Where(m => m.Value != 0)];
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var words = tags.ToArray();
        if (words.Any(tag => tag.Key == "tuya.fleet" && Equals(tag.Value, _fleet)))
            _all.Enqueue((instrument.Name, value, string.Join(",", words.Where(tag => tag.Key != "tuya.fleet").Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
