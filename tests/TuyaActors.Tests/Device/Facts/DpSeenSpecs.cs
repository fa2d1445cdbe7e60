using TuyaActors.Device.Facts;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device.Facts;

public sealed class DpSeenSpecs
{
    [Fact]
    public void Should_say_what_the_values_were()
    {
        var shown = Seen(5, -3, 7, "a", true).ToShown();
        Assert.Equal([DpKind.Boolean, DpKind.Integer, DpKind.String], shown.Kinds.ToArray());
        Assert.Equal((1, -3, 7), (shown.DpId, shown.Lowest, shown.Highest));
        Assert.Equal(["a"], shown.Texts.ToArray());
    }

    [Fact]
    public void Should_keep_the_words_of_an_enumeration_in_order()
    {
        Assert.Equal(["colour", "scene", "white"], Seen("white", "scene", "white", "colour", "scene").ToShown().Texts.ToArray());
        Assert.Equal(Seen("white", "colour"), Seen("colour", "white"));
        Assert.NotEqual(Seen("white"), Seen("colour"));
    }

    [Fact]
    public void Should_keep_no_texts_where_they_are_many()
    {
        DpValue[] many = [.. Enumerable.Range(0, DpSeen.MostTexts).Select(i => (DpValue)$"word {i}")];
        Assert.Equal(DpSeen.MostTexts, Seen(many).Texts.Length);
        Assert.True(Seen([.. many, "one more"]).Texts.IsDefault);
        Assert.Empty(Seen([.. many, "one more", "word 1"]).ToShown().Texts);
    }

    [Fact]
    public void Should_keep_no_texts_where_they_are_long() =>
        Assert.Empty(Seen("white", new string('x', DpSeen.LongestText + 1), "colour").ToShown().Texts);

    [Fact]
    public void Should_be_the_same_in_whatever_order_it_comes_together()
    {
        var (one, other) = (Seen("white", 3), Seen("colour", 9, true));
        Assert.Equal(one.Merge(other), other.Merge(one));
        Assert.Equal(["colour", "white"], one.Merge(other).Texts.ToArray());
        Assert.True(one.Merge(Seen(new string('x', 99))).Texts.IsDefault);
        Assert.True(Seen(new string('x', 99)).Merge(one).Texts.IsDefault);
    }

    private static DpSeen Seen(params DpValue[] values) => values.Aggregate(DpSeen.Of(1), (seen, value) => seen.With(value));
}
