using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using TuyaActors.Fleet;
using TuyaActors.Storage;

namespace TuyaActors.Hosting;

/// <summary>Puts a fleet into an actor system that a host has.</summary>
/// <remarks>
/// Its sockets are closed in the phase <c>service-unbind</c> of the coordinated shutdown, before anything waits for requests to end, so that
/// every device is free for its next client even if the rest of the stop is cut short. What is to be said to devices at the very end goes
/// into <c>before-service-unbind</c>.
/// </remarks>
public static class TuyaHostingExtensions
{
    // Which fleets a builder has been given: it keeps no list itself that others could look into.
    private static readonly ConditionalWeakTable<AkkaConfigurationBuilder, Dictionary<string, FleetPlan>> Planned = [];

    /// <summary>
    /// Starts a fleet in the actor system that is being built. Registers <see cref="TuyaFleet"/>, <see cref="TuyaRouter"/> and
    /// <see cref="TuyaDiscovery"/> in the <c>ActorRegistry</c>. Bad settings end the start with a sentence.
    /// </summary>
    public static AkkaConfigurationBuilder WithTuyaFleet(this AkkaConfigurationBuilder builder, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, FleetPlan.Of(TuyaFleets.DefaultName, null, configure));

    /// <summary>As above, with the options of a configuration section (see <see cref="TuyaFleetOptions.Bind"/>).</summary>
    public static AkkaConfigurationBuilder WithTuyaFleet(
        this AkkaConfigurationBuilder builder, IConfiguration section, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, FleetPlan.Of(TuyaFleets.DefaultName, Given(section), configure));

    /// <summary>
    /// Starts one of several fleets. Its actors are found by <see cref="TuyaFleets"/>; only the one named <see cref="TuyaFleets.DefaultName"/> is
    /// in the <c>ActorRegistry</c> as well. The system's <c>tuya { ... }</c> counts for all of them, these options over it for this one. Fleets that
    /// listen on the same UDP ports all hear the broadcasts, but an answer to a probe reaches only one: give each its own <c>discovery.bind</c>.
    /// </summary>
    public static AkkaConfigurationBuilder WithTuyaFleet(this AkkaConfigurationBuilder builder, string name, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, FleetPlan.Of(name, null, configure));

    /// <summary>As above, with the options of a configuration section (see <see cref="TuyaFleetOptions.Bind"/>).</summary>
    public static AkkaConfigurationBuilder WithTuyaFleet(
        this AkkaConfigurationBuilder builder, string name, IConfiguration section, Action<TuyaFleetOptions>? configure = null) =>
        Plan(builder, FleetPlan.Of(name, Given(section), configure));

    internal static AkkaConfigurationBuilder Plan(AkkaConfigurationBuilder builder, FleetPlan plan)
    {
        ArgumentNullException.ThrowIfNull(builder);
        plan.AddTo(Planned.GetOrCreateValue(builder));
        return builder.AddHocon(PersistenceHocon.Serialization, HoconAddMode.Append).WithActors(async (system, registry) =>
        {
            var options = plan.Options();
            var spec = options.Spec(system, plan.Name);
            var fleet = system.ActorOf(FleetActor.Props(spec), plan.Name);
            CloseSocketsFirst(system, fleet, plan.Name);
            // Answered at once by a healthy host; one that starts much else beside it shall not fail for that.
            var doors = await fleet.Ask<FleetMessages.Doors>(new FleetMessages.GetDoors(), TimeSpan.FromSeconds(60)).ConfigureAwait(false);
            if (plan.Name == TuyaFleets.DefaultName)
            {
                registry.Register<TuyaFleet>(fleet);
                registry.Register<TuyaRouter>(doors.Router);
                registry.Register<TuyaDiscovery>(doors.Discovery);
            }

            TuyaFleets.For(system).Add(new TuyaFleetActors(plan.Name, fleet, doors.Router, doors.Discovery) { Storage = spec.Storage });
        });
    }

    internal static IConfiguration Given(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section;
    }

    /// <summary>A device notices a closed connection; it does not notice a process that ended while the kernel still holds its socket.</summary>
    private static void CloseSocketsFirst(ActorSystem system, IActorRef fleet, string name) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, $"{name}-close-connections", async () =>
        {
            await fleet.GracefulStop(TimeSpan.FromSeconds(4), new FleetMessages.Close()).ConfigureAwait(false);
            return Akka.Done.Instance;
        });
}
