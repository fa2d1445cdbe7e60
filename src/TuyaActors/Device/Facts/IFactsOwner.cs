using Akka.Actor;
using TuyaActors.Messages;

namespace TuyaActors.Device.Facts;

/// <summary>What a <see cref="FactsLink"/> needs of its device.</summary>
internal interface IFactsOwner : IWithTimers
{
    /// <summary>Which.</summary>
    DeviceId Id { get; }

    /// <summary>The device as it is now.</summary>
    DeviceRecord Record();

    /// <summary>Takes what was written before; more than once, where the actor died.</summary>
    void Restore(DeviceRecord record);

    /// <summary>There is nothing to wait for any more: it has come, or will not in time.</summary>
    void Ready();

    /// <summary>All is written, or will not be in time.</summary>
    void Closed();
}
