using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>Does with each number that it is told what the test says.</summary>
internal sealed class Scribe : ReceivePersistentActor
{
    public Scribe(string id, Action<Scribe, int> command)
    {
        PersistenceId = id;
        RecoverAny(_ => { });
        Command<int>(number => command(this, number));
    }

    public override string PersistenceId { get; }

    public void Answer(string text) => Sender.Tell(text);

    public void WriteToLog(string text) => Log.Warning(text);
}
