using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TuyaActors.Protocol.Sessions;

/// <summary>
/// The device's side of the negotiation of 3.4 and 3.5, without a socket: answers START, checks FINISH. One negotiation, one
/// instance; the nonce must be random for each. Disposing clears nonces and session key.
/// </summary>
public sealed class DeviceSession : IDisposable
{
    private readonly ProtocolVersion _version;
    private readonly LocalKey _key;
    private readonly byte[] _remoteNonce;
    private byte[] _derived = [];
    private SessionPhase _phase;

    /// <summary>A negotiation that has not begun.</summary>
    /// <param name="version">3.4 or 3.5.</param>
    /// <param name="key">The device's local key.</param>
    /// <param name="remoteNonce">16 random bytes; the device's nonce is the remote one.</param>
    /// <exception cref="ArgumentException">The version negotiates nothing, or the nonce has another length.</exception>
    public DeviceSession(ProtocolVersion version, LocalKey key, ReadOnlySpan<byte> remoteNonce)
    {
        SessionProof.Require(version, key, remoteNonce);
        _version = version;
        _key = key;
        _remoteNonce = remoteNonce.ToArray();
    }

    /// <summary>The agreed key, 16 bytes; empty before <see cref="TryFinish"/> has succeeded and after disposing.</summary>
    public ReadOnlySpan<byte> SessionKey => _phase == SessionPhase.Agreed ? _derived : [];

    /// <summary>Takes the payload of SESSION_START and answers it.</summary>
    /// <param name="startPayload">The client's nonce, 16 bytes.</param>
    /// <param name="responsePayload">The payload of SESSION_RESPONSE: the own nonce and the proof.</param>
    /// <param name="why">Why the start was refused; the negotiation is then over.</param>
    public bool TryRespond(ReadOnlySpan<byte> startPayload, [NotNullWhen(true)] out byte[]? responsePayload, [NotNullWhen(false)] out string? why)
    {
        responsePayload = null;
        if (_phase != SessionPhase.Fresh)
        {
            why = "A negotiation starts once.";
            return false;
        }

        if (startPayload.Length != SessionProof.NonceSize)
        {
            _phase = SessionPhase.Failed;
            why = $"A session start has {SessionProof.NonceSize} bytes; this one has {startPayload.Length}.";
            return false;
        }

        _derived = SessionProof.DeriveKey(_version, _key, startPayload, _remoteNonce);
        responsePayload = [.. _remoteNonce, .. SessionProof.Prove(_key, startPayload)];
        _phase = SessionPhase.Started;
        why = null;
        return true;
    }

    /// <summary>Checks the payload of SESSION_FINISH; the session key holds from then on.</summary>
    /// <param name="finishPayload">The client's proof, 32 bytes.</param>
    /// <param name="why">Why the finish was refused; the negotiation is then over.</param>
    public bool TryFinish(ReadOnlySpan<byte> finishPayload, [NotNullWhen(false)] out string? why)
    {
        if (_phase != SessionPhase.Started)
        {
            why = "A session finish came before the start was answered.";
            return false;
        }

        if (!SessionProof.Fits(_key, _remoteNonce, finishPayload))
        {
            _phase = SessionPhase.Failed;
            why = "The client's proof does not fit: its local key is another.";
            return false;
        }

        _phase = SessionPhase.Agreed;
        why = null;
        return true;
    }

    /// <summary>Clears nonce and session key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_remoteNonce);
        CryptographicOperations.ZeroMemory(_derived);
        _derived = [];
        _phase = SessionPhase.Failed;
    }
}
