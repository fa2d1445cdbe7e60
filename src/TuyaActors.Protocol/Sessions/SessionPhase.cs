namespace TuyaActors.Protocol.Sessions;

/// <summary>How far a negotiation has come.</summary>
internal enum SessionPhase : byte
{
    Fresh,
    Started,
    Agreed,
    Failed,
}
