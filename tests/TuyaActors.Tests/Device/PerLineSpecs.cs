using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class PerLineSpecs
{
    private PerLine<int> _values = new();

    [Fact]
    public void Should_have_nothing_until_something_is_set()
    {
        Assert.True(_values.IsEmpty);
        Assert.Empty(_values.All);
        Assert.Equal((0, 0), (_values[null], _values["a"]));
    }

    [Fact]
    public void Should_keep_apart_the_device_and_those_behind_it()
    {
        _values[null] = 1;
        _values["a"] = 2;
        _values["A"] = 3;
        Assert.Equal((1, 2, 3, 0), (_values[null], _values["a"], _values["A"], _values["b"]));
        Assert.Equal((null, 1), _values.All[0]);
        Assert.Equal([null, "A", "a"], _values.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_take_no_cid_and_an_empty_one_for_the_device_itself()
    {
        _values[""] = 1;
        Assert.Equal(1, _values[null]);
        Assert.Equal([null], _values.Lines);
    }

    [Fact]
    public void Should_have_no_more_what_was_set_to_the_default()
    {
        _values[null] = 1;
        _values["a"] = 2;
        _values[null] = 0;
        Assert.Equal([("a", 2)], _values.All);
        _values["b"] = 0;
        _values["a"] = 0;
        Assert.True(_values.IsEmpty);
        Assert.Empty(_values.Lines);
    }

    [Fact]
    public void Should_let_values_be_changed_while_all_are_gone_through()
    {
        _values[null] = 1;
        _values["a"] = 2;
        foreach (var (cid, value) in _values.All)
            _values[cid] = value - 1;
        Assert.Equal([("a", 1)], _values.All);
    }

    [Fact]
    public void Should_be_empty_when_cleared()
    {
        _values[null] = 1;
        _values["a"] = 2;
        _values.Clear();
        Assert.True(_values.IsEmpty);
    }
}
