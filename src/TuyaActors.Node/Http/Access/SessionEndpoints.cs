using System.Text.Json;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http.Access;

/// <summary><c>/api/session</c>: a browser shows the token once, and has a cookie from then on.</summary>
internal static class SessionEndpoints
{
    private const string Path = "/api/session";

    private static readonly ApiDoc SignIn = ApiDoc.Of() with { Body = new RequestBody("The token.", """{"token":"0123456789abcdef0123456789abcdef"}""") };

    /// <summary>Adds the endpoints; they are for everybody.</summary>
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, async (HttpContext context, AccessControl control) =>
        {
            var verdict = control.Check(context);
            await (verdict.Kind is AccessKind.Later or AccessKind.WrongToken
                ? AccessGuard.RefuseAsync(context, verdict)
                : new JsonAnswer<SessionJson>(StatusCodes.Status200OK, new SessionJson(control.IsRequired, verdict.Kind == AccessKind.Open)).ExecuteAsync(context));
        })
            .Describe<SessionJson>("getSession", "access", "Whether a token is wanted, and whether whoever asks has shown it, or need not.", null, StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests)
            .AllowAnonymous();
        app.MapPost(Path, SignInAsync)
            .Describe(
                "signIn",
                "access",
                "A cookie in return for the token, for the page: 30 days, and void with another token.",
                SignIn,
                StatusCodes.Status400BadRequest,
                StatusCodes.Status401Unauthorized,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status429TooManyRequests)
            .Produces(StatusCodes.Status204NoContent)
            .AllowAnonymous();
        app.MapDelete(Path, (HttpContext context) =>
        {
            context.Response.Cookies.Delete(SessionCookie.Name, Options(context.Request));
            return Results.NoContent();
        })
            .Describe("signOut", "access", "Takes the cookie back.")
            .Produces(StatusCodes.Status204NoContent)
            .AllowAnonymous();
    }

    private static async Task SignInAsync(HttpContext context, AccessControl control, CancellationToken aborted)
    {
        var (body, refusal) = await JsonBody.ReadAsync(context.Request, aborted);
        if (refusal is not null || !TryReadToken(body, out var token, out refusal))
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        if (!control.IsRequired)
        {
            await Problems.WriteAsync(context, StatusCodes.Status409Conflict, "No token", "This node asks nobody for a token, so there is nothing to sign in to.");
            return;
        }

        var verdict = control.TrySignIn(context, token, out var cookie);
        if (cookie is null)
        {
            await AccessGuard.RefuseAsync(context, verdict);
            return;
        }

        var options = Options(context.Request);
        options.MaxAge = SessionCookie.Lifetime;
        context.Response.Cookies.Append(SessionCookie.Name, cookie, options);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A page that came by https says so in its Origin; a reverse proxy has taken the TLS away before us.
    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
        Secure = request.Headers.Origin.ToString().StartsWith("https:", StringComparison.OrdinalIgnoreCase),
    };

    private static bool TryReadToken(ReadOnlyMemory<byte> body, out string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out IResult? refusal)
    {
        const string Allowed = "allowed is {\"token\":\"...\"}";
        (token, refusal) = ("", null);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                refusal = Problems.BadRequest("body", $"it is no JSON object; {Allowed}");
                return false;
            }

            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (field.Name != "token" || field.Value.ValueKind != JsonValueKind.String)
                {
                    refusal = Problems.BadRequest(field.Name, field.Name == "token" ? $"it is no text; {Allowed}" : $"it is not known; {Allowed}");
                    return false;
                }

                token = field.Value.GetString()!;
            }

            refusal = token.Length > 0 ? null : Problems.BadRequest("token", $"it is missing; {Allowed}");
            return refusal is null;
        }
        catch (JsonException broken)
        {
            refusal = Problems.BadRequest("body", $"it is no valid JSON: {JsonProblem.Of(broken)}");
            return false;
        }
    }
}
