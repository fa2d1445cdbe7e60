using TuyaActors.Hosting;

namespace TuyaActors.Node.Clustering;

/// <summary>Waits for a fleet to know of all its devices.</summary>
internal static class FleetKnowledge
{
    /// <summary>A fleet that stands alone knows at once; one over several segments when it has found itself together, and says by itself when that takes long.</summary>
    public static async Task KnownAsync(this ITuyaFleet fleet, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Who asks for definitions waits until all are known, or for as long as a question may take.
                await fleet.GetDefinitionsAsync(null, cancellationToken);
                return;
            }
            catch (TimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
