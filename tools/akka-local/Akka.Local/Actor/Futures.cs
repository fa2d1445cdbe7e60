#nullable disable
using System.Diagnostics.CodeAnalysis;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A handle that takes one answer and makes it the result of a task. With the answer goes all that waited for it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it owns goes with the answer, or with the time.")]
internal sealed class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorPath _path;
    private Timer _clock;
    private TimeSpan _timeout;
    private CancellationTokenRegistration _onCancel;

    public FutureActorRef(IActorRefProvider provider) => Provider = provider;

    public Task<T> Result => _result.Task;

    /// <summary>Made when somebody asks for it: mostly nobody does.</summary>
    public override ActorPath Path => _path ?? Interlocked.CompareExchange(ref _path, Provider.TempPath(), null) ?? _path;

    public override IActorRefProvider Provider { get; }

    public override bool IsTerminated => _result.Task.IsCompleted;

    /// <summary>Before anybody can answer.</summary>
    public void EndWith(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _onCancel = cancellationToken.UnsafeRegister(static (state, token) => ((FutureActorRef<T>)state).Cancel(token), this);
        if (timeout > TimeSpan.Zero)
        {
            _timeout = timeout;
            _clock = new Timer(static waiting => ((FutureActorRef<T>)waiting).EndLate(), this, timeout, Timeout.InfiniteTimeSpan);
        }

        // It may have ended before it knew its own clock.
        if (_result.Task.IsCompleted)
            LetGo();
    }

    public bool Fail(Exception cause) => _result.TrySetException(cause) && LetGo();

    public override void SendSystemMessage(ISystemMessage message)
    {
        // It is gone with its answer, so it counts as never having been there.
        if (message is Watch watch && watch.Watchee.Equals(this))
            _result.Task.ContinueWith(
                _ => watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, false, false)),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }

    private protected override void TellInternal(object message, IActorRef sender)
    {
        var taken = message switch
        {
            T answer => _result.TrySetResult(answer) && LetGo(),
            Status.Failure failure => Fail(failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")),
            _ => Fail(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (!taken)
            Provider.DeadLetters.Tell(new Event.DeadLetter(message, sender ?? Provider.DeadLetters, this), sender);
    }

    private void EndLate() => Fail(new AskTimeoutException($"Timeout after {_timeout} seconds"));

    private void Cancel(CancellationToken token)
    {
        if (_result.TrySetCanceled(token))
            LetGo();
    }

    private bool LetGo()
    {
        _clock?.Dispose();
        _onCancel.Unregister();
        return true;
    }
}

/// <summary>Asks: a message out, a task for the answer.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Ask<T>(self, null, message, timeout, cancellationToken);

    /// <summary>
    /// The answer is what the handle is told first. Fails with the cause of a <see cref="Status.Failure"/>, with an
    /// <see cref="AskTimeoutException"/> when nobody answers in time, and is cancelled with the token.
    /// </summary>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Ask<T>(self, messageFactory, null, timeout, cancellationToken);

    private static Task<T> Ask<T>(ICanTell self, Func<IActorRef, object> messageFactory, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self) ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var answer = new FutureActorRef<T>(provider);
        answer.EndWith(timeout ?? provider.Settings.AskTimeout, cancellationToken);
        try
        {
            self.Tell(messageFactory is null ? message : messageFactory(answer), answer);
        }
        catch (Exception error)
        {
            answer.Fail(error);
            throw;
        }

        return answer.Result;
    }

    internal static IActorRefProvider ProviderOf(ICanTell self) => self switch
    {
        ActorSelection selection => ProviderOf(selection.Anchor),
        IInternalActorRef actor => actor.Provider,
        _ => ActorCell.Current?.SystemImpl.Provider,
    };
}

/// <summary>Brings the outcome of a task to an actor as a message.</summary>
public static class PipeToSupport
{
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef sender = null, Func<T, object> success = null, Func<Exception, object> failure = null) =>
        PipeTo(taskToPipe, recipient, false, sender, success, failure);

    internal static async Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        bool useConfigureAwait,
        IActorRef sender = null,
        Func<T, object> success = null,
        Func<Exception, object> failure = null)
    {
        try
        {
            var result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            recipient.Tell(success is null ? result : success(result), sender);
        }
        catch (Exception error)
        {
            recipient.Tell(failure is null ? new Status.Failure(error) : failure(error), sender);
        }
    }

    public static Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef sender = null, Func<object> success = null, Func<Exception, object> failure = null) =>
        PipeTo(taskToPipe, recipient, false, sender, success, failure);

    internal static async Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        bool useConfigureAwait,
        IActorRef sender = null,
        Func<object> success = null,
        Func<Exception, object> failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            if (success is not null)
                recipient.Tell(success(), sender);
        }
        catch (Exception error)
        {
            recipient.Tell(failure is null ? new Status.Failure(error) : failure(error), sender);
        }
    }
}

internal static class WatchAsyncSupport
{
    /// <summary>True when the actor has stopped; false when the token came first.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var actor = (IInternalActorRef)target;
        var death = new DeathRef(actor.Provider);
        actor.SendSystemMessage(new Watch(actor, death));
        try
        {
            await death.Seen.WaitAsync(token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            actor.SendSystemMessage(new Unwatch(actor, death));
            return false;
        }
    }
}

public static class GracefulStopSupport
{
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => GracefulStop(target, timeout, PoisonPill.Instance);

    /// <exception cref="TaskCanceledException">It did not stop in time.</exception>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        using var clock = new CancellationTokenSource(timeout);
        var stopped = target.WatchAsync(clock.Token);
        target.Tell(stopMessage, ActorRefs.NoSender);
        return await stopped.ConfigureAwait(false)
            ? true
            : throw new TaskCanceledException($"{target} did not stop within {timeout}.");
    }
}

/// <summary>Waits for one death.</summary>
internal sealed class DeathRef : MinimalActorRef
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeathRef(IActorRefProvider provider)
    {
        Provider = provider;
        Path = provider.TempPath();
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public Task Seen => _seen.Task;

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification)
            _seen.TrySetResult();
    }
}
