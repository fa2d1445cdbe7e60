namespace TuyaActors.Simulator;

/// <summary>The simulator cannot do what it was asked; the message is a sentence for the person who asked.</summary>
public sealed class SimulatorException : Exception
{
    /// <summary>With a sentence.</summary>
    public SimulatorException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and the cause.</summary>
    public SimulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
