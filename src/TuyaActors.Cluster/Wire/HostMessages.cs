using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>To the host of a device, by way of its segment's shard region.</summary>
internal interface IToHost : IClusterMessage
{
    /// <summary>The device that has a connection of its own: the host's, and its shard entity's id.</summary>
    DeviceId Host { get; }
}

/// <summary>To the host of a device.</summary>
internal static class HostMessages
{
    /// <summary>A command or a question to the device, or to one behind it. Answered by <see cref="ExchangeMessages.Answered"/>, or over the link.</summary>
    /// <param name="Host">Whose host.</param>
    /// <param name="DeviceId">For whom.</param>
    /// <param name="Number">Comes back with the answer.</param>
    /// <param name="Message">What.</param>
    /// <param name="VoidAt">Who arrives later is not carried out: nobody waits for it.</param>
    public sealed record Carry(DeviceId Host, DeviceId DeviceId, long Number, object Message, DateTimeOffset VoidAt) : IToHost;

    /// <summary>The definitions of the device and of those behind it are to be read: it is new here, or something of them has changed.</summary>
    /// <param name="Host">Whose host.</param>
    /// <param name="Added">Which of them have just been added to the fleet.</param>
    public sealed record Look(DeviceId Host, ImmutableArray<DeviceId> Added) : IToHost;

    /// <summary>The device has left the segment.</summary>
    /// <param name="Host">Whose host.</param>
    /// <param name="IsMoved">Whether it goes on in another one; else it has left the fleet.</param>
    public sealed record Leave(DeviceId Host, bool IsMoved) : IToHost;

    /// <summary>The device was seen on the LAN.</summary>
    public sealed record Sighted(DeviceId Host, DeviceSighting Sighting) : IToHost;
}
