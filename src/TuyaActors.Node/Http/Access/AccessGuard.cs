using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace TuyaActors.Node.Http.Access;

/// <summary>Asks for the token, where there is one, all but what is there for everybody (<see cref="IAllowAnonymous"/>).</summary>
internal static class AccessGuard
{
    /// <summary>Puts the guard before all endpoints; those that are for everybody say so by <c>AllowAnonymous()</c>.</summary>
    public static void UseAccessGuard(this WebApplication app)
    {
        var control = app.Services.GetRequiredService<AccessControl>();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                return next(context);
            }

            var verdict = control.Check(context);
            return verdict.Kind == AccessKind.Open ? next(context) : RefuseAsync(context, verdict);
        });
    }

    /// <summary>Says why a request may not come in.</summary>
    public static Task RefuseAsync(HttpContext context, AccessVerdict verdict)
    {
        switch (verdict.Kind)
        {
            case AccessKind.Later:
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(verdict.After.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return Problems.WriteAsync(
                    context, StatusCodes.Status429TooManyRequests, "Too many wrong tokens", $"Too many wrong tokens came, so that none is looked at; the next in {context.Response.Headers.RetryAfter} s. Pages that are signed in go on.");
            case AccessKind.NoOrigin:
                return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "No origin", "What changes something by the cookie must come from the node's own page, with its Origin header; others send 'Authorization: Bearer TOKEN'.");
            case AccessKind.WrongToken:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "Wrong token", "That is not this node's token; wanted is the one that it was started with.");
            default:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "Token wanted", "This node asks for its token: sign in on its page, or send 'Authorization: Bearer TOKEN'.");
        }
    }
}
