using System.Text.Json;

namespace TuyaActors.Node.Wire;

/// <summary>Writes the members of the answer to one request; throws <see cref="WireRequestException"/> where the request is none.</summary>
internal delegate void WireAnswer(WireRequestJson request, Utf8JsonWriter answer);
