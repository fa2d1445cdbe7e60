using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The kit as the base of an xunit test class; its actor system ends with the test.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private readonly ITestOutputHelper _output;
    private bool _disposed;

    public TestKit(ActorSystem system = null, ITestOutputHelper output = null)
        : base(Assertions, system) => Show(Sys, _output = output);

    public TestKit(Config config, string actorSystemName = null, ITestOutputHelper output = null)
        : base(Assertions, config, actorSystemName) => Show(Sys, _output = output);

    public TestKit(string config, ITestOutputHelper output = null)
        : base(Assertions, ConfigurationFactory.ParseString(config)) => Show(Sys, _output = output);

    private protected static new XunitAssertions Assertions { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs once when the test is over.</summary>
    protected virtual void AfterAll() => Shutdown();

    private protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _disposed)
            return;
        _disposed = true;
        AfterAll();
    }

    private static void Show(ActorSystem system, ITestOutputHelper output)
    {
        if (output is null)
            return;
        var logger = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), TestKitExtension.For(system).DefaultTimeout).Wait();
    }
}
