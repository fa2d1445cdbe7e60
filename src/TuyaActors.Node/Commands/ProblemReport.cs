using TuyaActors.Node.Cli;
using TuyaActors.Node.Json;
using TuyaActors.Node.Screen;

namespace TuyaActors.Node.Commands;

/// <summary>Tells on standard error why a node, or a database, has not done what was asked.</summary>
internal static class ProblemReport
{
    /// <summary>Tells it; answers the exit code.</summary>
    public static int Write(CommandEnvironment environment, ProblemJson problem)
    {
        foreach (var sentence in problem.Errors?.GetValueOrDefault("file") ?? [])
        {
            environment.Error.WriteLine(OneLine.Of(sentence));
        }

        environment.Error.WriteLine(OneLine.Of(problem.Detail));
        return problem.Status switch
        {
            StatusCodes.Status400BadRequest => ExitCode.BadUsage,
            StatusCodes.Status507InsufficientStorage => ExitCode.BadStorage,
            _ => ExitCode.Failed,
        };
    }
}
