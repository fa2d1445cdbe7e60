using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Wire;

/// <summary>To the head of a segment and back.</summary>
internal static class HeadMessages
{
    /// <summary>Asks for the key that local keys are sealed with on their way to this head. Answered by <see cref="TransitKey"/>.</summary>
    public sealed record GetTransitKey : IClusterMessage;

    /// <summary>The public half of a key pair that lives as long as this head.</summary>
    public sealed record TransitKey(string KeyId, ImmutableArray<byte> PublicKey) : IClusterMessage;

    /// <summary>A change to the segment's definitions. Answered by <see cref="Changed"/>.</summary>
    /// <param name="Command">One of <see cref="FleetCommands"/>, whose definitions have no keys.</param>
    /// <param name="Keys">The local keys of these definitions; one that is not here stays as it is.</param>
    /// <param name="VoidAt">One that arrives later is not carried out: nobody waits for it.</param>
    public sealed record Change(object Command, ImmutableArray<KeyInTransit> Keys, DateTimeOffset VoidAt) : IClusterMessage;

    /// <summary>What a change came to.</summary>
    /// <param name="Reply">A <see cref="FleetReply"/>.</param>
    /// <param name="Effects">What the directory says of the devices concerned from now on.</param>
    public sealed record Changed(object Reply, ImmutableArray<DirectoryRecord> Effects) : IClusterMessage;

    /// <summary>The local keys were sealed with a key that this head does not have: it has moved. Nothing was done; ask for the key again.</summary>
    public sealed record StaleTransitKey : IClusterMessage;

    /// <summary>How the segment is. Answered by <see cref="Report"/>.</summary>
    public sealed record GetReport : IClusterMessage;

    /// <summary>How the segment is.</summary>
    public sealed record Report(string Segment, ImmutableArray<UdpPortHealth> UdpPorts, StorageHealth Storage) : IClusterMessage;

    /// <summary>Who has been heard. Answered by <see cref="Heard"/>.</summary>
    public sealed record GetHeard : IClusterMessage;

    /// <summary>Who has been heard in the segment.</summary>
    public sealed record Heard(string Segment, ImmutableArray<SightingRecord> Records) : IClusterMessage;

    /// <summary>Asks the segment's devices to announce themselves.</summary>
    public sealed record Probe : IClusterMessage;

    /// <summary>
    /// From the head of another segment: a device of this one has been heard there. Answered by <see cref="Offered"/>, or by <see cref="NotOffered"/> where it is well here.
    /// </summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="To">The segment in which it was heard.</param>
    /// <param name="Key">What its local key is to be sealed with.</param>
    public sealed record GetOffer(DeviceId DeviceId, string To, TransitKey Key) : IClusterMessage;

    /// <summary>The device may go, if it can be proved that it is there.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="Definitions">Its definition and those of the devices behind it, without keys.</param>
    /// <param name="Keys">Their local keys.</param>
    public sealed record Offered(DeviceId DeviceId, ImmutableArray<DeviceDefinition> Definitions, ImmutableArray<KeyInTransit> Keys) : IClusterMessage;

    /// <summary>The device stays here.</summary>
    public sealed record NotOffered(DeviceId DeviceId, string Reason) : IClusterMessage;

    /// <summary>From the head of the segment that has stored an offered device: let go of it. Answered by <see cref="Released"/>.</summary>
    /// <param name="DeviceId">Which.</param>
    /// <param name="To">Where it is now.</param>
    /// <param name="StoredAt">Since when: of two segments that have a device the later one keeps it.</param>
    public sealed record Release(DeviceId DeviceId, string To, DateTimeOffset StoredAt) : IClusterMessage;

    /// <summary>It is this segment's no more.</summary>
    public sealed record Released(DeviceId DeviceId) : IClusterMessage, Akka.Event.IDeadLetterSuppression;
}

/// <summary>A local key on its way to a segment: sealed so that only its head can open it, for one device.</summary>
/// <param name="DeviceId">Whose.</param>
/// <param name="KeyId">Names the head's key pair.</param>
/// <param name="PublicKey">The sender's half, made for this one.</param>
/// <param name="Content">Nonce, ciphertext and tag.</param>
internal sealed record KeyInTransit(DeviceId DeviceId, string KeyId, ImmutableArray<byte> PublicKey, ImmutableArray<byte> Content);

/// <summary>What the directory says of one device.</summary>
/// <param name="Segment">Where it is.</param>
/// <param name="Stored">Its definition, without its key; <c>null</c>: it is no more.</param>
/// <param name="DeviceId">Which.</param>
/// <param name="At">Since when; of two records of one segment the later counts.</param>
internal sealed record DirectoryRecord(string Segment, DeviceId DeviceId, DateTimeOffset At, StoredDefinition? Stored) : IClusterMessage
{
    /// <summary>The segment that the device has moved to; <c>null</c>: it has not, it is no more.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Since when that segment has it.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}
