using TuyaActors.Interop;
using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>The desk in the process that keeps the definitions.</summary>
internal sealed class DefinitionDesk(IDefinitions definitions, string where = "this node", Func<ValueTask>? close = null) : IDefinitionDesk
{
    // Each loss of the race means that another has won it; so many in a row mean that something is wrong.
    private const int Attempts = 10;

    public string Where => where;

    public ValueTask DisposeAsync() => close?.Invoke() ?? ValueTask.CompletedTask;

    public async Task<DeskAnswer<DefinitionsJson>> ListAsync(CancellationToken cancellationToken) =>
        new DefinitionsJson([.. (await definitions.GetAllAsync(cancellationToken)).Select(DefinitionJson.Of)]);

    public async Task<DeskAnswer<DefinitionJson>> GetAsync(DeviceId id, CancellationToken cancellationToken) =>
        await definitions.GetAsync(id, cancellationToken) is { } stored ? DefinitionJson.Of(stored) : DeskProblems.NotFound(id);

    public Task<DeviceJson?> GetStateAsync(DeviceId id, CancellationToken cancellationToken) => Task.FromResult<DeviceJson?>(null);

    public async Task<DeskAnswer<DefinitionJson>> AddAsync(ReadOnlyMemory<byte> body, string? segment, CancellationToken cancellationToken)
    {
        if (await SegmentRefusalAsync(segment, cancellationToken) is { } noSegments)
        {
            return noSegments;
        }

        if (!DefinitionBody.TryRead(body, null, out var definition, out var field, out var why))
        {
            return DeskProblems.BadRequest(field, why);
        }

        var reply = await definitions.AddAsync(definition, segment, cancellationToken);
        return reply is FleetReply.Refused && await definitions.GetAsync(definition.Id, cancellationToken) is not null
            ? DeskProblems.Exists(definition.Id)
            : await AnswerAsync(definition.Id, reply, cancellationToken);
    }

    public async Task<DeskAnswer<DefinitionJson>> PatchAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await definitions.GetAsync(id, cancellationToken) is not { } stored)
            {
                return DeskProblems.NotFound(id);
            }

            if (!DefinitionBody.TryRead(body, stored.Definition, out var definition, out var field, out var why))
            {
                return DeskProblems.BadRequest(field, why);
            }

            var reply = await definitions.UpdateAsync(definition, revision ?? stored.Revision, cancellationToken);
            if (reply is not FleetReply.Conflict || revision is not null || attempt == Attempts)
            {
                return await AnswerAsync(id, reply, cancellationToken);
            }
        }
    }

    public async Task<DeskAnswer<DefinitionJson>> SetKeyAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken) =>
        KeyBody.Refusal(body) is { } refusal ? DeskProblems.BadRequest(refusal.Field, refusal.Why) : await PatchAsync(id, body, revision, cancellationToken);

    public async Task<DeskAnswer<DefinitionJson>> TagAsync(DeviceId id, ReadOnlyMemory<byte> body, long? revision, CancellationToken cancellationToken)
    {
        if (!TagsBody.TryRead(body, out var add, out var remove, out var field, out var why))
        {
            return DeskProblems.BadRequest(field, why);
        }

        return await definitions.GetAsync(id, cancellationToken) is null
            ? DeskProblems.NotFound(id)
            : await AnswerAsync(id, await definitions.TagAsync(id, add, remove, revision, cancellationToken), cancellationToken);
    }

    public async Task<DeskAnswer<DoneJson>> RemoveAsync(DeviceId id, long? revision, CancellationToken cancellationToken)
    {
        if (await definitions.GetAsync(id, cancellationToken) is not { } stored)
        {
            return DeskProblems.NotFound(id);
        }

        var reply = await definitions.RemoveAsync(id, revision, cancellationToken);
        return DeskProblems.Of(reply) is { } problem ? problem : new DoneJson($"'{stored.Definition.Name}' ({id}) is removed");
    }

    public async Task<DeskAnswer<ImportJson>> ImportAsync(ReadOnlyMemory<byte> file, ImportWish wish, CancellationToken cancellationToken)
    {
        if (await SegmentRefusalAsync(wish.Segment, cancellationToken) is { } noSegments)
        {
            return noSegments;
        }

        var known = await definitions.GetAllAsync(cancellationToken);
        var read = TinytuyaDevicesFile.Read(file.Span, wish.FileName, known.Select(stored => stored.Definition));
        if (wish.Strict && !read.Problems.IsEmpty)
        {
            return DeskProblems.BadFile($"'{wish.FileName}' has {Words.Count(read.Problems.Length, "problem")}; with strict that is refused, and nothing was changed.", read.Problems);
        }

        if (read.Devices.IsEmpty && !read.Problems.IsEmpty)
        {
            return DeskProblems.BadFile($"'{wish.FileName}' has no good device; nothing was changed.", read.Problems);
        }

        var reply = await definitions.ImportAsync(read.Devices, wish.DryRun, wish.Segment, cancellationToken);
        return reply is FleetReply.Imported imported
            ? ImportJson.Of(imported, read.Problems)
            : DeskProblems.Of(reply) ?? throw new InvalidOperationException($"An import was answered by {reply.GetType().Name}.");
    }

    public async Task<DeskAnswer<byte[]>> ExportAsync(bool withKeys, CancellationToken cancellationToken)
    {
        var all = await definitions.GetAllAsync(cancellationToken);
        return TinytuyaDevicesFile.Write([.. all.Select(stored => stored.Definition)], withKeys);
    }

    public async Task<DeskAnswer<DoneJson>> RotateMasterKeyAsync(CancellationToken cancellationToken)
    {
        var reply = await definitions.RotateMasterKeyAsync(cancellationToken);
        return DeskProblems.Of(reply) is { } problem ? problem : new DoneJson(reply.Sentence);
    }

    private async Task<ProblemJson?> SegmentRefusalAsync(string? segment, CancellationToken cancellationToken) =>
        segment is null || await definitions.HasSegmentsAsync(cancellationToken)
            ? null
            : DeskProblems.BadRequest("segment", $"{Where} has one segment, which has no name; only the nodes of a cluster have several");

    private async Task<DeskAnswer<DefinitionJson>> AnswerAsync(DeviceId id, FleetReply reply, CancellationToken cancellationToken) =>
        DeskProblems.Of(reply) is { } problem ? problem : await GetAsync(id, cancellationToken);
}
