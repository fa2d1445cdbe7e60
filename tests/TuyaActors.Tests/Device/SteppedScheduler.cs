using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace TuyaActors.Tests.Device;

/// <summary>Virtual time with a wall clock that can be set, as NTP and a machine that slept do it: timers do not notice.</summary>
public sealed class SteppedScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log), IScheduler
{
    /// <summary>How far the wall clock is from where it would be.</summary>
    public TimeSpan Step { get; set; }

    DateTimeOffset ITimeProvider.Now => Now + Step;
}
