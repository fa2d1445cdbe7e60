using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TuyaActors.Messages;
using TuyaActors.Simulator;
using TuyaActors.Telemetry;

namespace TuyaActors.Cluster.Tests;

public sealed class MetricsSpecs
{
    [Fact]
    public async Task Should_tell_the_numbers_of_a_node_with_the_segment_that_it_hosts()
    {
        const string segment = "measured";
        var told = new ConcurrentQueue<(string Instrument, long Value)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == TuyaTelemetry.MeterName)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Contains(new("tuya.segment", segment)))
                told.Enqueue((instrument.Name, value));
        });
        listener.Start();
        await using var cluster = await ClusterUnderTest.StartAsync(new SimulatedDeviceOptions());
        var node = await cluster.AddNodeAsync(segment, cluster.Simulator.Devices);
        await node.Until(new DeviceId(cluster.Simulator.Devices[0].Id), device => device.State == DeviceState.Online);

        listener.RecordObservableInstruments();

        Assert.Contains(("tuya.connects", 1L), told);
        Assert.Equal(1, told.Where(one => one.Instrument == "tuya.devices").Sum(one => one.Value));
    }
}
