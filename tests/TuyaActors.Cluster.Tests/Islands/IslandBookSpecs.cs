using System.Collections.Immutable;
using TuyaActors.Cluster.Islands;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Tests.Islands;

public sealed class IslandBookSpecs
{
    private const string Self = "akka.tcp://tuya@10.0.1.5:8110";
    private const string Seed = "akka.tcp://tuya@10.0.2.5:8110";
    private const string Third = "akka.tcp://tuya@10.0.3.5:8110";
    private const string Before = "akka.tcp://tuya@10.0.0.5:8110";

    private readonly IslandBook _book = new();

    [Fact]
    public void Should_give_way_when_it_was_so_three_times_in_a_row()
    {
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(_ => Ask([Self], [Seed, Third])));
    }

    [Fact]
    public void Should_begin_to_count_anew_when_the_seed_has_not_answered()
    {
        Ask([Self], [Seed, Third]);
        Ask([Self], [Seed, Third]);
        _book.Asks(Seed);
        Assert.False(Ask([Self], [Seed, Third]));
    }

    [Fact]
    public void Should_begin_to_count_anew_when_the_seed_was_a_member_meanwhile()
    {
        Ask([Self], [Seed, Third]);
        Ask([Self], [Seed, Third]);
        _book.IsMember(Seed);
        Assert.False(Ask([Self], [Seed, Third]));
    }

    [Fact]
    public void Should_pass_over_an_answer_that_was_not_asked_for()
    {
        for (var i = 0; i < 5; i++)
            Assert.False(_book.Answered(Seed, [Self], new IslandMessages.Members([Seed, Third], CanJoin: true)));
    }

    [Theory]
    [InlineData(true, new[] { Self }, new[] { Seed, Third })]
    [InlineData(false, new[] { Self, Third }, new[] { Seed })]
    [InlineData(false, new[] { Self }, new[] { Seed })]
    [InlineData(true, new[] { Self }, new[] { Before })]
    [InlineData(true, new[] { Self, Third }, new[] { Before, Seed })]
    [InlineData(false, new[] { Self, Before }, new[] { Seed, Third })]
    public void Should_be_the_smaller_one_that_gives_way_and_of_two_alike_the_one_without_the_first_address(bool givesWay, string[] own, string[] others) =>
        Assert.Equal(givesWay, Often([.. own], [.. others]));

    [Fact]
    public void Should_give_way_though_it_is_the_larger_one_when_the_other_could_not_join() => Assert.True(Often([Self, Third], [Seed], canJoin: false));

    [Fact]
    public void Should_not_take_a_node_that_is_in_no_cluster_yet_for_another_cluster() => Assert.False(Often([Self], [], canJoin: false));

    /// <summary>Of a node that the others have taken out, and that does not know it yet.</summary>
    [Fact]
    public void Should_not_take_a_cluster_that_counts_this_node_among_its_own_for_another_one() => Assert.False(Often([Self], [Self, Seed, Third]));

    /// <summary>Of a node that was away for long, and tells of the cluster that it was in.</summary>
    [Fact]
    public void Should_not_take_a_cluster_with_a_member_of_its_own_for_another_one() => Assert.False(Often([Self, Third], [Before, Seed, Third]));

    [Fact]
    public void Should_ask_a_seed_that_has_been_silent_for_long_more_seldom_and_as_before_once_it_answers()
    {
        Assert.Equal(5 + 3, Enumerable.Range(0, 31).Count(_ => _book.Asks(Seed)));
        _book.Answered(Seed, [Self], new IslandMessages.Members([], CanJoin: true));
        Assert.All(Enumerable.Range(0, 5), _ => Assert.True(_book.Asks(Seed)));
    }

    private bool Often(ImmutableArray<string> own, ImmutableArray<string> others, bool canJoin = true) => Enumerable.Range(0, 10).Any(_ => Ask(own, others, canJoin));

    private bool Ask(ImmutableArray<string> own, ImmutableArray<string> others, bool canJoin = true)
    {
        _book.Asks(Seed);
        return _book.Answered(Seed, own, new IslandMessages.Members(others, canJoin));
    }
}
