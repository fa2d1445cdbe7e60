using FsCheck;
using FsCheck.Fluent;
using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class FairQueueSpecs
{
    private readonly FairQueue<string> _queue = new();

    [Fact]
    public void Should_have_nothing_to_give_when_it_is_empty()
    {
        Assert.False(_queue.TryTake(out _));
        Assert.Equal((0, 0), (_queue.Count, _queue.CountOf("a")));
    }

    [Fact]
    public void Should_keep_the_order_within_a_line() => Assert.Equal(["a1", "a2", "a3"], TakeAll("a1", "a2", "a3"));

    [Fact]
    public void Should_let_the_lines_take_turns() =>
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], TakeAll("a1", "a2", "a3", "a4", "b1", "b2", "c1"));

    [Fact]
    public void Should_serve_a_newcomer_after_one_of_each_line()
    {
        Add("a1", "a2", "a3", "b1", "b2");
        Assert.True(_queue.TryTake(out _));
        Add("c1");
        Assert.Equal(["b1", "a2", "c1", "b2", "a3"], TakeAll());
    }

    [Fact]
    public void Should_not_let_a_line_get_ahead_by_coming_and_going()
    {
        Add("a1", "b1", "b2");
        Assert.True(_queue.TryTake(out _)); // a1: its line is empty now
        Add("a2");
        Assert.Equal(["b1", "a2", "b2"], TakeAll());
    }

    [Fact]
    public void Should_put_one_ahead_of_its_own_line_only()
    {
        Add("a1", "b1");
        _queue.AddFirst("b", "b0");
        Assert.Equal(["a1", "b0", "b1"], TakeAll());
    }

    [Fact]
    public void Should_take_one_out_without_cost_for_the_others()
    {
        Add("a1", "a2", "b1", "c1");
        _queue.Remove("b", "b1");
        _queue.Remove("b", "b1");
        _queue.Remove("a", "nobody");
        Assert.Equal(3, _queue.Count);
        Assert.Equal(["a1", "c1", "a2"], TakeAll());
    }

    /// <summary>However long the other lines are: who is first in his line waits for at most one of each other line.</summary>
    [Fact]
    public void Should_make_nobody_wait_for_more_than_one_of_each_other_line() => Prop.ForAll<byte[]>(steps =>
    {
        var queue = new FairQueue<string>();
        var overtaken = new Dictionary<string, Dictionary<string, int>>();
        foreach (var step in steps)
        {
            if (step % 3 != 0)
            {
                var key = $"{step / 3 % 5}";
                queue.Add(Line(key), key);
                overtaken.TryAdd(key, []);
            }
            else if (queue.TryTake(out var taken))
            {
                overtaken.Remove(taken);
                if (queue.CountOf(Line(taken)) > 0)
                    overtaken[taken] = [];
                foreach (var (key, by) in overtaken.Where(line => line.Key != taken))
                {
                    by[taken] = by.GetValueOrDefault(taken) + 1;
                    if (by[taken] > 1)
                        return false;
                }
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Should_not_let_the_device_itself_get_ahead_by_coming_and_going()
    {
        Add("00", "b1", "b2");
        Assert.True(_queue.TryTake(out _)); // 00: its line is empty now
        Add("01");
        _queue.Remove(null, "01");
        Assert.Equal((2, 0), (_queue.Count, _queue.CountOf(null)));
        Add("02", "03");
        Assert.Equal(["b1", "02", "b2", "03"], TakeAll());
        Assert.Equal(["04"], TakeAll("04"));
    }

    // The line 0 is the device's own.
    private static string? Line(string item) => item[0] == '0' ? null : item[..1];

    private void Add(params string[] items)
    {
        foreach (var item in items)
            _queue.Add(Line(item), item);
    }

    private List<string> TakeAll(params string[] items)
    {
        Add(items);
        var taken = new List<string>();
        while (_queue.TryTake(out var item))
            taken.Add(item);
        Assert.Equal(0, _queue.Count);
        return taken;
    }
}
