using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Node.Wire;

/// <summary><c>tuyactors wire session</c>: what both sides of a negotiation say, and the key they agree on.</summary>
internal static class WireSessions
{
    /// <summary>Answers one request.</summary>
    public static void Derive(WireRequestJson request, Utf8JsonWriter answer)
    {
        var version = request.Version;
        if (!version.NeedsSession())
        {
            throw new WireRequestException($"Protocol {version.ToText()} negotiates no session; 3.4 and 3.5 do.");
        }

        using var client = new ClientSession(version, request.Key, Nonce(request, "local_nonce_hex"));
        using var device = new DeviceSession(version, request.Key, Nonce(request, "remote_nonce_hex"));
        var start = client.Start();
        if (!device.TryRespond(start, out var response, out var why) || !client.TryAccept(response, out var finish, out why))
        {
            throw new InvalidOperationException(why);
        }

        answer.WriteString("session_key_hex"u8, Convert.ToHexStringLower(client.SessionKey));
        answer.WriteString("start"u8, Convert.ToHexStringLower(start));
        answer.WriteString("resp"u8, Convert.ToHexStringLower(response));
        answer.WriteString("finish"u8, Convert.ToHexStringLower(finish));
    }

    private static byte[] Nonce(WireRequestJson request, string name)
    {
        var nonce = request.RequireBytes(name);
        return nonce.Length == ClientSession.NonceSize
            ? nonce
            : throw new WireRequestException($"\"{name}\" has {ClientSession.NonceSize} bytes; this one has {nonce.Length}.");
    }
}
