#nullable disable
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// A chain of segments. A sender reserves a slot and then puts its message there; the actor takes the slots in their order and stops
/// before one that is reserved but still empty: its sender schedules the mailbox when it has put the message. A slot is used once. After
/// closing whoever finds a message in a slot, its sender or the one who closes, brings it to the dead letters, so that none is lost.
/// </summary>
internal sealed class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    // Most actors have hardly ever more than one message waiting, and there are many of them.
    private const int SmallestSegment = 4;

    // For an actor that keeps up with its senders: less garbage a message, and still little to keep when it rests.
    private const int LargestWithoutBacklog = 8;

    // For one that does not: few objects to look at and to move for the garbage collector, whose time a long queue costs most.
    private const int LargestSegment = 1024;

    /// <summary>Stands where a closed queue was emptied.</summary>
    private static readonly object Emptied = new();

    private Segment _head;
    private Segment _tail;
    private IMessageQueue _deadLetters;

    public bool HasMessages
    {
        get
        {
            if (Readable(Volatile.Read(ref _head)) is not { } segment)
                return false;
            // Asked by others, too, while the actor goes on.
            var next = Volatile.Read(ref segment.Taken);
            return next >= segment.Slots.Length || Volatile.Read(ref segment.Slots[next].Message) is not null;
        }
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        ref var slot = ref Reserve();
        slot.Sender = envelope.Sender;
        // A fence too: the look at the mailbox that follows must not come before it.
        var before = Interlocked.Exchange(ref slot.Message, envelope.Message);
        if (Volatile.Read(ref _deadLetters) is { } deadLetters && (before == Emptied || Empty(ref slot) is not null))
            deadLetters.Enqueue(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope)
    {
        var segment = Readable(_head);
        if (segment is null || Volatile.Read(ref segment.Slots[segment.Taken].Message) is not { } message)
        {
            envelope = default;
            return false;
        }

        if (segment != _head)
            Volatile.Write(ref _head, segment);
        ref var slot = ref segment.Slots[segment.Taken];
        envelope = new Envelope(message, slot.Sender);
        slot = default;
        Volatile.Write(ref segment.Taken, segment.Taken + 1);
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        Interlocked.Exchange(ref _deadLetters, deadletters);
        for (var segment = _head; segment is not null; segment = Volatile.Read(ref segment.Next))
        {
            for (; segment.Taken < segment.Slots.Length; segment.Taken++)
            {
                ref var slot = ref segment.Slots[segment.Taken];
                if (Empty(ref slot) is { } message)
                    deadletters.Enqueue(owner, new Envelope(message, slot.Sender));
            }
        }
    }

    /// <summary>What is in the slot for the one who asks first; null when the actor had it before, when nothing is there yet, or when it was emptied.</summary>
    private static object Empty(ref Slot slot) => Interlocked.Exchange(ref slot.Message, Emptied) is { } message && message != Emptied ? message : null;

    /// <summary>The segment with the next slot to take; null when there is none yet.</summary>
    private static Segment Readable(Segment head) => head is null || Volatile.Read(ref head.Taken) < head.Slots.Length ? head : Volatile.Read(ref head.Next);

    private ref Slot Reserve()
    {
        var segment = Volatile.Read(ref _tail) ?? First();
        while (true)
        {
            var index = Volatile.Read(ref segment.Reserved) < segment.Slots.Length ? Interlocked.Increment(ref segment.Reserved) - 1 : int.MaxValue;
            if (index < segment.Slots.Length)
                return ref segment.Slots[index];
            segment = After(segment);
        }
    }

    private Segment First()
    {
        var first = new Segment(SmallestSegment);
        var found = Interlocked.CompareExchange(ref _head, first, null) ?? first;
        return Interlocked.CompareExchange(ref _tail, found, null) ?? found;
    }

    private Segment After(Segment full)
    {
        var next = Volatile.Read(ref full.Next);
        if (next is null)
        {
            var size = full.Slots.Length;
            var hasBacklog = size - Volatile.Read(ref full.Taken) > size / 2;
            var made = new Segment(Math.Min(size * 2, hasBacklog ? LargestSegment : LargestWithoutBacklog));
            next = Interlocked.CompareExchange(ref full.Next, made, null) ?? made;
        }

        Interlocked.CompareExchange(ref _tail, next, full);
        return next;
    }

    private struct Slot
    {
        public object Message;
        public IActorRef Sender;
    }

    private sealed class Segment(int size)
    {
        public readonly Slot[] Slots = new Slot[size];
        public Segment Next;

        /// <summary>How many slots senders have asked for; more than there are when it is full.</summary>
        public int Reserved;

        /// <summary>How many the actor has taken.</summary>
        public int Taken;
    }
}
