using Akka.Event;

namespace TuyaActors.Node.Clustering;

/// <summary>What actor systems say when their loggers have ended: that remoting has ended too, past every level that is set. Nobody needs to know.</summary>
internal sealed class NoStandardOutput : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
    }
}
