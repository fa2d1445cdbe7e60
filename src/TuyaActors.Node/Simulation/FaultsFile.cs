using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;
using TuyaActors.Simulator;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Node.Simulation;

/// <summary>The file behind <c>--faults</c>: which simulated devices break when.</summary>
internal sealed record FaultsFile(string Path, FaultPlan Plan, string Subject = FaultsFile.Option)
{
    /// <summary>The option's name.</summary>
    public const string Option = "--faults";

    /// <summary>What the option does, for the help.</summary>
    public const string Description = "Break devices by plan: a JSON list of which, what and when (see README)";

    /// <summary>Reads the plan; null where no file is given.</summary>
    /// <param name="path">Which file; null: none.</param>
    /// <param name="subject">What names it, for sentences.</param>
    /// <exception cref="UsageException">It cannot be read, or is not sound.</exception>
    public static FaultsFile? Read(string? path, string subject = Option)
    {
        if (path is null)
        {
            return null;
        }

        var bytes = TextFile.ReadBytes(subject, path);
        try
        {
            return new FaultsFile(path, FaultPlan.Parse(bytes), subject);
        }
        catch (FaultPlanException wrong)
        {
            throw Refusal(subject, path, wrong);
        }
    }

    /// <summary>Gets ready to play it.</summary>
    /// <exception cref="UsageException">It names a device that is not there.</exception>
    public FaultPlayer PlayerFor(TuyaSimulator simulator, Action<string> tell)
    {
        try
        {
            return new FaultPlayer(simulator, Plan, tell);
        }
        catch (FaultPlanException wrong)
        {
            throw Refusal(Subject, Path, wrong);
        }
    }

    private static UsageException Refusal(string subject, string path, FaultPlanException wrong) => new($"{subject}: '{path}', line {wrong.Line}: {wrong.Message}");
}
