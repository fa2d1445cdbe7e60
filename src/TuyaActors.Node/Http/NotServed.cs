namespace TuyaActors.Node.Http;

/// <summary>The answer where nothing is served: by that path at all, or by that method.</summary>
internal static class NotServed
{
    /// <summary>Says what there is instead.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        var (status, request) = (context.Response.StatusCode, context.Request);
        return status == StatusCodes.Status405MethodNotAllowed
            ? Problems.WriteAsync(context, status, "Not so", $"There is no {request.Method} for {request.Path}; allowed: {context.Response.Headers.Allow}.")
            : Problems.WriteAsync(context, status, "Not served", $"There is nothing for {request.Method} {request.Path} here; see /api/devices.");
    }
}
