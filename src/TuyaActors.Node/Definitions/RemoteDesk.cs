using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Http;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Definitions;

/// <summary>The desk of a running node, over HTTP.</summary>
internal sealed class RemoteDesk(NodeClient node) : IDefinitionDesk
{
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

    public Task<DeskAnswer<DefinitionJson>> AddAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Post, "api/definitions", body, null, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> PatchAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Patch, Path(id), body, revision, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> SetKeyAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Put, $"devices/{Uri.EscapeDataString(id.Value)}/key", body, revision, cancellationToken);

    public Task<DeskAnswer<DefinitionJson>> TagAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DefinitionJson>(HttpMethod.Post, $"{Path(id)}/tags", body, revision, cancellationToken);

    public Task<DeskAnswer<DoneJson>> RemoveAsync(DeviceId id, long? revision, CancellationToken cancellationToken) =>
        AskAsync<DoneJson>(HttpMethod.Delete, Path(id), null, revision, cancellationToken);

    public Task<DeskAnswer<ImportJson>> ImportAsync(ReadOnlyMemory<byte> file, ImportWish wish, CancellationToken cancellationToken) =>
        AskAsync<ImportJson>(
            HttpMethod.Post,
            $"api/definitions/import?dryRun={(wish.DryRun ? "true" : "false")}&strict={(wish.Strict ? "true" : "false")}&file={Uri.EscapeDataString(wish.FileName)}",
            file,
            null,
            cancellationToken);

    public async Task<DeskAnswer<byte[]>> ExportAsync(bool withKeys, CancellationToken cancellationToken)
    {
        if (withKeys)
        {
            throw new UsageException($"--with-keys: {Where} is running, and local keys never leave a node over HTTP; stop it first, or leave --with-keys out.");
        }

        using var response = await SendAsync(HttpMethod.Get, "api/definitions/export", null, null, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode ? bytes : ProblemOf(response, bytes);
    }

    public Task<DeskAnswer<DoneJson>> RotateMasterKeyAsync(CancellationToken cancellationToken) =>
        AskAsync<DoneJson>(HttpMethod.Post, "api/master-key/rotate", null, null, cancellationToken);

    private static string Path(DeviceId id) => $"api/definitions/{Uri.EscapeDataString(id.Value)}";

    private async Task<DeskAnswer<T>> AskAsync<T>(HttpMethod method, string path, ReadOnlyMemory<byte>? body, long? revision, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(method, path, body, revision, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode ? Read<T>(bytes) : ProblemOf(response, bytes);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, long? revision, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (revision is { } expected)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{expected}\"")));
        }

        return await node.SendAsync(request, cancellationToken);
    }

    public async Task<DeviceJson?> GetStateAsync(DeviceId id, CancellationToken cancellationToken) =>
        (await AskAsync<DeviceJson>(HttpMethod.Get, $"api/devices/{Uri.EscapeDataString(id.Value)}", null, null, cancellationToken)).Value;

    private T Read<T>(byte[] bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, typeof(T), NodeJson.Default) as T ?? throw node.Strange();
        }
        catch (JsonException)
        {
            throw node.Strange();
        }
    }

    private ProblemJson ProblemOf(HttpResponseMessage response, byte[] bytes)
    {
        if (response.Content.Headers.ContentType?.MediaType != Problems.MediaType)
        {
            throw node.Strange();
        }

        return Read<ProblemJson>(bytes);
    }
}
