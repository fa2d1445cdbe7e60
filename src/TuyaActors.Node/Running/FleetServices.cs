using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using TuyaActors.Hosting;
using TuyaActors.Node.Clustering;
using LogLevel = Akka.Event.LogLevel;

namespace TuyaActors.Node.Running;

/// <summary>Puts a fleet into one of the program's hosts.</summary>
internal static class FleetServices
{
    // Standard output belongs to the commands' answers; and that a message came too late for an actor that has ended is no news.
    private const string Quiet = """
        akka {
          stdout-loglevel = off
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """;

    /// <summary>Adds the fleet and <see cref="ITuyaFleet"/>.</summary>
    public static void AddNodeFleet(this IServiceCollection services, FleetSetup setup)
    {
        services.AddAkka(ClusterSettings.SystemName, akka => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                loggers.LogLevel = setup.Verbose ? LogLevel.DebugLevel : LogLevel.InfoLevel;
            })
            // Behind the loggers, whose configuration has a word on standard output too.
            .AddHocon(ConfigurationFactory.ParseString(Quiet), HoconAddMode.Prepend)
            .AddHocon(setup.Hocon.Config, HoconAddMode.Prepend)
            .WithFleet(setup));
        services.AddTuyaFleetClient();
        if (setup.Hocon.Cluster is not null)
        {
            services.AddSingleton(static provider => ClusterEngine.ViewOf(provider.GetRequiredService<ActorSystem>()));
        }
    }

    private static AkkaConfigurationBuilder WithFleet(this AkkaConfigurationBuilder akka, FleetSetup setup) =>
        setup.Hocon.Cluster is { } cluster ? akka.WithNodeOf(cluster, setup.ApplyTo) : akka.WithTuyaFleet(setup.ApplyTo);
}
