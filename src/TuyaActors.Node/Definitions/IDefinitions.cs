using TuyaActors.Messages;

namespace TuyaActors.Node.Definitions;

/// <summary>Who keeps the definitions: a running fleet, or the database of a stopped one.</summary>
internal interface IDefinitions
{
    /// <summary>All definitions, by name.</summary>
    Task<IReadOnlyList<StoredDefinition>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>One definition; null where there is none.</summary>
    Task<StoredDefinition?> GetAsync(DeviceId id, CancellationToken cancellationToken);

    /// <summary>Whether there are LAN segments with names.</summary>
    Task<bool> HasSegmentsAsync(CancellationToken cancellationToken);

    /// <summary>Takes a device in, into this LAN segment; null: nobody says into which.</summary>
    Task<FleetReply> AddAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken);

    /// <summary>Replaces a definition of that revision.</summary>
    Task<FleetReply> UpdateAsync(DeviceDefinition definition, long expectedRevision, CancellationToken cancellationToken);

    /// <summary>Gives tags and takes others away.</summary>
    Task<FleetReply> TagAsync(DeviceId id, IReadOnlyList<string> add, IReadOnlyList<string> remove, long? expectedRevision, CancellationToken cancellationToken);

    /// <summary>Takes a device out.</summary>
    Task<FleetReply> RemoveAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken);

    /// <summary>Takes many in, those that are new into this LAN segment, or says what that would change.</summary>
    Task<FleetReply> ImportAsync(IReadOnlyList<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken);

    /// <summary>Seals all local keys with a new master key.</summary>
    Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken);
}
