using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>Builds hosts with an actor system in them.</summary>
public abstract class HostSpecs
{
    /// <summary>A failsafe: nothing here takes as long.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private protected static IHost Host(Action<AkkaConfigurationBuilder, IServiceProvider> configure, Action<IServiceCollection>? services = null, LogCapture? log = null) =>
        new HostBuilder()
            .ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                logging.SetMinimumLevel(LogLevel.Trace);
                if (log is not null)
                    logging.AddProvider(log);
            })
            .ConfigureServices(collection =>
            {
                services?.Invoke(collection);
                collection.AddAkka("hosted", (builder, provider) =>
                {
                    builder.ConfigureLoggers(loggers =>
                    {
                        loggers.ClearLoggers();
                        if (log is not null)
                            loggers.AddLoggerFactory();
                    });
                    configure(builder, provider);
                });
            })
            .Build();

    private protected static ActorSystem SystemOf(IHost host) => host.Services.GetRequiredService<ActorSystem>();

    protected sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
