using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>What <c>/openapi/v1.json</c> says of an endpoint beyond its method and path.</summary>
internal sealed record ApiDoc
{
    private ApiDoc()
    {
    }

    /// <summary>The parameters in the query.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>What the body is to be; null: none is read.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>Whether <c>If-Match</c> is read.</summary>
    public bool TakesRevision { get; init; }

    /// <summary>What the answer is where it is no JSON of ours: its media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>An endpoint's.</summary>
    public static ApiDoc Of(params ReadOnlySpan<QueryParameter> query) => new() { Query = [.. query] };
}

/// <summary>A parameter in the query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with unit and range.</param>
/// <param name="Type">string, number, integer or boolean.</param>
/// <param name="IsRepeatable">Whether it may be given several times.</param>
internal sealed record QueryParameter(string Name, string Description, JsonSchemaType Type = JsonSchemaType.String, bool IsRepeatable = false)
{
    /// <summary>The words allowed; null: any text.</summary>
    public IEnumerable<string>? Allowed { get; init; }

    /// <summary>Seconds that may be waited for an answer.</summary>
    public static QueryParameter Timeout { get; } =
        new("timeout", $"Seconds until the command is void, above 0 and up to {CommandEndpoints.MaxTimeoutSeconds}; without it the fleet's tuya.command-timeout.", JsonSchemaType.Number);
}

/// <summary>A body that is read.</summary>
/// <param name="Description">What it means.</param>
/// <param name="Example">One that would be taken.</param>
/// <param name="IsRequired">Whether there must be one.</param>
internal sealed record RequestBody(string Description, string Example, bool IsRequired = true)
{
    /// <summary>The example as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Example)!;
}

/// <summary>Describes endpoints where they are mapped.</summary>
internal static class ApiDocExtensions
{
    /// <summary>An endpoint that answers with JSON.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="name">The operation's id, for generated clients.</param>
    /// <param name="tag">The chapter.</param>
    /// <param name="summary">What it does, in one sentence.</param>
    /// <param name="doc">What else is to be said.</param>
    /// <param name="refusals">The statuses of its refusals, each with problem details.</param>
    public static RouteHandlerBuilder Describe<T>(this RouteHandlerBuilder endpoint, string name, string tag, string summary, ApiDoc? doc = null, params ReadOnlySpan<int> refusals) =>
        Describe(endpoint, name, tag, summary, doc, refusals).Produces<T>(StatusCodes.Status200OK, doc?.MediaType ?? "application/json");

    /// <summary>An endpoint that answers with something else.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string tag, string summary, ApiDoc? doc = null, params ReadOnlySpan<int> refusals)
    {
        endpoint.WithName(name).WithTags(tag).WithSummary(summary).WithMetadata(doc ?? ApiDoc.Of());
        foreach (var status in refusals)
        {
            endpoint.Produces<ProblemJson>(status, Problems.MediaType);
        }

        return endpoint;
    }
}
