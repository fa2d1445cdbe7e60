namespace TuyaActors.Protocol;

/// <summary>What a <see cref="DpValue"/> holds.</summary>
public enum DpKind : byte
{
    /// <summary>JSON null: a DP that is asked for, or that has no value.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>An integer within 64 bits.</summary>
    Integer,

    /// <summary>Text: strings, enums, and raw DPs in base64.</summary>
    String,

    /// <summary>Anything else (fractions, objects, arrays, integers beyond 64 bits), kept as its exact JSON text.</summary>
    Json,
}
