#nullable disable
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor
{
    /// <summary>Messages laid aside until the actor can deal with them.</summary>
    public interface IStash
    {
        int Count { get; }

        bool IsEmpty { get; }

        bool NonEmpty { get; }

        bool IsFull { get; }

        int Capacity { get; }

        /// <summary>Lays the current message aside.</summary>
        void Stash();

        /// <summary>Puts the oldest message to the front of the mailbox.</summary>
        void Unstash();

        /// <summary>Puts all messages to the front of the mailbox, the oldest first.</summary>
        void UnstashAll();

        void UnstashAll(Func<Envelope, bool> predicate);

        IEnumerable<Envelope> ClearStash();

        void Prepend(IEnumerable<Envelope> envelopes);
    }

    public interface IActorStash
    {
        IStash Stash { get; set; }
    }

    /// <summary>An actor with a stash, whatever its mailbox.</summary>
    public interface IWithUnrestrictedStash : IActorStash;

    public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

    /// <summary>An actor with a stash. The engine sets it after the constructor and unstashes all at a restart and at the end.</summary>
    public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

    public static class StashFactory
    {
        internal static IStash CreateStash(this IActorContext context, IActorStash actorInstance) => CreateStash(context, actorInstance.GetType());

        public static IStash CreateStash(this IActorContext context, Type actorType) => typeof(IActorStash).IsAssignableFrom(actorType)
            ? new UnboundedStashImpl(context)
            : throw new ArgumentException($"Actor {actorType} has no stash: it implements neither IWithStash nor IWithUnboundedStash.", nameof(actorType));
    }
}

namespace Akka.Actor.Internal
{
    internal abstract class AbstractStash : IStash
    {
        private readonly LinkedList<Envelope> _stashed = [];
        private readonly ActorCell _cell;
        private readonly IDequeBasedMessageQueueSemantics _mailbox;
        private int _stashedAt = -1;

        protected AbstractStash(IActorContext context)
        {
            _cell = (ActorCell)context;
            _mailbox = _cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics ?? throw new NotSupportedException(
                $"A stash needs a mailbox whose queue is a deque, but {_cell.Self} has {_cell.Mailbox.MessageQueue.GetType().Name}.");
        }

        public int Count => _stashed.Count;

        public bool IsEmpty => _stashed.Count == 0;

        public bool NonEmpty => _stashed.Count > 0;

        public bool IsFull => Capacity >= 0 && _stashed.Count >= Capacity;

        public virtual int Capacity => _cell.Props.Deploy.StashCapacity;

        public void Stash()
        {
            var current = _cell.CurrentEnvelope;
            if (_stashedAt == _cell.CurrentEnvelopeId)
                throw new IllegalActorStateException($"Can't stash the same message {current.Message} more than once");
            if (IsFull)
                throw new StashOverflowException($"Couldn't enqueue message {current.Message.GetType().Name} to stash of {_cell.Self}");
            _stashedAt = _cell.CurrentEnvelopeId;
            _stashed.AddLast(current);
        }

        public void Unstash()
        {
            if (_stashed.First is not { } first)
                return;
            _stashed.RemoveFirst();
            Requeue(first.Value);
        }

        public void UnstashAll() => UnstashAll(_ => true);

        public void UnstashAll(Func<Envelope, bool> filterPredicate)
        {
            for (var one = _stashed.Last; one is not null; one = one.Previous)
            {
                if (filterPredicate(one.Value))
                    Requeue(one.Value);
            }

            _stashed.Clear();
        }

        public IEnumerable<Envelope> ClearStash()
        {
            var stashed = _stashed.ToList();
            _stashed.Clear();
            return stashed;
        }

        public void Prepend(IEnumerable<Envelope> envelopes)
        {
            foreach (var envelope in envelopes.Reverse())
                _stashed.AddFirst(envelope);
        }

        private void Requeue(Envelope envelope)
        {
            _mailbox.EnqueueFirst(envelope);
            if (envelope.Message is Terminated terminated)
                _cell.TerminatedQueuedFor(terminated.ActorRef);
        }
    }

    internal class UnboundedStashImpl : AbstractStash
    {
        public UnboundedStashImpl(IActorContext context)
            : base(context)
        {
        }

        public override int Capacity => -1;
    }
}
