using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.Conformance.Tests.TestKits;

/// <summary>The actor system of a test.</summary>
public sealed class TestSystemSpecs
{
    [Fact]
    public void Should_put_the_given_configuration_over_that_of_the_kit()
    {
        using var kit = new Akka.TestKit.Xunit2.TestKit(ConfigurationFactory.ParseString("akka.loglevel = ERROR, my.key = 1"), "mine");

        Assert.Equal("mine", kit.Sys.Name);
        Assert.Equal("ERROR", kit.Sys.Settings.LogLevel);
        Assert.Equal(1, kit.Sys.Settings.Config.GetInt("my.key"));
        Assert.True(kit.Sys.Settings.Config.HasPath("akka.test.filter-leeway"));
        Assert.StartsWith("akka://mine/system/testActor", kit.TestActor.Path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_terminate_the_system_with_the_test()
    {
        var kit = new Akka.TestKit.Xunit2.TestKit();
        var system = kit.Sys;
        Assert.Equal("test", system.Name);

        kit.Dispose();

        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Should_work_in_a_system_that_was_not_made_for_tests()
    {
        using var system = ActorSystem.Create("plain", "akka.loggers = [], akka.stdout-loglevel = OFF");
        using var kit = new Akka.TestKit.Xunit2.TestKit(system);

        kit.TestActor.Tell("hi");

        kit.ExpectMsg("hi");
        Assert.Same(system, kit.Sys);
    }

    [Fact]
    public void Should_write_the_log_into_the_output_of_the_test()
    {
        var output = new Output();
        using var kit = new Akka.TestKit.Xunit2.TestKit("akka.stdout-loglevel = OFF", output);

        kit.Sys.Log.Warning("look here");

        kit.AwaitAssert(() => Assert.Contains(output.Lines, line => line.Contains("look here", StringComparison.Ordinal)));
    }

    private sealed class Output : ITestOutputHelper
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public void WriteLine(string message)
        {
            lock (_lines)
                _lines.Add(message);
        }

        public void WriteLine(string format, params object[] args) => WriteLine(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
    }
}
