using Microsoft.AspNetCore.Http.Features;

namespace TuyaActors.Node.Http;

/// <summary>Reads the JSON body of a request.</summary>
internal static class JsonBody
{
    /// <summary>The body's bytes; or why it is refused: no JSON by its type, or too large.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadAsync(
        HttpRequest request, CancellationToken aborted, int allowed = DeviceEndpoints.MaxBodyLength)
    {
        if (!request.HasJsonContentType())
        {
            return (default, Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "Not JSON", $"The Content-Type is '{Printable.Of(request.ContentType)}'; allowed is application/json (curl: --json)."));
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = allowed;
        }

        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, aborted);
            return (body.ToArray(), null);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (default, Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"The body is too large; allowed are {allowed} bytes."));
        }
    }
}
