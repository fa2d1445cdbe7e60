namespace TuyaActors.Node.Cli;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The device said no or is unreachable.</summary>
    public const int Failed = 1;

    /// <summary>The command cannot be carried out as given.</summary>
    public const int BadUsage = 2;
}
