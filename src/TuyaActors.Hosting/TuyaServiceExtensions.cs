using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TuyaActors.Hosting;

/// <summary>Puts a fleet into a host without actors.</summary>
public static class TuyaServiceExtensions
{
    /// <summary>A fleet in an actor system of its own, and <see cref="ITuyaFleet"/> to use it. Starts and stops with the host.</summary>
    /// <exception cref="InvalidOperationException">There is one already, or the host has an actor system: then <c>WithTuyaFleet</c> adds the fleet to that.</exception>
    public static IServiceCollection AddTuyaFleet(this IServiceCollection services, Action<TuyaFleetOptions>? configure = null) =>
        Add(services, FleetPlan.Of(TuyaFleets.DefaultName, null, configure));

    /// <summary>As above, with the options of a configuration section, such as <c>builder.Configuration.GetSection("Tuya")</c> (see <see cref="TuyaFleetOptions.Bind"/>).</summary>
    public static IServiceCollection AddTuyaFleet(this IServiceCollection services, IConfiguration section, Action<TuyaFleetOptions>? configure = null) =>
        Add(services, FleetPlan.Of(TuyaFleets.DefaultName, TuyaHostingExtensions.Given(section), configure));

    /// <summary>One of several fleets, all in one actor system. It is a keyed service: <c>[FromKeyedServices("upstairs")] ITuyaFleet</c>.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="InvalidOperationException">As above.</exception>
    public static IServiceCollection AddTuyaFleet(this IServiceCollection services, string name, Action<TuyaFleetOptions>? configure = null) =>
        Add(services, FleetPlan.Of(name, null, configure));

    /// <summary>As above, with the options of a configuration section (see <see cref="TuyaFleetOptions.Bind"/>).</summary>
    public static IServiceCollection AddTuyaFleet(
        this IServiceCollection services, string name, IConfiguration section, Action<TuyaFleetOptions>? configure = null) =>
        Add(services, FleetPlan.Of(name, TuyaHostingExtensions.Given(section), configure));

    /// <summary>
    /// Adds <see cref="ITuyaFleet"/> to a host whose own actor system has a fleet (<c>WithTuyaFleet</c>): keyed by the fleet's name, and plain for the
    /// one of the name <see cref="TuyaFleets.DefaultName"/>.
    /// </summary>
    public static IServiceCollection AddTuyaFleetClient(this IServiceCollection services, string name = TuyaFleets.DefaultName)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddKeyedClient(services, name);
        if (name == TuyaFleets.DefaultName)
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ITuyaFleet>(name));
        return services;
    }

    internal static void AddKeyedClient(IServiceCollection services, string name) =>
        services.TryAddKeyedSingleton<ITuyaFleet>(name, (provider, _) => new FleetClient(provider.GetRequiredService<ActorSystem>(), name));

    private static IServiceCollection Add(IServiceCollection services, FleetPlan plan)
    {
        ArgumentNullException.ThrowIfNull(services);
        var ours = services.Select(service => service.ServiceType == typeof(OwnSystem) ? service.ImplementationInstance : null).OfType<OwnSystem>().FirstOrDefault();
        if (ours is null && services.Any(service => service.ServiceType == typeof(ActorSystem)))
            throw new InvalidOperationException("this host has an actor system already: add the fleet to it by WithTuyaFleet, and ITuyaFleet by AddTuyaFleetClient");
        (ours ?? OwnSystem.AddTo(services)).Add(plan);
        return services.AddTuyaFleetClient(plan.Name);
    }

    /// <summary>The actor system that exists for its fleets, and those.</summary>
    private sealed class OwnSystem
    {
        private readonly Dictionary<string, FleetPlan> _plans = new(StringComparer.Ordinal);

        public static OwnSystem AddTo(IServiceCollection services)
        {
            var ours = new OwnSystem();
            services.AddSingleton(ours);
            services.AddAkka("tuya", ours.Build);
            return ours;
        }

        public void Add(FleetPlan plan) => plan.AddTo(_plans);

        private void Build(AkkaConfigurationBuilder builder)
        {
            builder.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLogger<FleetLogger>();
                // What is logged is the host's to filter.
                loggers.LogLevel = Akka.Event.LogLevel.DebugLevel;
            });
            foreach (var plan in _plans.Values)
                TuyaHostingExtensions.Plan(builder, plan);
        }
    }
}
