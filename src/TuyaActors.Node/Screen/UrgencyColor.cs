using Spectre.Console;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Screen;

/// <summary>The colours of how much a device wants to be looked at.</summary>
internal static class UrgencyColor
{
    /// <summary>The colour; null: none.</summary>
    public static Color? Of(Urgency urgency) => urgency switch
    {
        Urgency.NeedsOperator => Color.Red,
        Urgency.Failing => Color.Orange1,
        Urgency.OnTheWay => Color.Yellow,
        Urgency.Well => Color.Green,
        _ => null,
    };
}
