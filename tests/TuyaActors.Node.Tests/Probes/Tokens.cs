using TuyaActors.Node.Http.Access;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>Tokens, and what belongs to them.</summary>
internal static class Tokens
{
    public const string Right = "the-right-token-0123456789";

    public const string Wrong = "WrongWrongWrongWrong";

    public static AccessToken Of(string text)
    {
        Assert.True(AccessToken.TryParse(text, out var token, out var why), why);
        return token;
    }

    /// <summary>The cookie that a browser has for a token.</summary>
    public static string CookieOf(string token, TimeProvider time) => new SessionCookie(Of(token), time).Issue();
}
