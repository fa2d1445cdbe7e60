using TuyaActors.Messages;
using TuyaActors.Registry;

namespace TuyaActors.Node.Definitions;

/// <summary>The definitions in the database of a fleet that does not run.</summary>
internal sealed class OfflineDefinitions(OfflineRegistry registry) : IDefinitions
{
    public async Task<IReadOnlyList<StoredDefinition>> GetAllAsync(CancellationToken cancellationToken) => await registry.GetDefinitionsAsync(null, cancellationToken);

    public Task<StoredDefinition?> GetAsync(DeviceId id, CancellationToken cancellationToken) => registry.GetDefinitionAsync(id, cancellationToken);

    public Task<bool> HasSegmentsAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<FleetReply> AddAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken) =>
        registry.SendAsync(new FleetCommands.AddDevice(definition), cancellationToken);

    public Task<FleetReply> UpdateAsync(DeviceDefinition definition, long expectedRevision, CancellationToken cancellationToken) =>
        registry.SendAsync(new FleetCommands.UpdateDevice(definition, expectedRevision), cancellationToken);

    public Task<FleetReply> TagAsync(DeviceId id, IReadOnlyList<string> add, IReadOnlyList<string> remove, long? expectedRevision, CancellationToken cancellationToken) =>
        registry.SendAsync(new FleetCommands.TagDevice(id, [.. add], [.. remove], expectedRevision), cancellationToken);

    public Task<FleetReply> RemoveAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken) =>
        registry.SendAsync(new FleetCommands.RemoveDevice(id, expectedRevision), cancellationToken);

    public Task<FleetReply> ImportAsync(IReadOnlyList<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken) =>
        registry.SendAsync(new FleetCommands.ImportDevices([.. definitions], dryRun), cancellationToken);

    public Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken) => registry.SendAsync(new FleetCommands.RotateMasterKey(), cancellationToken);
}
