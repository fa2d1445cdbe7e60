namespace TuyaActors.Turns;

/// <summary>
/// An actor that blocks its thread shall hold up nobody else. What waits behind a turn that lasts is given to the thread pool. A tenth of a second:
/// the turns of this project take microseconds.
/// </summary>
internal static class StuckTurns
{
    private const long Limit = 100;

    private static readonly Lock Gate = new();
    private static readonly List<TurnQueue> Queues = [];
    private static Timer? _timer;

    public static void Watch(TurnQueue queue)
    {
        lock (Gate)
        {
            Queues.RemoveAll(other => other.IsOver);
            Queues.Add(queue);
            _timer ??= new Timer(static _ => Look(), null, Limit, Limit);
        }
    }

    private static void Look()
    {
        var now = Environment.TickCount64;
        lock (Gate)
        {
            foreach (var queue in Queues)
            {
                foreach (var turn in queue.TakeStuck(now, Limit))
                    ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
            }
        }
    }
}
