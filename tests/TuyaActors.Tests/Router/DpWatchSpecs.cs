using TuyaActors.Messages;
using TuyaActors.Router;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

public sealed class DpWatchSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Plug = new("plug");
    private readonly DpWatch _watch = new();

    [Fact]
    public void Should_count_only_what_names_dps_and_wants_reports()
    {
        foreach (var filter in new[] { Filter.Default, Filter.Of(Plug) with { Dps = [] }, new Filter([], EventKinds.States) { Dps = [19] } })
            Assert.Null(DpWatch.Of(filter));
        Assert.Equal([19], DpWatch.Of(Filter.Default with { Dps = [19] }));
    }

    [Fact]
    public void Should_add_up_what_is_asked_of_one_and_of_all()
    {
        _watch.Count(Plug, [18, 19], +1);
        _watch.Count(null, [19, 20], +1);
        _watch.Count(null, [19, 20], +1);
        Assert.Equal([18, 19, 20], _watch.Of(Plug).Order());
        Assert.Equal([19, 20], _watch.Of(Lamp).Order());
        _watch.Count(null, [19, 20], -1);
        Assert.Equal([19, 20], _watch.Of(Lamp).Order());
        _watch.Count(null, [19, 20], -1);
        Assert.Empty(_watch.Of(Lamp));
        Assert.Equal([18, 19], _watch.Of(Plug).Order());
        _watch.Count(Plug, [18, 19], -1);
        Assert.Empty(_watch.Of(Plug));
    }
}
