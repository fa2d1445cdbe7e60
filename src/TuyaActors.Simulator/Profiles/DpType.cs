namespace TuyaActors.Simulator.Profiles;

/// <summary>The data types of Tuya's product model, as a <c>mapping</c> in devices.json spells them.</summary>
public enum DpType
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number with a range and a decimal scale.</summary>
    Integer,

    /// <summary>One word out of a fixed list.</summary>
    Enum,

    /// <summary>A text, often hexadecimal.</summary>
    String,
}
