using TuyaActors.Node.Live;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Live;

public sealed class EventLogSpecs
{
    private readonly EventLog _log = new(capacity: 4);

    [Fact]
    public void Should_tell_in_order_what_happened_after_a_number()
    {
        Add(3);
        Assert.Equal([2, 3], _log.After(1, 10, out var missed).Select(e => e.Number));
        Assert.Equal((0, 3), (missed, _log.Head));
        Assert.Empty(_log.After(3, 10, out _));
    }

    [Fact]
    public void Should_say_how_many_are_gone()
    {
        Add(10);
        Assert.Equal([7, 8, 9, 10], _log.After(2, 10, out var missed).Select(e => e.Number));
        Assert.Equal((4, 6), (missed, _log.Tail));
        _log.After(6, 10, out missed);
        Assert.Equal(0, missed);
    }

    [Fact]
    public void Should_tell_no_more_at_once_than_wanted()
    {
        Add(4);
        Assert.Equal([1, 2], _log.After(0, 2, out _).Select(e => e.Number));
        Assert.Equal([3, 4], _log.After(2, 2, out _).Select(e => e.Number));
    }

    [Fact]
    public void Should_write_an_event_once_for_all_who_read_it()
    {
        Add(1);
        var written = 0;
        var logged = _log.After(0, 1, out _).Single();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, logged.Json(_ => [(byte)++written]).Length);
        }

        Assert.Equal(1, written);
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _log.Add(Snapshots.Report("lamp", (1, true)), null);
        }
    }
}
