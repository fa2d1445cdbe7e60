#nullable disable
using Timer = Akka.Actor.HashedWheelTimerScheduler.Timer;

namespace Akka.Actor;

/// <summary>A binary heap whose members know their place, so that one can leave from the middle.</summary>
internal sealed class TimerHeap
{
    private readonly List<Timer> _timers = [];

    public Timer First => _timers.Count > 0 ? _timers[0] : null;

    public void Add(Timer timer)
    {
        _timers.Add(timer);
        Rise(timer, _timers.Count - 1);
    }

    public void Remove(Timer timer)
    {
        var index = timer.Index;
        if (index < 0)
            return;
        timer.Index = -1;
        var last = _timers[^1];
        _timers.RemoveAt(_timers.Count - 1);
        if (ReferenceEquals(last, timer))
            return;
        Rise(last, index);
        if (last.Index == index)
            Sink(last, index);
    }

    public void Clear()
    {
        foreach (var timer in _timers)
            timer.Index = -1;
        _timers.Clear();
    }

    private void Rise(Timer timer, int index)
    {
        while (index > 0)
        {
            var above = (index - 1) / 2;
            if (_timers[above].DueAt <= timer.DueAt)
                break;
            Put(_timers[above], index);
            index = above;
        }

        Put(timer, index);
    }

    private void Sink(Timer timer, int index)
    {
        while (true)
        {
            var below = (2 * index) + 1;
            if (below >= _timers.Count)
                break;
            if (below + 1 < _timers.Count && _timers[below + 1].DueAt < _timers[below].DueAt)
                below++;
            if (timer.DueAt <= _timers[below].DueAt)
                break;
            Put(_timers[below], index);
            index = below;
        }

        Put(timer, index);
    }

    private void Put(Timer timer, int index)
    {
        _timers[index] = timer;
        timer.Index = index;
    }
}
