namespace TuyaActors.Fuzz.Targets;

/// <summary>One part of the wire under attack.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Runs one case and checks what must hold; throws where it does not. The input is shown where a case fails.</summary>
    void Run(ref FuzzRandom random, out byte[] input);
}
