using TuyaActors.Device;

namespace TuyaActors.Tests.Device;

public sealed class GatewayChildrenSpecs
{
    private static readonly HashSet<string> Defined = ["a", "b"];

    [Fact]
    public void Should_know_of_no_loss_before_the_gateway_speaks() => Assert.Empty(GatewayChildren.None.Lost);

    [Fact]
    public void Should_keep_what_a_part_of_a_list_does_not_name()
    {
        var children = List(GatewayChildren.None, online: [], offline: ["a", "b"]);
        Assert.Equal(["a", "b"], children.Lost.Order());
        children = List(children, online: ["a"], offline: []);
        Assert.Equal(["b"], children.Lost);
    }

    [Fact]
    public void Should_take_a_cid_in_both_lists_for_online() =>
        Assert.Empty(List(GatewayChildren.None, online: ["a"], offline: ["a"]).Lost);

    [Fact]
    public void Should_find_again_a_child_that_speaks()
    {
        var children = List(GatewayChildren.None, online: [], offline: ["a", "b"]).Heard("a", isDefined: true);
        Assert.Equal(["b"], children.Lost);
        Assert.Same(children, children.Heard("a", isDefined: true));
    }

    [Fact]
    public void Should_collect_cids_that_nobody_defined()
    {
        var children = List(GatewayChildren.None, online: ["a", "x"], offline: ["y", ""]).Heard("z", isDefined: false);
        Assert.Equal(["x", "y", "z"], children.Unknown);
        Assert.Equal(["x", "z"], children.Defined("y").Unknown);
        Assert.Equal(["y"], children.Defined("y").Lost);
    }

    [Fact]
    public void Should_not_collect_without_end()
    {
        var many = Enumerable.Range(0, GatewayChildren.MostUnknown * 2).Select(i => $"x{i}").ToList();
        var children = List(GatewayChildren.None, online: [], offline: many).Heard("one more", isDefined: false);
        Assert.Equal(GatewayChildren.MostUnknown, children.Unknown.Count);
        Assert.Equal(GatewayChildren.MostUnknown, children.Lost.Count);
        Assert.Contains("a", List(children, online: [], offline: ["a"]).Lost);
    }

    [Fact]
    public void Should_stop_believing_a_gateway_that_answers_no_more()
    {
        var children = List(GatewayChildren.None, online: [], offline: ["a"]).Connected();
        for (var i = 0; i < GatewayChildren.PatienceWithSilence; i++)
        {
            Assert.False(children.IsSilent);
            children = children.Asked();
            Assert.Equal(["a"], children.Lost);
        }

        Assert.True(children.IsSilent);
        Assert.Empty(children.Asked().Lost);
        Assert.False(children.Connected().IsSilent);
        Assert.False(List(children, [], []).IsSilent);
    }

    [Fact]
    public void Should_forget_the_loss_of_what_is_taken_out() =>
        Assert.Empty(List(GatewayChildren.None, [], ["a"]).Undefined("a").Lost);

    private static GatewayChildren List(GatewayChildren children, IEnumerable<string> online, IEnumerable<string> offline) =>
        children.Listed(online, offline, Defined.Contains);
}
