namespace TuyaActors.Protocol.Frames;

/// <summary>A refused frame: the fault, and a sentence for the operator. Holds neither key nor payload.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Sentence">One English sentence with the numbers that matter.</param>
public readonly record struct WireInvalid(WireFault Fault, string Sentence);
