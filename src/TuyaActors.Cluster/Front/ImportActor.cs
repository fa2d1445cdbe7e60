using System.Collections.Immutable;
using Akka.Actor;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Front;

/// <summary>An import into several segments, and in portions: one change after the other, for a gateway comes before those behind it, and one answer for all.</summary>
internal sealed class ImportActor(
    ImmutableArray<(string Segment, FleetCommands.ImportDevices Import)> parts, IReadOnlyList<FleetReply.Refused> refused, bool isDryRun, IActorRef exchange, IActorRef replyTo) : UntypedActor
{
    private readonly List<FleetReply> _replies = [];

    /// <summary>How to make one.</summary>
    /// <param name="parts">What goes to which segment.</param>
    /// <param name="refused">What goes nowhere.</param>
    /// <param name="isDryRun">Whether nothing is to be changed.</param>
    /// <param name="exchange">Sends them, and sees to it that each is answered.</param>
    /// <param name="replyTo">Who waits.</param>
    public static Props Props(
        ImmutableArray<(string Segment, FleetCommands.ImportDevices Import)> parts, IReadOnlyList<FleetReply.Refused> refused, bool isDryRun, IActorRef exchange, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new ImportActor(parts, refused, isDryRun, exchange, replyTo));

    protected override void PreStart()
    {
        GoOn();
    }

    protected override void OnReceive(object message)
    {
        if (message is not FleetReply reply)
        {
            Unhandled(message);
            return;
        }

        _replies.Add(reply);
        GoOn();
    }

    private void GoOn()
    {
        if (_replies.Count < parts.Length)
        {
            exchange.Tell(new ExchangeActor.Change(parts[_replies.Count].Segment, parts[_replies.Count].Import, Self));
            return;
        }

        replyTo.Tell(Conclusion());
        Context.Stop(Self);
    }

    private FleetReply Conclusion()
    {
        // Of one segment its own word says all.
        if (parts.Length == 1 && refused.Count == 0)
            return _replies[0];
        var imported = _replies.OfType<FleetReply.Imported>().ToList();
        var failed = _replies.Where(reply => reply is not FleetReply.Imported).Select(reply => new FleetReply.Refused(default, reply.Sentence));
        return new FleetReply.Imported(
            imported.Sum(reply => reply.Added), imported.Sum(reply => reply.Updated), imported.Sum(reply => reply.Unchanged), [.. imported.SelectMany(reply => reply.RefusedOnes), .. failed, .. refused])
        {
            DryRun = isDryRun,
            Changes = [.. imported.SelectMany(reply => reply.Changes)],
        };
    }
}
