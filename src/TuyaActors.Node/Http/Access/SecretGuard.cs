namespace TuyaActors.Node.Http.Access;

/// <summary>Refuses secrets in the address of a request: an address stands in the logs of proxies and in the history of browsers.</summary>
internal static class SecretGuard
{
    // Without regard to case, '-' and '_'.
    private static readonly string[] Names = ["token", "accesstoken", "key", "localkey", "secret", "password"];

    /// <summary>Puts the guard before all endpoints.</summary>
    public static void UseSecretGuard(this WebApplication app) => app.Use((context, next) =>
    {
        var name = context.Request.QueryString.HasValue ? context.Request.Query.Keys.FirstOrDefault(IsSecret) : null;
        return name is null
            ? next(context)
            : Problems.BadRequest(
                new string([.. name.Where(c => char.IsAsciiLetter(c) || c is '-' or '_')]),
                "no secret may stand in an address, where logs keep it; a token goes into the header 'Authorization: Bearer TOKEN', a local key into the body. Treat this one as known to others").ExecuteAsync(context);
    });

    private static bool IsSecret(string name) => Names.Contains(string.Concat(name.Where(c => c is not ('-' or '_'))), StringComparer.OrdinalIgnoreCase);
}
