using System.Text;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>An answer in the program's one JSON dialect.</summary>
internal sealed class JsonAnswer<T>(int status, T body, string mediaType = "application/json") : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonText.Of(body));
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = mediaType;
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
