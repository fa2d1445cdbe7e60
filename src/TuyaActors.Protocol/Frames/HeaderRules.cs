namespace TuyaActors.Protocol.Frames;

/// <summary>Which commands go without the 15-byte version header. Source: tinytuya's skip list.</summary>
internal static class HeaderRules
{
    public static bool BearsHeader(CommandId command) => command is not (
        CommandId.DpQuery or CommandId.DpQueryNew or CommandId.UpdateDps or CommandId.Heartbeat or CommandId.LanExtStream
        or CommandId.SessionStart or CommandId.SessionResponse or CommandId.SessionFinish);

    /// <summary>Payloads of the negotiation are nonces and proofs: no header to look for, no NULs to trim.</summary>
    public static bool IsNegotiation(CommandId command) => command is >= CommandId.SessionStart and <= CommandId.SessionFinish;
}
