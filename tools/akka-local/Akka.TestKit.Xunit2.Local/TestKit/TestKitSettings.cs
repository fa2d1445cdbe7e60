using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The section akka.test.</summary>
public class TestKitSettings : IExtension
{
    internal TestKitSettings(Config config)
    {
        config = (config ?? Config.Empty).WithFallback(TestKitBase.DefaultConfig.GetConfig("akka.test"));
        DefaultTimeout = config.GetTimeSpan("default-timeout", allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("single-expect-default", allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("filter-leeway", allowInfinite: false);
        TestTimeFactor = config.GetDouble("timefactor");
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"akka.test.timefactor must be above 0, not {TestTimeFactor}.");
    }

    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation without a time of its own waits, before dilation.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long an event filter waits for log events after the action.</summary>
    internal TimeSpan TestEventFilterLeeway { get; }

    /// <summary>What every time is multiplied with, for slow machines.</summary>
    internal double TestTimeFactor { get; }
}

/// <summary>Reads the settings once per actor system.</summary>
internal sealed class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) => system.WithExtension<TestKitSettings, TestKitExtension>();

    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config.GetConfig("akka.test"));
}
