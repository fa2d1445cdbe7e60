namespace TuyaActors.Node.Json;

/// <summary>Whether a token is wanted, and whether whoever asks has shown it, or need not.</summary>
internal sealed record SessionJson(bool Required, bool Authenticated);
