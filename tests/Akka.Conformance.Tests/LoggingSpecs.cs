using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class LoggingSpecs : TestKit.Xunit2.TestKit
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
        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
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
