using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TuyaActors.Fleet;

namespace TuyaActors.Hosting;

/// <summary>Puts a fleet into a host.</summary>
public static class TuyaHostingExtensions
{
    /// <summary>The fleet's name under <c>/user</c>.</summary>
    public const string FleetName = "tuya";

    /// <summary>
    /// Starts a fleet in the actor system that is being built. Registers <see cref="TuyaFleet"/>, <see cref="TuyaRouter"/> and
    /// <see cref="TuyaDiscovery"/>. Bad settings end the start with a sentence.
    /// </summary>
    public static AkkaConfigurationBuilder WithTuyaFleet(this AkkaConfigurationBuilder builder, Action<TuyaFleetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new TuyaFleetOptions();
        configure?.Invoke(options);
        return builder.WithActors(async (system, registry) =>
        {
            var spec = new FleetSpec(options.Settings(system.Settings.Config), [.. options.Devices]);
            var fleet = system.ActorOf(FleetActor.Props(spec), FleetName);
            // Answered at once by a healthy host; one that starts much else beside it shall not fail for that.
            var doors = await fleet.Ask<FleetMessages.Doors>(new FleetMessages.GetDoors(), TimeSpan.FromSeconds(60)).ConfigureAwait(false);
            registry.Register<TuyaFleet>(fleet);
            registry.Register<TuyaRouter>(doors.Router);
            registry.Register<TuyaDiscovery>(doors.Discovery);
            CloseSocketsFirst(system, fleet);
        });
    }

    /// <summary>For a host without actors: an actor system of its own with a fleet in it, and <see cref="ITuyaFleet"/>.</summary>
    public static IServiceCollection AddTuyaFleet(this IServiceCollection services, Action<TuyaFleetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAkka("tuya", builder => builder
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                // What is logged is the host's to filter.
                loggers.LogLevel = Akka.Event.LogLevel.DebugLevel;
            })
            .WithTuyaFleet(configure));
        return services.AddTuyaFleetClient();
    }

    /// <summary>Adds <see cref="ITuyaFleet"/> to a host whose own actor system has a fleet (<see cref="WithTuyaFleet"/>).</summary>
    public static IServiceCollection AddTuyaFleetClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<ITuyaFleet, FleetClient>();
        return services;
    }

    /// <summary>A device notices a closed connection; it does not notice a process that ended while the kernel still holds its socket.</summary>
    private static void CloseSocketsFirst(ActorSystem system, IActorRef fleet) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "tuya-close-connections", async () =>
        {
            await fleet.GracefulStop(TimeSpan.FromSeconds(4)).ConfigureAwait(false);
            return Akka.Done.Instance;
        });
}
