using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class LoggingSpecs : Spec
{
    public LoggingSpecs()
        : base("akka.loglevel = INFO")
    {
    }

    [Fact]
    public void Should_publish_each_level_with_its_text_its_source_and_its_cause()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var actor = Sys.ActorOf(Props.Create(() => new Chatty()), "chatty");

        actor.Tell("speak");

        var info = ExpectMsg<Info>();
        Assert.Equal("info 1 two", info.Message.ToString());
        Assert.StartsWith("akka://test/user/chatty", info.LogSource, StringComparison.Ordinal);
        Assert.Equal(typeof(Chatty), info.LogClass);
        Assert.Equal("warning 3", ExpectMsg<Warning>().Message.ToString());
        var error = ExpectMsg<Error>();
        Assert.Equal("error 4", error.Message.ToString());
        Assert.Equal("bug", error.Cause.Message);
        Assert.Equal("plain {0}", ExpectMsg<Info>().Message.ToString());
    }

    [Fact]
    public void Should_keep_the_template_and_its_values_apart()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Sys.ActorOf(Props.Create(() => new Chatty())).Tell("speak");

        var message = Assert.IsAssignableFrom<LogMessage>(ExpectMsg<Info>().Message);

        Assert.Equal("info {0} {1}", message.Format);
        Assert.Equal([1, "two"], message.Parameters());
    }

    [Fact]
    public void Should_know_which_levels_are_heard()
    {
        var log = Logging.GetLogger(Sys, "any");

        Assert.False(log.IsDebugEnabled);
        Assert.True(log.IsInfoEnabled);
        Assert.True(log.IsWarningEnabled);
        Assert.True(log.IsErrorEnabled);
        Assert.False(log.IsEnabled(LogLevel.DebugLevel));
        Assert.True(log.IsEnabled(LogLevel.InfoLevel));
        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
    }

    [Fact]
    public void Should_publish_what_is_heard_by_its_level_as_event_of_that_level()
    {
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        var log = Logging.GetLogger(Sys, "any");

        log.Debug("debug {0}", 1);
        log.Log(LogLevel.DebugLevel, new InvalidOperationException("bug"), "plain");

        Assert.Equal("debug 1", ExpectMsg<Debug>().Message.ToString());
        var plain = ExpectMsg<Debug>();
        Assert.Equal("plain", plain.Message.ToString());
        Assert.Equal("bug", plain.Cause.Message);
    }

    [Fact]
    public void Should_put_up_to_six_values_into_the_text_at_each_level()
    {
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        var log = Logging.GetLogger(Sys, "any");
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));

        log.Debug("{0}");
        log.Debug("{0}", 1);
        log.Debug("{0} {1}", 1, "b");
        log.Debug("{0} {1} {2}", 1, "b", 3.5);
        log.Debug("{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Debug("{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Debug("{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Debug>(null);

        log.Info("{0}");
        log.Info("{0}", 1);
        log.Info("{0} {1}", 1, "b");
        log.Info("{0} {1} {2}", 1, "b", 3.5);
        log.Info("{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Info("{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Info("{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Info>(null);

        log.Warning("{0}");
        log.Warning("{0}", 1);
        log.Warning("{0} {1}", 1, "b");
        log.Warning("{0} {1} {2}", 1, "b", 3.5);
        log.Warning("{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Warning("{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Warning("{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Warning>(null);

        log.Error("{0}");
        log.Error("{0}", 1);
        log.Error("{0} {1}", 1, "b");
        log.Error("{0} {1} {2}", 1, "b", 3.5);
        log.Error("{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Error("{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Error("{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Error>(null);
    }

    [Fact]
    public void Should_tell_the_cause_with_up_to_six_values_at_each_level()
    {
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        var log = Logging.GetLogger(Sys, "any");
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var bug = new InvalidOperationException("bug");

        log.Debug(bug, "{0}");
        log.Debug(bug, "{0}", 1);
        log.Debug(bug, "{0} {1}", 1, "b");
        log.Debug(bug, "{0} {1} {2}", 1, "b", 3.5);
        log.Debug(bug, "{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Debug(bug, "{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Debug(bug, "{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Debug>(bug);

        log.Info(bug, "{0}");
        log.Info(bug, "{0}", 1);
        log.Info(bug, "{0} {1}", 1, "b");
        log.Info(bug, "{0} {1} {2}", 1, "b", 3.5);
        log.Info(bug, "{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Info(bug, "{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Info(bug, "{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Info>(bug);

        log.Warning(bug, "{0}");
        log.Warning(bug, "{0}", 1);
        log.Warning(bug, "{0} {1}", 1, "b");
        log.Warning(bug, "{0} {1} {2}", 1, "b", 3.5);
        log.Warning(bug, "{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Warning(bug, "{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Warning(bug, "{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Warning>(bug);

        log.Error(bug, "{0}");
        log.Error(bug, "{0}", 1);
        log.Error(bug, "{0} {1}", 1, "b");
        log.Error(bug, "{0} {1} {2}", 1, "b", 3.5);
        log.Error(bug, "{0} {1} {2} {3}", 1, "b", 3.5, 'd');
        log.Error(bug, "{0} {1} {2} {3} {4}", 1, "b", 3.5, 'd', 5L);
        log.Error(bug, "{0} {1} {2} {3} {4} {5}", 1, "b", 3.5, 'd', 5L, null as string);
        AssertLines<Error>(bug);
    }

    [Fact]
    public void Should_write_a_message_again_that_was_written_elsewhere()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var log = Logging.GetLogger(Sys, "any");
        log.Info("from {0}", "here");
        var first = Assert.IsAssignableFrom<LogMessage>(ExpectMsg<Info>().Message);

        log.Log(LogLevel.WarningLevel, null!, first);

        Assert.Equal("from here", ExpectMsg<Warning>().Message.ToString());
        Assert.Equal("from here", log.Formatter.Format("from {0}", "here"));
    }

    [Fact]
    public void Should_name_the_system_as_source_where_it_writes_itself()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));

        Sys.Log.Warning("from the system");
        Logging.GetLogger(Sys, "a part").Warning("from a part");
        Logging.GetLogger(Sys, this).Warning("from an object");
        Logging.GetLogger(Sys, typeof(List<int>)).Warning("from a type");

        var ofSystem = ExpectMsg<Warning>();
        Assert.Equal("ActorSystem(test)", ofSystem.LogSource);
        Assert.Equal("a part (akka://test)", ExpectMsg<Warning>().LogSource);
        Assert.Equal("LoggingSpecs (akka://test)", ExpectMsg<Warning>().LogSource);
        Assert.Equal("List`1 (akka://test)", ExpectMsg<Warning>().LogSource);
    }

    [Fact]
    public void Should_log_the_failure_of_an_actor_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var actor = Sys.ActorOf(Props.Create(() => new Chatty()), "failing");

        actor.Tell("fail");

        var error = ExpectMsg<Error>();
        Assert.Equal("bug", error.Message.ToString());
        Assert.IsType<InvalidOperationException>(error.Cause);
        Assert.Equal("akka://test/user/failing", error.LogSource);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private void AssertLines<T>(Exception? cause)
        where T : LogEvent
    {
        // Without values the text is no template.
        string[] texts = ["{0}", "1", "1 b", "1 b 3.5", "1 b 3.5 d", "1 b 3.5 d 5", "1 b 3.5 d 5 "];
        foreach (var text in texts)
        {
            var logged = ExpectMsg<T>();
            Assert.Equal(text, logged.Message.ToString());
            Assert.Same(cause, logged.Cause);
        }
    }

    private sealed class Chatty : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Chatty() => Receive<string>(message =>
        {
            if (message == "fail")
                throw new InvalidOperationException("bug");
            _log.Debug("debug {0}", 0);
            _log.Info("info {0} {1}", 1, "two");
            _log.Warning("warning {0}", 3);
            _log.Error(new InvalidOperationException("bug"), "error {0}", 4);
            _log.Info("plain {0}");
        });
    }
}
