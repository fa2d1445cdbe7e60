using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Definitions;

/// <summary>The desk of a running node, over HTTP.</summary>
internal sealed class RemoteDesk(NodeClient node) : IDefinitionDesk
{
    /// <summary>The way to the node.</summary>
    public NodeClient Node => node;

    public string Where => $"the node at {node.Url}";

    public ValueTask DisposeAsync()
    {
        node.Dispose();
        return ValueTask.CompletedTask;
    }

    public Task<DeskAnswer<DefinitionsJson>> ListAsync(CancellationToken cancellationToken) =>
        AskAsync<DefinitionsJson>(HttpMethod.Get, "api/definitions", null, null, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> GetAsync(DeviceId id, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Get, Path(id), null, null, cancellationToken);

    public async Task<DeviceJson?> GetStateAsync(DeviceId id, CancellationToken cancellationToken) =>
        (await AskAsync<DeviceJson>(HttpMethod.Get, $"api/devices/{Uri.EscapeDataString(id.Value)}", null, null, cancellationToken)).Value;

    public Task<DeskAnswer<DefinitionJson>> AddAsync(ReadOnlyMemory<byte> body, string? segment, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Post, $"api/definitions{(segment is null ? "" : $"?segment={Uri.EscapeDataString(segment)}")}", body, null, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> PatchAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Patch, Path(id), body, revision, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> SetKeyAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Put, $"api/devices/{Uri.EscapeDataString(id.Value)}/key", body, revision, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> TagAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Post, $"{Path(id)}/tags", body, revision, cancellationToken);

    public Task<DeskAnswer<DoneJson>> RemoveAsync(DeviceId id, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DoneJson>(HttpMethod.Delete, Path(id), null, revision, cancellationToken);

    public Task<DeskAnswer<ImportJson>> ImportAsync(ReadOnlyMemory<byte> file, ImportWish wish, CancellationToken cancellationToken) =>
        AskAsync<ImportJson>(
            HttpMethod.Post,
            $"api/definitions/import?dryRun={(wish.DryRun ? "true" : "false")}&strict={(wish.Strict ? "true" : "false")}&file={Uri.EscapeDataString(wish.FileName)}{(wish.Segment is null ? "" : $"&segment={Uri.EscapeDataString(wish.Segment)}")}",
            file,
            null,
            cancellationToken);

    public async Task<DeskAnswer<byte[]>> ExportAsync(bool withKeys, CancellationToken cancellationToken)
    {
        if (withKeys)
        {
            throw new UsageException($"--with-keys: {Where} is running, and local keys never leave a node over HTTP; stop it first, or leave --with-keys out.");
        }

        using var response = await node.SendAsync(new NodeRequest(HttpMethod.Get, "api/definitions/export"), cancellationToken);
        var bytes = await node.ReadBytesAsync(response, cancellationToken);
        return response.IsSuccessStatusCode ? bytes : node.ProblemOf(response, bytes);
    }

    public Task<DeskAnswer<DoneJson>> RotateMasterKeyAsync(CancellationToken cancellationToken) =>
        AskAsync<DoneJson>(HttpMethod.Post, "api/master-key/rotate", null, null, cancellationToken);

    private static string Path(DeviceId id) => $"api/definitions/{Uri.EscapeDataString(id.Value)}";

    private Task<DeskAnswer<T>> AskAsync<T>(HttpMethod method, string path, ReadOnlyMemory<byte>? body, long? revision, CancellationToken cancellationToken)
        where T : class => node.AskAsync<T>(new NodeRequest(method, path) { Body = body, Revision = revision }, cancellationToken);
}
