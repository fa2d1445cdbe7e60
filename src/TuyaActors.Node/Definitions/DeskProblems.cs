using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Definitions;

/// <summary>Why something about definitions is not done, as HTTP has it; <see cref="Cli.CommandRunner"/>'s exit codes follow from the status.</summary>
internal static class DeskProblems
{
    /// <summary>A field of the request is wrong.</summary>
    public static ProblemJson BadRequest(string field, string why) =>
        new("about:blank", "Bad request", StatusCodes.Status400BadRequest, $"{field}: {why}", new Dictionary<string, string[]> { [field] = [why] });

    /// <summary>The file that was to be imported is not taken.</summary>
    public static ProblemJson BadFile(string detail, IReadOnlyList<string> problems) =>
        new("about:blank", "Bad file", StatusCodes.Status422UnprocessableEntity, detail, new Dictionary<string, string[]> { ["file"] = [.. problems] });

    /// <summary>There is no such device.</summary>
    public static ProblemJson NotFound(DeviceId id) => Of(StatusCodes.Status404NotFound, "No such device", $"The fleet has no device with the id '{id}'.");

    /// <summary>There is one already.</summary>
    public static ProblemJson Exists(DeviceId id) => Of(StatusCodes.Status409Conflict, "There already", $"The fleet has a device with the id '{id}' already.");

    /// <summary>What the fleet answered; null when it did what was asked.</summary>
    public static ProblemJson? Of(FleetReply reply) => reply switch
    {
        FleetReply.Refused => Of(StatusCodes.Status422UnprocessableEntity, "Refused", reply.Sentence),
        FleetReply.Conflict => Of(StatusCodes.Status412PreconditionFailed, "Changed meanwhile", reply.Sentence),
        FleetReply.NotStored => Of(StatusCodes.Status507InsufficientStorage, "Not stored", reply.Sentence),
        _ => null,
    };

    private static ProblemJson Of(int status, string title, string detail) => new("about:blank", title, status, detail);
}
