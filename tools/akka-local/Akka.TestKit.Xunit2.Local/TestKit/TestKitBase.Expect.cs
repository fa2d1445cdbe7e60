using Akka.Actor;

namespace Akka.TestKit;

// Expecting messages. Each expectation takes one message and fails the test when it is another one or none comes in time.
public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, Anything, cancellationToken);

    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, EqualTo(message, hint), cancellationToken);

    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, TrueFor<T>((message, _) => isMessage(message), hint), cancellationToken);

    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (message, _) => assert(message), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, hint, Anything, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, EqualTo(message, hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, TrueFor<T>((message, _) => isMessage(message), hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, TrueFor(isMessageAndSender, hint), cancellationToken);

    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(duration, hint, From<T>(sender, Anything, hint), cancellationToken);

    /// <summary>The end of an actor that the test watches.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, EndOf(target, hint), cancellationToken);

    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, EndOf(target, hint), cancellationToken);

    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Expect(null, null, OneOf(messages), cancellationToken);

    /// <summary>These messages in any order, and no others between them.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    internal IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(ReceiveN(messages.Count, cancellationToken), messages);

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectNothing(Dilated(duration), cancellationToken);

    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNothingAsync(Dilated(duration), cancellationToken);

    private static void Anything<T>(T message, IActorRef sender)
    {
        // The type is all that was asked for.
    }

    private Action<T, IActorRef> EqualTo<T>(T expected, string hint) => (message, _) => _assertions.AssertEqual(expected, message, Plain(hint));

    private Action<T, IActorRef> TrueFor<T>(Func<T, IActorRef, bool> predicate, string hint) => (message, sender) => _assertions.AssertTrue(
        predicate(message, sender),
        "Got a message of the expected type <{0}>. Also expected {1} but the message {{{2}}} of type <{3}> did not match",
        typeof(T),
        hint ?? "the predicate to return true",
        message,
        message.GetType());

    private Action<T, IActorRef> From<T>(IActorRef expected, Action<T, IActorRef> check, string hint) => (message, sender) =>
    {
        _assertions.AssertEqual(expected, sender, "Sender does not match. {0}", hint ?? "");
        check(message, sender);
    };

    private Action<Terminated, IActorRef> EndOf(IActorRef target, string hint) => (terminated, _) =>
        _assertions.AssertEqual(target, terminated.ActorRef, "Terminated {0}. {1}", target, hint ?? "");

    private Action<T, IActorRef> OneOf<T>(IEnumerable<T> messages) => (message, _) =>
        _assertions.AssertTrue(messages.Contains(message), "ExpectMsgAnyOf found unexpected {0}", message);

    private IReadOnlyCollection<T> AllOf<T>(IReadOnlyCollection<object> received, IReadOnlyCollection<T> expected)
    {
        var missing = expected.Where(message => !received.Contains(message)).ToList();
        var unexpected = received.Where(message => message is not T typed || !expected.Contains(typed)).ToList();
        if (missing.Count > 0 || unexpected.Count > 0)
            _assertions.Fail("not found [{0}] found unexpected [{1}]", string.Join(", ", missing), string.Join(", ", unexpected));
        return [.. received.Cast<T>()];
    }

    private T Expect<T>(TimeSpan? timeout, string hint, Action<T, IActorRef> check, CancellationToken cancellationToken)
    {
        var patience = RemainingOrDilated(timeout);
        return Checked(Take(patience, cancellationToken), patience, hint, check);
    }

    private async ValueTask<T> ExpectAsync<T>(TimeSpan? timeout, string hint, Action<T, IActorRef> check, CancellationToken cancellationToken)
    {
        var patience = RemainingOrDilated(timeout);
        return Checked(await TakeAsync(patience, cancellationToken).ConfigureAwait(false), patience, hint, check);
    }

    private T Checked<T>(MessageEnvelope envelope, TimeSpan patience, string hint, Action<T, IActorRef> check)
    {
        if (envelope is null)
            _assertions.Fail("Failed: Timeout {0} while waiting for a message of type {1} {2}", patience, typeof(T), hint ?? "");
        if (envelope.Message is not T)
        {
            _assertions.Fail(
                "Failed: Expected a message of type {0}, but received {{{1}}} (type {2}) instead {3} from {4}",
                typeof(T),
                envelope.Message,
                envelope.Message.GetType(),
                hint ?? "",
                envelope.Sender);
        }

        var message = (T)envelope.Message;
        check(message, envelope.Sender);
        return message;
    }

    private void ExpectNothing(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Now;
        FailOn(Take(duration, cancellationToken), duration, start);
    }

    private async ValueTask ExpectNothingAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Now;
        FailOn(await TakeAsync(duration, cancellationToken).ConfigureAwait(false), duration, start);
    }

    private void FailOn(MessageEnvelope envelope, TimeSpan duration, TimeSpan start)
    {
        if (envelope is not null)
            _assertions.Fail("Failed: Expected no messages during {0}, instead we received {1} after {2}", duration, envelope, Now - start);
    }

    // A hint is text, not a format.
    private static string Plain(string hint) => hint?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) ?? "";
}
