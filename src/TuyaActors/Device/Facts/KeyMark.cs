using System.Security.Cryptography;
using System.Text;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Device.Facts;

/// <summary>
/// By what it is noticed that a device has another key than the one that served. Sixteen bits of a hash under the key: a changed key goes
/// unnoticed once in 65,536 times, which only makes the fleet slower to blame it; and of the 2^64 keys or more that there are, whoever reads
/// the mark is left with 2^48 to choose from, and nothing to tell them apart by.
/// </summary>
internal static class KeyMark
{
    /// <summary>0 to 65,535.</summary>
    public static int Of(LocalKey key, DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes($"which key served {device}"), hash);
        return (hash[0] << 8) | hash[1];
    }
}
