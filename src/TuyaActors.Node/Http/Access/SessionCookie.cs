using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TuyaActors.Node.Http.Access;

/// <summary>
/// What a browser has instead of the token once it has shown it: <c>v1.EXPIRY.MAC</c>, the second in Unix seconds, the third an HMAC-SHA256 under
/// a key derived from the token. The node keeps nothing of it, so it survives a restart, and dies with its token.
/// </summary>
internal sealed class SessionCookie
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "tuyactors";

    /// <summary>A month: a wall tablet's page should not ask for the token each week.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const string Version = "v1";

    private readonly byte[] _key;
    private readonly TimeProvider _time;

    public SessionCookie(AccessToken token, TimeProvider time)
    {
        _time = time;
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(token.Value), HMACSHA256.HashSizeInBytes, info: "tuyactors session cookie v1"u8.ToArray());
    }

    /// <summary>A new one.</summary>
    public string Issue()
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{Version}.{(_time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}");
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>Whether it is one of ours that has not expired.</summary>
    public bool IsValid(string? cookie)
    {
        // The longest that can be: whatever is longer is not worth a hash.
        if (cookie is not { Length: <= 100 } || cookie.Split('.') is not [Version, var expiry, var mac])
        {
            return false;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Base64Url.IsValid(mac, out var length) && length == given.Length && Base64Url.TryDecodeFromChars(mac, given, out _)
            && CryptographicOperations.FixedTimeEquals(given, Sign($"{Version}.{expiry}"))
            && seconds > _time.GetUtcNow().ToUnixTimeSeconds();
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text));
}
