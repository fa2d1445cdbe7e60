using TuyaActors.Hosting;
using TuyaActors.Messages;

namespace TuyaActors.Node.Definitions;

/// <summary>The definitions of a running fleet.</summary>
internal sealed class FleetDefinitions(ITuyaFleet fleet) : IDefinitions
{
    public async Task<IReadOnlyList<StoredDefinition>> GetAllAsync(CancellationToken cancellationToken) => await fleet.GetDefinitionsAsync(null, cancellationToken);

    public Task<StoredDefinition?> GetAsync(DeviceId id, CancellationToken cancellationToken) => fleet.GetDefinitionAsync(id, cancellationToken);

    public async Task<bool> HasSegmentsAsync(CancellationToken cancellationToken) => !(await fleet.GetHealthAsync(cancellationToken)).Segments.IsEmpty;

    public Task<FleetReply> AddAsync(DeviceDefinition definition, string? segment, CancellationToken cancellationToken) =>
        fleet.AddDeviceAsync(definition, segment, cancellationToken);

    public Task<FleetReply> UpdateAsync(DeviceDefinition definition, long expectedRevision, CancellationToken cancellationToken) =>
        fleet.UpdateDeviceAsync(definition, expectedRevision, cancellationToken);

    public Task<FleetReply> TagAsync(DeviceId id, IReadOnlyList<string> add, IReadOnlyList<string> remove, long? expectedRevision, CancellationToken cancellationToken) =>
        fleet.TagDeviceAsync(id, add, remove, expectedRevision, cancellationToken);

    public Task<FleetReply> RemoveAsync(DeviceId id, long? expectedRevision, CancellationToken cancellationToken) =>
        fleet.RemoveDeviceAsync(id, expectedRevision, cancellationToken);

    public Task<FleetReply> ImportAsync(IReadOnlyList<DeviceDefinition> definitions, bool dryRun, string? segment, CancellationToken cancellationToken) =>
        fleet.ImportDevicesAsync(definitions, dryRun, segment, cancellationToken);

    public Task<FleetReply> RotateMasterKeyAsync(CancellationToken cancellationToken) => fleet.RotateMasterKeyAsync(cancellationToken);
}
