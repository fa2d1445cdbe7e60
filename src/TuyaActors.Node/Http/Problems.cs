using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>Refusals as RFC 9457 has them.</summary>
internal static class Problems
{
    /// <summary>What they are.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A refusal as the answer of an endpoint.</summary>
    public static IResult Of(int status, string title, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new JsonAnswer<ProblemJson>(status, new ProblemJson("about:blank", title, status, detail, errors), MediaType);

    /// <summary>The body or a parameter is wrong; names the field.</summary>
    public static IResult BadRequest(string field, string why) =>
        Of(StatusCodes.Status400BadRequest, "Bad request", $"{field}: {why}", new Dictionary<string, string[]> { [field] = [why] });

    /// <summary>A refusal from outside the endpoints.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string detail) => Of(status, title, detail).ExecuteAsync(context);
}
