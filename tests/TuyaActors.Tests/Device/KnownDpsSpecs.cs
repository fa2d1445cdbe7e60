using TuyaActors.Device;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class KnownDpsSpecs
{
    [Fact]
    public void Should_keep_apart_what_a_device_and_those_behind_it_have_shown()
    {
        var known = new KnownDps();
        known.Note(null, DpSet.Of((4, true), (1, true)));
        known.Note("a", DpSet.Of((20, 1)));
        known.Note(null, DpSet.Of((1, false)));
        Assert.Equal([1, 4], known.Of(null));
        Assert.Equal([20], known.Of("a"));
        Assert.Empty(known.Of("b"));
        known.Forget("a");
        Assert.Empty(known.Of("a"));
    }

    [Fact]
    public void Should_probe_once_and_again_only_while_nothing_is_known()
    {
        var known = new KnownDps();
        known.Note(null, DpSet.Of((1, true)));
        Assert.True(known.IsToProbe(null));
        Assert.False(known.IsToProbe(null));
        Assert.True(known.IsToProbe("a"));
        Assert.True(known.IsToProbe("a"));
    }

    [Fact]
    public void Should_not_collect_without_end()
    {
        var known = new KnownDps();
        for (var i = 0; i < 1000; i++)
            known.Note(null, DpSet.Of((i + 1, true)));
        Assert.Equal(KnownDps.MostOfOne, known.Of(null).Count);
    }
}
