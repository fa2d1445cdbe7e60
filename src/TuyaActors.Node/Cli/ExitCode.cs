namespace TuyaActors.Node.Cli;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The device, or the fleet, said no or is unreachable; or not all was done.</summary>
    public const int Failed = 1;

    /// <summary>The command cannot be carried out as given.</summary>
    public const int BadUsage = 2;

    /// <summary>The place where the fleet keeps things cannot be used.</summary>
    public const int BadStorage = 3;
}
