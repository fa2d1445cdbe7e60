using TuyaActors.Messages;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>What commands came to, as answers.</summary>
internal static class Outcomes
{
    /// <summary>Of one device: the status says it, too.</summary>
    public static IResult Of(CommandOutcome outcome) => new JsonAnswer<OutcomeJson>(StatusOf(outcome), OutcomeJson.Of(outcome));

    /// <summary>Of many: the request was carried out, whatever each came to.</summary>
    public static IResult Of(DeviceReplies.Outcomes outcomes) => new JsonAnswer<OutcomesJson>(StatusCodes.Status200OK, OutcomesJson.Of(outcomes));

    private static int StatusOf(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Confirmed or CommandOutcome.Acknowledged => StatusCodes.Status200OK,
        CommandOutcome.UnknownDevice => StatusCodes.Status404NotFound,
        // With a retcode the device itself said no; without, the wish never could have been sent.
        CommandOutcome.Rejected { Retcode: null } => StatusCodes.Status422UnprocessableEntity,
        CommandOutcome.Rejected or CommandOutcome.Cancelled or CommandOutcome.Superseded => StatusCodes.Status409Conflict,
        CommandOutcome.Offline or CommandOutcome.SegmentUnavailable => StatusCodes.Status503ServiceUnavailable,
        CommandOutcome.TimedOut or CommandOutcome.Expired => StatusCodes.Status504GatewayTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "There is no such outcome."),
    };
}
