using System.Globalization;
using Microsoft.OpenApi;
using TuyaActors.Messages;
using TuyaActors.Node.Definitions;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary><c>/api/definitions</c>: what operators say of the devices. Keys come in, and never go out.</summary>
internal static class DefinitionEndpoints
{
    /// <summary>Ten thousand devices with their mappings have some 40 MB.</summary>
    public const int MaxImportLength = 128 << 20;

    private const string Tag = "definitions";

    private static readonly RequestBody Body = new("What to say of the device; null is what it is without being said.", """{"id":"bf0123456789abcdefgh","name":"Hall lamp","key":"0123456789abcdef","group":"Hall"}""");

    private static readonly QueryParameter Segment = new(
        "segment", "The LAN segment of what is new, in a fleet over several; without it that of its gateway, or of the node that is asked, or the only one there is.");

    private static readonly int[] Refusals =
        [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity, StatusCodes.Status507InsufficientStorage];

    /// <summary>Adds the endpoints.</summary>
    public static void MapDefinitions(this IEndpointRouteBuilder app)
    {
        const string One = "/api/definitions/{id}";

        app.MapGet("/api/definitions", async (IDefinitionDesk desk, CancellationToken aborted) => Answer(await desk.ListAsync(aborted)))
            .Describe<DefinitionsJson>("listDefinitions", Tag, "What operators say of the devices.");

        app.MapPost("/api/definitions", (HttpContext context, IDefinitionDesk desk, CancellationToken aborted) => AddAsync(context, desk, aborted))
            .Describe("addDevice", Tag, "Takes a device in.", ApiDoc.Of(Segment) with { Body = Body }, StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity)
            .Produces<DefinitionJson>(StatusCodes.Status201Created);

        app.MapGet("/api/definitions/export", (HttpRequest request, IDefinitionDesk desk, CancellationToken aborted) => ExportAsync(request, desk, aborted))
            .Describe<object>("exportDefinitions", Tag, "All devices as tinytuya's devices.json, without keys.");

        app.MapPost("/api/definitions/import", (HttpRequest request, IDefinitionDesk desk, CancellationToken aborted) => ImportAsync(request, desk, aborted))
            .Describe<ImportJson>(
                "importDefinitions",
                Tag,
                "Takes in what a devices.json of tinytuya says, over what is known; the same file twice changes nothing.",
                ApiDoc.Of(
                    new("dryRun", "Only say what would change.", JsonSchemaType.Boolean),
                    new("strict", "Refuse a file with any problem, instead of taking what is good.", JsonSchemaType.Boolean),
                    new("file", "The file's name, for the sentences."),
                    Segment)
                    with
                { Body = new("The file.", """[{"id":"bf0123456789abcdefgh","name":"Hall lamp","key":"0123456789abcdef"}]""") },
                StatusCodes.Status400BadRequest,
                StatusCodes.Status422UnprocessableEntity);

        app.MapGet(One, async (string id, HttpContext context, IDefinitionDesk desk, CancellationToken aborted) =>
            DeviceId.TryParse(id, out var device, out _) ? Tagged(context, await desk.GetAsync(device, aborted)) : NoDevice(id))
            .Describe<DefinitionJson>("getDefinition", Tag, "What operators say of one device; its ETag is the revision.", null, StatusCodes.Status404NotFound);

        app.MapPatch(One, (string id, HttpContext context, IDefinitionDesk desk, CancellationToken aborted) =>
            ChangeAsync(id, context, (device, body, revision) => desk.PatchAsync(device, body, revision, aborted), aborted))
            .Describe<DefinitionJson>("changeDevice", Tag, "Changes what the body names and nothing else (RFC 7396).", ApiDoc.Of() with { Body = Body, TakesRevision = true }, Refusals);

        app.MapPut("/api/devices/{id}/key", (string id, HttpContext context, IDefinitionDesk desk, CancellationToken aborted) =>
            ChangeAsync(id, context, (device, body, revision) => desk.SetKeyAsync(device, body, revision, aborted), aborted))
            .Describe<DefinitionJson>(
                "setKey", Tag, "Gives a device another local key, which is tried at once. It is never shown.", ApiDoc.Of() with { Body = new("The key.", """{"key":"0123456789abcdef"}"""), TakesRevision = true }, Refusals);

        app.MapPost(One + "/tags", (string id, HttpContext context, IDefinitionDesk desk, CancellationToken aborted) =>
            ChangeAsync(id, context, (device, body, revision) => desk.TagAsync(device, body, revision, aborted), aborted))
            .Describe<DefinitionJson>("tagDevice", Tag, "Gives tags and takes others away.", ApiDoc.Of() with { Body = new("Which.", """{"add":["attic"],"remove":["cellar"]}"""), TakesRevision = true }, Refusals);

        app.MapDelete(One, async (string id, HttpRequest request, IDefinitionDesk desk, CancellationToken aborted) =>
            !DeviceId.TryParse(id, out var device, out _) ? NoDevice(id)
            : TryReadRevision(request, out var revision) ? Answer(await desk.RemoveAsync(device, revision, aborted))
            : BadRevision(request))
            .Describe<DoneJson>("removeDevice", Tag, "Takes a device out of the fleet.", ApiDoc.Of() with { TakesRevision = true }, Refusals);

        app.MapPost("/api/master-key/rotate", async (IDefinitionDesk desk, CancellationToken aborted) => Answer(await desk.RotateMasterKeyAsync(aborted)))
            .Describe<DoneJson>("rotateMasterKey", Tag, "Seals all local keys with a new master key.", null, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AddAsync(HttpContext context, IDefinitionDesk desk, CancellationToken aborted)
    {
        var (body, refusal) = await JsonBody.ReadAsync(context.Request, aborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var answer = await desk.AddAsync(body, SegmentIn(context.Request), aborted);
        if (answer.Value is { } added)
        {
            context.Response.Headers.Location = $"/api/definitions/{Uri.EscapeDataString(added.Id)}";
        }

        return Tagged(context, answer, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext context, Func<DeviceId, ReadOnlyMemory<byte>, long?, Task<DeskAnswer<DefinitionJson>>> change, CancellationToken aborted)
    {
        if (!DeviceId.TryParse(id, out var device, out _))
        {
            return NoDevice(id);
        }

        if (!TryReadRevision(context.Request, out var revision))
        {
            return BadRevision(context.Request);
        }

        var (body, refusal) = await JsonBody.ReadAsync(context.Request, aborted);
        return refusal ?? Tagged(context, await change(device, body, revision));
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, IDefinitionDesk desk, CancellationToken aborted)
    {
        foreach (var name in (ReadOnlySpan<string>)["dryRun", "strict"])
        {
            if (request.Query[name] is [{ } text, ..] && !bool.TryParse(text, out _))
            {
                return Problems.BadRequest(name, $"it is '{text}'; allowed are true and false");
            }
        }

        var (body, refusal) = await JsonBody.ReadAsync(request, aborted, MaxImportLength);
        var wish = new ImportWish(
            request.Query["file"] is [{ Length: > 0 } file, ..] ? file : "devices.json",
            request.Query["dryRun"] is [{ } dryRun, ..] && bool.Parse(dryRun),
            request.Query["strict"] is [{ } strict, ..] && bool.Parse(strict),
            SegmentIn(request));
        return refusal ?? Answer(await desk.ImportAsync(body, wish, aborted));
    }

    private static string? SegmentIn(HttpRequest request) => request.Query["segment"] is [{ Length: > 0 } segment, ..] ? segment : null;

    private static async Task<IResult> ExportAsync(HttpRequest request, IDefinitionDesk desk, CancellationToken aborted)
    {
        if (request.Query.ContainsKey("withKeys"))
        {
            // Where there is no token nobody is asked who he is; and with one, a key that has gone over a network is nobody's secret any more.
            return Problems.BadRequest("withKeys", "local keys never leave over HTTP; stop the node, and use 'tuyactors devices export --with-keys'");
        }

        return (await desk.ExportAsync(withKeys: false, aborted)).IsOk(out var file, out var problem)
            ? Results.Bytes(file, "application/json")
            : new JsonAnswer<ProblemJson>(problem.Status, problem, Problems.MediaType);
    }

    private static IResult Answer<T>(DeskAnswer<T> answer, int status = StatusCodes.Status200OK)
        where T : class =>
        answer.IsOk(out var value, out var problem) ? new JsonAnswer<T>(status, value) : new JsonAnswer<ProblemJson>(problem.Status, problem, Problems.MediaType);

    private static IResult Tagged(HttpContext context, DeskAnswer<DefinitionJson> answer, int status = StatusCodes.Status200OK)
    {
        if (answer.Value is { } definition)
        {
            context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{definition.Revision}\"");
        }

        return Answer(answer, status);
    }

    private static bool TryReadRevision(HttpRequest request, out long? revision)
    {
        revision = null;
        if (request.Headers.IfMatch is [] or ["*"])
        {
            return true;
        }

        var good = request.Headers.IfMatch is [{ Length: > 2 } tag] && tag.StartsWith('"') && tag.EndsWith('"')
            && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var read) && (revision = read) is not null;
        return good;
    }

    private static IResult BadRevision(HttpRequest request) =>
        Problems.BadRequest("If-Match", $"it is '{request.Headers.IfMatch}'; allowed is one revision as the ETag has it, such as \"3\"");

    private static IResult NoDevice(string id) => Problems.Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id '{id}'.");
}
