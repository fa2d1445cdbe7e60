using TuyaActors.Node.Remote;

namespace TuyaActors.Node.Commands.Watching;

/// <summary>Tells what happens.</summary>
internal interface IEventWriter
{
    /// <summary>Tells one event, or makes a note of it.</summary>
    Written Write(NodeEvent happened);
}

/// <summary>What came of writing.</summary>
internal enum Written
{
    /// <summary>It was noted, or is about the stream itself.</summary>
    Nothing,

    /// <summary>An event was told.</summary>
    Event,

    /// <summary>Whoever read has gone.</summary>
    ToNobody,
}
