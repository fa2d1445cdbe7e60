using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Sessions;

/// <summary>
/// The client's side of the negotiation of 3.4 and 3.5, without a socket: START, the device's answer, FINISH. The frames travel under
/// the local key. One negotiation, one instance; the nonce must be random for each. Disposing clears nonces and session key.
/// </summary>
public sealed class ClientSession : IDisposable
{
    private readonly ProtocolVersion _version;
    private readonly LocalKey _key;
    private readonly byte[] _localNonce;
    private byte[] _sessionKey = [];
    private SessionPhase _phase;

    /// <summary>A negotiation that has not begun.</summary>
    /// <param name="version">3.4 or 3.5.</param>
    /// <param name="key">The device's local key.</param>
    /// <param name="localNonce">16 random bytes.</param>
    /// <exception cref="ArgumentException">The version negotiates nothing, or the nonce has another length.</exception>
    public ClientSession(ProtocolVersion version, LocalKey key, ReadOnlySpan<byte> localNonce)
    {
        SessionProof.Require(version, key, localNonce);
        _version = version;
        _key = key;
        _localNonce = localNonce.ToArray();
    }

    /// <summary>How many bytes a nonce has.</summary>
    public static int NonceSize => SessionProof.NonceSize;

    /// <summary>The agreed key, 16 bytes; empty before <see cref="TryAccept"/> has succeeded and after disposing.</summary>
    public ReadOnlySpan<byte> SessionKey => _sessionKey;

    /// <summary>The payload of SESSION_START: the local nonce.</summary>
    /// <exception cref="InvalidOperationException">The negotiation has been started already.</exception>
    public byte[] Start()
    {
        if (_phase != SessionPhase.Fresh)
        {
            throw new InvalidOperationException("A negotiation starts once; the next one needs another nonce.");
        }

        _phase = SessionPhase.Started;
        return [.. _localNonce];
    }

    /// <summary>Checks the payload of SESSION_RESPONSE and derives the session key.</summary>
    /// <param name="responsePayload">The device's nonce (16 bytes) and its proof (32).</param>
    /// <param name="finishPayload">The payload of SESSION_FINISH, to be sent under the local key still.</param>
    /// <param name="why">Why the answer was refused; the negotiation is then over.</param>
    public bool TryAccept(ReadOnlySpan<byte> responsePayload, [NotNullWhen(true)] out byte[]? finishPayload, [NotNullWhen(false)] out string? why)
    {
        finishPayload = null;
        if (_phase != SessionPhase.Started)
        {
            why = "A session response came that was not asked for.";
            return false;
        }

        _phase = SessionPhase.Failed;
        if (responsePayload.Length != SessionProof.NonceSize + SessionProof.ProofSize)
        {
            why = $"A session response has {SessionProof.NonceSize + SessionProof.ProofSize} bytes; this one has {responsePayload.Length}.";
            return false;
        }

        var remoteNonce = responsePayload[..SessionProof.NonceSize];
        if (!SessionProof.Fits(_key, _localNonce, responsePayload[SessionProof.NonceSize..]))
        {
            why = "The device's proof does not fit: its local key is another.";
            return false;
        }

        _sessionKey = SessionProof.DeriveKey(_version, _key, _localNonce, remoteNonce);
        finishPayload = SessionProof.Prove(_key, remoteNonce);
        _phase = SessionPhase.Agreed;
        why = null;
        return true;
    }

    /// <summary>Clears nonce and session key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_localNonce);
        CryptographicOperations.ZeroMemory(_sessionKey);
        _sessionKey = [];
        _phase = SessionPhase.Failed;
    }
}
