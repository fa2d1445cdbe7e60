using System.Collections.Concurrent;
using System.Diagnostics;
using TuyaActors.Messages;
using TuyaActors.Protocol;
using TuyaActors.Telemetry;

namespace TuyaActors.Hosting.Tests;

public sealed class TracingSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Should_show_each_commands_way_below_what_its_caller_does()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var caller = new Activity("caller");
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TuyaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                ended.Enqueue(activity);
                if (ended.Count(e => e.TraceId == caller.TraceId) == 6)
                    all.TrySetResult();
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        caller.Start();

        await test.Fleet.SetDpsAsync(Lamp, DpSet.Of((1, true)), Short, test.Cancellation);
        await test.Fleet.RefreshAsync(Lamp, Short, test.Cancellation);
        await test.Fleet.WhenIdleAsync(Lamp, Short, test.Cancellation);
        await test.Fleet.ReconnectAsync(Lamp, test.Cancellation);
        await test.Fleet.SetDpsAsync(DeviceSelector.All, DpSet.Of((1, true)), Short, cancellationToken: test.Cancellation);
        await test.Fleet.RefreshAsync(DeviceSelector.All, Short, cancellationToken: test.Cancellation);

        // The answer may be there before its activity has ended.
        await all.Task.WaitAsync(test.Cancellation);
        var own = ended.Where(activity => activity.TraceId == caller.TraceId).ToList();
        Assert.All(own, activity => Assert.Equal(caller.SpanId, activity.ParentSpanId));
        Assert.Equal(
            ["set_dps offline", "refresh offline", "when_idle offline", "reconnect acknowledged", "set_dps offline", "refresh offline"],
            own.Select(activity => $"{activity.GetTagItem("tuya.command")} {activity.GetTagItem("tuya.outcome")}"));
    }
}
