using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Http;

/// <summary><c>/openapi/v1.json</c>: the HTTP face for generators and explorers.</summary>
internal static class OpenApiDocument
{
    /// <summary>Where it is.</summary>
    public const string Path = "/openapi/v1.json";

    private const string Bearer = "token";

    /// <summary>Adds what makes it.</summary>
    public static void AddNodeOpenApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, NodeJson.Default));
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) => Task.FromResult(Introduce(document)));
            options.AddOperationTransformer((operation, context, _) => Task.FromResult(Complete(operation, context)));
            options.AddSchemaTransformer((schema, context, _) => Task.FromResult(Describe(schema, context)));
        });
    }

    /// <summary>Adds the endpoint.</summary>
    public static void MapNodeOpenApi(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static Microsoft.OpenApi.OpenApiDocument Introduce(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "tuyactors",
            Version = VersionAction.Version,
            Description = "A fleet of Tuya Wi-Fi devices on the local network. Refusals are problem details (RFC 9457). Local keys come in and never go out. "
                + "A node that has a token wants it as 'Authorization: Bearer TOKEN'.",
        };
        // Where a client is told it by the address it fetched this from.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" } };
        // Also without: a node on loopback may have no token.
        document.Security = [new OpenApiSecurityRequirement(), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return document;
    }

    private static OpenApiOperation Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiDoc>().LastOrDefault() is not { } doc)
        {
            return operation;
        }

        operation.Parameters ??= [];
        foreach (var parameter in doc.Query)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = SchemaOf(parameter) } : SchemaOf(parameter),
            });
        }

        if (doc.TakesRevision)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "If-Match",
                In = ParameterLocation.Header,
                Description = "Only if the definition still has this revision, as its ETag tells it; else 412.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (doc.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = body.Description,
                Required = body.IsRequired,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchema { Type = body.Json is JsonArray ? JsonSchemaType.Array : JsonSchemaType.Object }, Example = body.Json },
                },
            };
        }

        return operation;
    }

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => new()
    {
        Type = parameter.Type,
        Enum = parameter.Allowed is { } words ? [.. words.Select(word => (JsonNode)JsonValue.Create(word))] : null,
    };

    // These write themselves.
    private static OpenApiSchema Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type == typeof(DpSet))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "From DP id to value, exactly as the device has it.";
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (context.JsonTypeInfo.Type == typeof(DpValue))
        {
            schema.Description = "A DP's value, exactly as the device has it: a truth value, a number, a text, or any other JSON.";
        }

        return schema;
    }
}
