using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>
/// Where definitions are looked at and changed: at a running node over HTTP, or at the database of a stopped one. Bodies are JSON as the HTTP
/// face has it, so that both refuse the same with the same words. No answer but an export that asks for it has a local key.
/// </summary>
internal interface IDefinitionDesk : IAsyncDisposable
{
    /// <summary>Whose definitions these are, for sentences.</summary>
    string Where { get; }

    /// <summary>All definitions, by name.</summary>
    Task<DeskAnswer<DefinitionsJson>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One definition.</summary>
    Task<DeskAnswer<DefinitionJson>> GetAsync(DeviceId id, CancellationToken cancellationToken);

    /// <summary>How the device is; null where no fleet runs, or it has none of that id.</summary>
    Task<DeviceJson?> GetStateAsync(DeviceId id, CancellationToken cancellationToken);

    /// <summary>Takes in the device that the body defines.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="segment">The LAN segment it is in; null: nobody says.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeskAnswer<DefinitionJson>> AddAsync(ReadOnlyMemory<byte> body, string? segment, CancellationToken cancellationToken);

    /// <summary>Changes what the body names and nothing else (RFC 7396); with a revision, only that one.</summary>
    Task<DeskAnswer<DefinitionJson>> PatchAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken);

    /// <summary>Gives the device another local key: <c>{"key":"..."}</c>. It keeps its identity, subscribers and waiting commands.</summary>
    Task<DeskAnswer<DefinitionJson>> SetKeyAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken);

    /// <summary>Gives and takes tags: <c>{"add":[...],"remove":[...]}</c>.</summary>
    Task<DeskAnswer<DefinitionJson>> TagAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken);

    /// <summary>Takes a device out.</summary>
    Task<DeskAnswer<DoneJson>> RemoveAsync(DeviceId id, long? revision, CancellationToken cancellationToken);

    /// <summary>Takes in what a devices file says.</summary>
    Task<DeskAnswer<ImportJson>> ImportAsync(ReadOnlyMemory<byte> file, ImportWish wish, CancellationToken cancellationToken);

    /// <summary>All devices as a devices file, with keys only where that is asked for and possible.</summary>
    Task<DeskAnswer<byte[]>> ExportAsync(bool withKeys, CancellationToken cancellationToken);

    /// <summary>Seals all local keys with a new master key.</summary>
    Task<DeskAnswer<DoneJson>> RotateMasterKeyAsync(CancellationToken cancellationToken);
}

/// <summary>How to import.</summary>
/// <param name="FileName">For sentences.</param>
/// <param name="DryRun">Only say what would change.</param>
/// <param name="Strict">Refuse a file with any problem, instead of taking what is good.</param>
/// <param name="Segment">The LAN segment of the devices that are new; null: nobody says.</param>
internal sealed record ImportWish(string FileName, bool DryRun = false, bool Strict = false, string? Segment = null);
