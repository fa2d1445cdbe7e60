namespace TuyaActors.Node.Wire;

/// <summary>A line asks for nothing that can be done; the sentence names the field and what is allowed, never a key.</summary>
internal sealed class WireRequestException(string sentence) : Exception(sentence);
