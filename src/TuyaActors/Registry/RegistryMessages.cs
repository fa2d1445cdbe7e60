using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Registry;

/// <summary>Between the fleet, the keeper of its registry, and the registry.</summary>
internal static class RegistryMessages
{
    /// <summary>A command to be carried out. Answered by <see cref="Carried"/>, always.</summary>
    /// <param name="Command">One of <see cref="FleetCommands"/>.</param>
    /// <param name="ReplyTo">Who waits for the <see cref="FleetReply"/>; comes back with the answer.</param>
    public sealed record Carry(object Command, IActorRef ReplyTo)
    {
        /// <summary>The device it is about; default where it is about many, or none is named.</summary>
        public DeviceId DeviceId => Command switch
        {
            FleetCommands.AddDevice { Definition: null } or FleetCommands.UpdateDevice { Definition: null } => default,
            IWithDeviceId one => one.DeviceId,
            _ => default,
        };
    }

    /// <summary>What became of it.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Reply">To be told to who waits, when the events have had their effect.</param>
    /// <param name="Events">What has changed, and is stored.</param>
    public sealed record Carried(Carry Request, FleetReply Reply, ImmutableArray<RegistryEvent> Events)
    {
        /// <summary>The state since then; <c>null</c>: as before.</summary>
        public RegistryState? After { get; init; }
    }

    /// <summary>The registry is there, with all that is stored: after the start, and again after each of its failures.</summary>
    public sealed record Recovered(RegistryState State);

    /// <summary>The registry cannot go on, and is started again later. What was asked of it is answered by <see cref="Carried"/>.</summary>
    /// <param name="Problem">Why, as a sentence.</param>
    /// <param name="Cause">Where it is known.</param>
    public sealed record Failed(string Problem, Exception? Cause);

    /// <summary>Whether what is to be stored gets stored.</summary>
    /// <param name="Problem">Why the last write failed, as a sentence; <c>null</c>: it did not.</param>
    public sealed record StorageChanged(string? Problem);
}
