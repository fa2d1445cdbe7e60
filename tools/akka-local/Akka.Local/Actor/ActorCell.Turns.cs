#nullable disable
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

// Asynchronous handlers, and the receive timeout.
public partial class ActorCell
{
    /// <summary>The asynchronous handler that has not ended; the mailbox waits for it.</summary>
    private AsyncTurn _turn;
    private int _openTasks;
    private TimerHandle _receiveTimer;

    internal TimeSpan? ReceiveTimeout { get; private set; }

    public void SetReceiveTimeout(TimeSpan? timeout = null)
    {
        if (timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A receive timeout is longer than nothing, or null.");
        ReceiveTimeout = timeout;
        CancelReceiveTimeout();
    }

    /// <summary>Starts the receive timeout unless it runs.</summary>
    internal void CheckReceiveTimeout()
    {
        if (ReceiveTimeout is not { } timeout || _receiveTimer is not null)
            return;
        _receiveTimer = new TimerHandle();
        System.Scheduler.ScheduleTellOnce(timeout, Self, Akka.Actor.ReceiveTimeout.Instance, Self, _receiveTimer);
    }

    internal void RunTask(Func<Task> work)
    {
        var turn = _turn ?? new AsyncTurn(_actor, _envelope);
        var scheduler = new ActorTaskScheduler(this, turn);
        var start = new Task<Task>(work);
        start.RunSynchronously(scheduler);
        var task = start.Unwrap();
        if (task.IsCompletedSuccessfully)
            return;

        if (_turn is null)
        {
            _turn = turn;
            _openTasks = 0;
            Mailbox.OpenTurn();
        }

        _openTasks++;
        task.ContinueWith(
            static (done, state) =>
            {
                var (cell, of) = ((ActorCell, AsyncTurn))state;
                cell.SendSystemMessage(new TaskEnd(of, done));
            },
            (this, turn),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void StepTurn(TaskStep step)
    {
        var before = _envelope;
        _envelope = step.Turn.Envelope;
        try
        {
            step.Scheduler.Step(step.Task);
        }
        finally
        {
            if (!ReferenceEquals(_turn, step.Turn))
                _envelope = before;
        }
    }

    private void EndTurn(TaskEnd end)
    {
        if (!ReferenceEquals(_turn, end.Turn))
        {
            _ = end.Task.Exception;
            return;
        }

        var failed = !end.Task.IsCompletedSuccessfully;
        if (!failed && --_openTasks > 0)
            return;
        _turn = null;
        _envelope = end.Turn.Envelope;
        Mailbox.CloseTurn();
        if (failed)
        {
            var error = end.Task.Exception?.InnerExceptions is [var only] ? only : (Exception)end.Task.Exception ?? new TaskCanceledException(end.Task);
            HandleFailure(error, null);
            return;
        }

        _envelope = default;
        CheckReceiveTimeout();
    }

    private void CancelReceiveTimeout()
    {
        _receiveTimer?.Cancel();
        _receiveTimer = null;
    }
}
