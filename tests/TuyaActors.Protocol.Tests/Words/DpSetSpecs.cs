using System.Text;

namespace TuyaActors.Protocol.Tests.Words;

public sealed class DpSetSpecs
{
    [Fact]
    public void Should_be_sorted_and_equal_when_built_in_any_order()
    {
        var one = DpSet.Of((20, "x"), (1, true), (101, 5));
        var other = DpSet.Create(new Dictionary<int, DpValue> { [101] = 5, [1] = true, [20] = "x" });

        Assert.Equal([1, 20, 101], one.Keys);
        Assert.Equal([true, "x", 5], one.Values);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("""{"1":true,"20":"x","101":5}""", one.ToJson());
        Assert.Equal(one.ToJson(), one.ToString());
    }

    [Fact]
    public void Should_take_the_last_when_an_id_comes_twice()
    {
        Assert.Equal(DpSet.Of((1, 3), (2, 0)), DpSet.Of((1, 1), (2, 0), (1, 3)));
        Assert.True(DpSet.TryParse("""{"1":1,"1":3,"2":0}"""u8, out var parsed, out _));
        Assert.Equal(DpSet.Of((1, 3), (2, 0)), parsed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Should_refuse_an_id_when_it_is_out_of_range(int id)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DpSet.Of((id, true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DpSet.Empty.With(id, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => DpSet.Create([KeyValuePair.Create(id, DpValue.Null)]));
    }

    [Fact]
    public void Should_look_like_a_dictionary_when_read()
    {
        var dps = DpSet.Of((1, true), (65535, 2));

        Assert.Equal(2, dps.Count);
        Assert.True(dps.ContainsKey(65535));
        Assert.False(dps.ContainsKey(2));
        Assert.Equal(2, dps[65535]);
        Assert.False(dps.TryGetValue(3, out _));
        Assert.Throws<KeyNotFoundException>(() => dps[3]);
        Assert.Equal([KeyValuePair.Create(1, (DpValue)true), KeyValuePair.Create(65535, (DpValue)2)], dps);
    }

    [Fact]
    public void Should_hold_both_and_prefer_the_newer_when_merged()
    {
        var old = DpSet.Of((1, true), (2, 5), (9, "a"));
        var merged = old.Merge(DpSet.Of((2, 6), (3, "n"), (10, DpValue.Null)));

        Assert.Equal(DpSet.Of((1, true), (2, 6), (3, "n"), (9, "a"), (10, DpValue.Null)), merged);
        Assert.Equal(DpSet.Of((1, true), (2, 5), (9, "a")), old);
        Assert.Same(old, old.Merge(DpSet.Empty));
        Assert.Same(old, old.Merge(DpSet.Of((2, 5))));
        Assert.Same(old, DpSet.Empty.Merge(old));
    }

    [Fact]
    public void Should_name_only_what_differs_when_compared_with_an_older_set()
    {
        var old = DpSet.Of((1, true), (2, 5), (9, "a"));

        Assert.Equal(DpSet.Of((2, 6), (4, false)), DpSet.Of((1, true), (2, 6), (4, false)).ChangesFrom(old));
        Assert.Same(DpSet.Empty, old.ChangesFrom(old));
        Assert.Same(old, old.ChangesFrom(DpSet.Empty));
    }

    [Fact]
    public void Should_lack_a_dp_when_it_is_taken_out()
    {
        var dps = DpSet.Of((1, true), (2, 5), (9, "a"));

        Assert.Equal(DpSet.Of((1, true), (9, "a")), dps.Without(2));
        Assert.Equal(DpSet.Of((2, 5), (9, "a")), dps.Without(1));
        Assert.Same(dps, dps.Without(3));
        Assert.Same(DpSet.Empty, DpSet.Of((1, true)).Without(1));
        Assert.Equal(DpSet.Of((1, false), (2, 5), (9, "a")), dps.With(1, false));
    }

    [Fact]
    public void Should_come_in_parts_when_a_device_takes_only_some_at_a_time()
    {
        var dps = DpSet.Of((1, true), (2, 5), (9, "a"), (10, 1), (11, 2));

        Assert.Equal([DpSet.Of((1, true), (2, 5)), DpSet.Of((9, "a"), (10, 1)), DpSet.Of((11, 2))], dps.Split(2));
        Assert.Same(dps, Assert.Single(dps.Split(5)));
        Assert.Empty(DpSet.Empty.Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dps.Split(0));
    }

    [Fact]
    public void Should_round_trip_when_parsed_and_written()
    {
        const string json = """{"1":true,"2":null,"3":"a b","4":-7,"5":1.50,"6":{"x": [1, 2]},"255":"中"}""";

        Assert.True(DpSet.TryParse(Encoding.UTF8.GetBytes(json), out var dps, out _));

        Assert.Equal(json, dps.ToJson());
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("7", "object")]
    [InlineData("""{"1":true""", "JSON")]
    [InlineData("""{"1":true} x""", "JSON")]
    [InlineData("""{"1":true,}""", "JSON")]
    [InlineData("""{"switch":true}""", "switch")]
    [InlineData("""{"0":true}""", "65535")]
    [InlineData("""{"65536":true}""", "65536")]
    [InlineData("""{"-1":true}""", "-1")]
    [InlineData("""{"01":true}""", "01")]
    [InlineData("""{"+1":true}""", "+1")]
    [InlineData("""{"":true}""", "DP id")]
    public void Should_say_what_is_wrong_when_a_text_is_no_dp_set(string json, string hint)
    {
        Assert.False(DpSet.TryParse(Encoding.UTF8.GetBytes(json), out var dps, out var why));

        Assert.Null(dps);
        Assert.Contains(hint, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_never_throw_when_the_text_is_cut_or_changed_anywhere()
    {
        var json = Encoding.UTF8.GetBytes("""{"1":true,"2":"\u00e9\ud83d\ude00","3":[{"a":1e5}],"4":-0,"5":null}""");
        for (var i = 0; i < json.Length; i++)
        {
            Assert.False(DpSet.TryParse(json.AsSpan(0, i), out _, out var why));
            Assert.NotEmpty(why);
            for (var b = 0; b < 256; b++)
            {
                var changed = (byte[])json.Clone();
                changed[i] = (byte)b;
                var ok = DpSet.TryParse(changed, out var dps, out why);
                Assert.True(ok ? dps is not null && dps.ToJson().Length > 0 : !string.IsNullOrEmpty(why));
            }
        }
    }
}
