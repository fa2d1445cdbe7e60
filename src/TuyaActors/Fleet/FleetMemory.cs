using Akka.Actor;
using Akka.Dispatch;
using TuyaActors.Messages;
using TuyaActors.Storage;

namespace TuyaActors.Fleet;

/// <summary>What a crash of the fleet's actor must not lose: its children outlive it, and they are known only here. Handed over by the props.</summary>
public sealed class FleetMemory
{
    internal FleetMemory()
    {
    }

    /// <summary>What each device was told to be last.</summary>
    internal Dictionary<DeviceId, DeviceDefinition> Definitions { get; } = [];

    internal Dictionary<DeviceId, IActorRef> Devices { get; } = [];

    /// <summary>Sub-devices that their gateways have not got round to yet.</summary>
    internal HashSet<DeviceId> Awaited { get; } = [];

    internal List<IActorRef> AtTheDoors { get; } = [];

    internal IActorRef Registry { get; set; } = ActorRefs.Nobody;

    internal IActorRef Router { get; set; } = ActorRefs.Nobody;

    internal IActorRef Discovery { get; set; } = ActorRefs.Nobody;

    internal IActorRef Admission { get; set; } = ActorRefs.Nobody;

    internal IActorRef StorageWatch { get; set; } = ActorRefs.Nobody;

    /// <summary>The dispatcher of all that is on the way between devices and subscribers.</summary>
    internal string Dispatcher { get; set; } = Dispatchers.DefaultDispatcherId;

    /// <summary>Makes the names of devices that were removed and added again different.</summary>
    internal long DeviceNumber { get; set; }

    /// <summary>Whether the definitions that the fleet was made with are on their way to the registry, or there.</summary>
    internal bool HasImported { get; set; }

    /// <summary>Whether those are in the registry.</summary>
    internal bool Settled { get; set; }

    /// <summary>How many files the process needs beside the connections of this fleet.</summary>
    internal int FileReserve { get; set; }

    /// <summary>How many devices the operator was told that find no file.</summary>
    internal int ToldWithoutFile { get; set; }

    /// <summary>Why the fleet could not start.</summary>
    internal StorageException? Failure { get; set; }
}
