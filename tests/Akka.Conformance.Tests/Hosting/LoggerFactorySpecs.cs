using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using AkkaLevel = Akka.Event.LogLevel;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>The log of the actor system in the log of the host.</summary>
public sealed class LoggerFactorySpecs : HostSpecs
{
    [Fact]
    public async Task Should_hand_over_every_level_with_its_cause()
    {
        var log = new LogCapture();
        using var host = Host((builder, _) => builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.LogLevel = AkkaLevel.DebugLevel;
            loggers.AddLoggerFactory();
        }), log: log);
        await host.StartAsync();

        await SystemOf(host).ActorOf(Props.Create<Talker>(), "talker").Ask<string>("all", Patience);
        await host.StopAsync();

        var entries = log.Entries.Where(entry => entry.Text.Contains("said", StringComparison.Ordinal)).ToList();
        Assert.Equal([Level.Debug, Level.Information, Level.Warning, Level.Error], entries.Select(entry => entry.Level));
        Assert.All(entries, entry => Assert.Equal("Akka.Actor.ActorSystem", entry.Category));
        Assert.All(entries, entry => Assert.Contains("akka://hosted/user/talker", entry.Text, StringComparison.Ordinal));
        Assert.All(entries, entry => Assert.IsType<LogEvent>(entry.State, exactMatch: false));
        Assert.Contains("said info 42", entries[1].Text, StringComparison.Ordinal);
        Assert.Equal("why", entries[3].Cause?.Message);
    }

    [Fact]
    public async Task Should_leave_out_what_is_below_the_level()
    {
        var log = new LogCapture();
        using var host = Host((builder, _) => builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.LogLevel = AkkaLevel.WarningLevel;
            loggers.AddLoggerFactory();
        }), log: log);
        await host.StartAsync();

        await SystemOf(host).ActorOf(Props.Create<Talker>(), "talker").Ask<string>("all", Patience);
        await host.StopAsync();

        Assert.Equal(
            [Level.Warning, Level.Error],
            log.Entries.Where(entry => entry.Text.Contains("said", StringComparison.Ordinal)).Select(entry => entry.Level));
    }

    [Fact]
    public async Task Should_have_no_loggers_when_they_are_cleared()
    {
        using var host = Host((builder, _) => builder.ConfigureLoggers(loggers => loggers.ClearLoggers()));
        await host.StartAsync();

        Assert.Empty(SystemOf(host).Settings.Config.GetStringList("akka.loggers"));
        await host.StopAsync();
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker()
        {
            var log = Context.GetLogger();
            ReceiveAny(_ =>
            {
                log.Debug("said debug");
                log.Info("said info {0}", 42);
                log.Warning("said warning");
                log.Error(new InvalidOperationException("why"), "said error");
                Sender.Tell("done");
            });
        }
    }
}
