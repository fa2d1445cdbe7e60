using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Makes the test actor the sender of what a test method tells. An actor's cell is ambient on its thread; here it is that of the test
/// actor, on the test's thread and, through the synchronization context, on whatever thread the test goes on after an await.
/// </summary>
internal sealed class AmbientTestActor(ActorCell cell) : SynchronizationContext
{
    public static void Enter(ActorCell cell)
    {
        ActorCell.Current = cell;
        SetSynchronizationContext(new AmbientTestActor(cell));
    }

    public static void Leave(ActorCell cell)
    {
        if (ActorCell.Current == cell)
            ActorCell.Current = null;
        if (Current is AmbientTestActor)
            SetSynchronizationContext(null);
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Send(SendOrPostCallback d, object state) => Run(d, state);

    public override void Post(SendOrPostCallback d, object state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    private void Run(SendOrPostCallback callback, object state)
    {
        var (cellBefore, contextBefore) = (ActorCell.Current, Current);
        ActorCell.Current = cell;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            ActorCell.Current = cellBefore;
            SetSynchronizationContext(contextBefore);
        }
    }
}
