using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Persistence;
using Akka.Serialization;

namespace Akka.Conformance.Tests.Persistence;

/// <summary>Persists each event that it is told, by a serializer of its own, and tells a listener what it recovers and writes.</summary>
internal sealed class Ledger : ReceivePersistentActor
{
    public const string Serializers =
        """
        akka.actor {
          serializers.ledger = "Akka.Conformance.Tests.Persistence.LedgerSerializer, Akka.Conformance.Tests"
          serialization-bindings {
            "Akka.Conformance.Tests.Persistence.Ledger+IEvent, Akka.Conformance.Tests" = ledger
            "Akka.Conformance.Tests.Persistence.Ledger+Balance, Akka.Conformance.Tests" = ledger
          }
        }
        """;

    private readonly IActorRef _listener;

    public Ledger(string id, IActorRef listener)
    {
        _listener = listener;
        PersistenceId = id;
        Recover<SnapshotOffer>(offer => listener.Tell(offer.Snapshot));
        Recover<IEvent>(one => listener.Tell(one));
        Recover<RecoveryCompleted>(_ => listener.Tell("recovered"));
        Command<IEvent>(one => Persist(one, written => listener.Tell(written)));
        Command<IEvent[]>(all => PersistAll(all, written => listener.Tell(written)));
        Command<Balance>(SaveSnapshot);
        CommandAny(other => listener.Tell(other));
    }

    public interface IEvent;

    public override string PersistenceId { get; }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => _listener.Tell(new Diary.RecoveryFailed(reason, message));

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        _listener.Tell(new Diary.PersistRejected(cause, @event, sequenceNr));

    public sealed record Paid(int Amount) : IEvent;

    public sealed record Refunded(int Amount) : IEvent;

    /// <summary>Its serializer cannot write it.</summary>
    public sealed record Unwritable : IEvent;

    public sealed record Balance(int Amount);
}

internal sealed class LedgerSerializer : SerializerWithStringManifest
{
    public LedgerSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override int Identifier => 1001;

    public override string Manifest(object o) => o switch
    {
        Ledger.Paid => "paid-2",
        Ledger.Refunded => "refunded-1",
        Ledger.Balance => "balance-1",
        _ => "unknown",
    };

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(obj switch
    {
        Ledger.Paid paid => paid.Amount.ToString(CultureInfo.InvariantCulture),
        Ledger.Refunded refunded => refunded.Amount.ToString(CultureInfo.InvariantCulture),
        Ledger.Balance balance => balance.Amount.ToString(CultureInfo.InvariantCulture),
        _ => throw new SerializationException($"cannot write {obj}"),
    });

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var number = int.Parse(bytes, CultureInfo.InvariantCulture);
        return manifest switch
        {
            "paid-2" => new Ledger.Paid(number),

            // Of an older version, which counted in hundreds.
            "paid-1" => new Ledger.Paid(number * 100),
            "refunded-1" => new Ledger.Refunded(number),
            "balance-1" => new Ledger.Balance(number),
            _ => throw new SerializationException($"cannot read '{manifest}'"),
        };
    }
}
