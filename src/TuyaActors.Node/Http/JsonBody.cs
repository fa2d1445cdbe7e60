using Microsoft.AspNetCore.Http.Features;

namespace TuyaActors.Node.Http;

/// <summary>Reads the JSON body of a request.</summary>
internal static class JsonBody
{
    private const string NotHttp = "The body is not as HTTP has it: its length, or one of its chunks, is wrong.";

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
            var bytes = body.ToArray();
            // A devices file has a reader of its own, which says what is wrong in it by line and goes on with what is good.
            return allowed != DefinitionEndpoints.MaxImportLength && JsonSoundness.Find(bytes) is { } flaw ? (default, Problems.BadRequest(flaw.Field, flaw.Why)) : (bytes, null);
        }
        catch (BadHttpRequestException refused)
        {
            return (default, refused.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.Of(refused.StatusCode, "Too large", $"The body is too large; allowed are {allowed} bytes."),
                StatusCodes.Status408RequestTimeout => Problems.Of(refused.StatusCode, "Too slow", "The body came too slowly, or not to its end."),
                _ => Problems.Of(refused.StatusCode, "Bad request", NotHttp),
            });
        }
        catch (IOException)
        {
            // What the server throws for a chunk of more bytes than can be counted; or the connection is gone, and nobody reads this.
            return (default, Problems.Of(StatusCodes.Status400BadRequest, "Bad request", NotHttp));
        }
    }
}
