using Akka.Configuration;

namespace Akka.Conformance.Tests.Configuration;

/// <summary>How a value is read as what the caller wants.</summary>
public sealed class ConfigValueSpecs
{
    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("10 s", 10_000)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("500ms", 500)]
    [InlineData("500 milliseconds", 500)]
    [InlineData("500", 500)]
    [InlineData("1m", 60_000)]
    [InlineData("3 minutes", 180_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("\"10 s\"", 10_000)]
    [InlineData("0", 0)]
    [InlineData("infinite", -1)]
    public void Should_read_a_duration(string text, long milliseconds) =>
        Assert.Equal(milliseconds, ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a").TotalMilliseconds);

    [Theory]
    [InlineData("10x")]
    [InlineData("-1s")]
    [InlineData("-1")]
    [InlineData("1 m 3 s")]
    [InlineData("soon")]
    public void Should_refuse_what_is_no_duration(string text)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");

        Assert.Throws<FormatException>(() => config.GetTimeSpan("a"));
    }

    [Fact]
    public void Should_refuse_infinite_where_it_is_not_allowed()
    {
        var config = ConfigurationFactory.ParseString("a = infinite");

        Assert.Throws<FormatException>(() => config.GetTimeSpan("a", null, false));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10 B", 10)]
    [InlineData("1k", 1024)]
    [InlineData("1KiB", 1024)]
    [InlineData("1kB", 1000)]
    [InlineData("2M", 2097152)]
    [InlineData("2MB", 2000000)]
    [InlineData("1 GiB", 1073741824)]
    public void Should_read_a_size(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a"));

    [Theory]
    [InlineData("1 KB")]
    [InlineData("1.5k")]
    [InlineData("big")]
    public void Should_refuse_what_is_no_size(string text)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");

        Assert.Throws<FormatException>(() => config.GetByteSize("a"));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("\"on\"", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Should_read_a_boolean(string text, bool expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a", !expected));

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("TRUE")]
    [InlineData("1")]
    public void Should_refuse_what_is_no_boolean(string text)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");

        Assert.Throws<NotSupportedException>(() => config.GetBoolean("a"));
    }

    [Fact]
    public void Should_read_numbers_as_written_in_any_culture()
    {
        var config = ConfigurationFactory.ParseString("i = -5, l = 99999999999, d = -1.5, e = 1.5e3");

        Assert.Equal(-5, config.GetInt("i"));
        Assert.Equal(99_999_999_999, config.GetLong("l"));
        Assert.Equal(-1.5, config.GetDouble("d"));
        Assert.Equal(1500, config.GetDouble("e"));
    }

    [Fact]
    public void Should_refuse_what_is_no_number()
    {
        var config = ConfigurationFactory.ParseString("word = x, fraction = 1.5, big = 99999999999");

        Assert.Throws<FormatException>(() => config.GetInt("word"));
        Assert.Throws<FormatException>(() => config.GetInt("fraction"));
        Assert.Throws<OverflowException>(() => config.GetInt("big"));
    }

    [Fact]
    public void Should_answer_the_default_where_nothing_stands()
    {
        var config = ConfigurationFactory.ParseString("a = 1");

        Assert.Null(config.GetString("b"));
        Assert.Equal("d", config.GetString("b", "d"));
        Assert.Equal(0, config.GetInt("b"));
        Assert.Equal(7, config.GetInt("b", 7));
        Assert.True(config.GetBoolean("b", true));
        Assert.Equal(3, config.GetDouble("b", 3));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("b"));
        Assert.Equal(TimeSpan.FromSeconds(2), config.GetTimeSpan("b", TimeSpan.FromSeconds(2)));
        Assert.Null(config.GetByteSize("b"));
        Assert.Empty(config.GetStringList("b"));
        Assert.Null(config.GetConfig("b"));
        Assert.False(config.HasPath("b"));
        Assert.False(config.HasPath("a.b"));
    }

    [Fact]
    public void Should_answer_nothing_for_a_value_of_another_form()
    {
        var config = ConfigurationFactory.ParseString("o { b = 1 }\nl = [1]\ns = x");

        Assert.Null(config.GetString("o"));
        Assert.Null(config.GetString("l"));
        Assert.Empty(config.GetStringList("s"));
        Assert.Empty(config.GetStringList("o"));
    }

    [Fact]
    public void Should_tell_null_from_missing()
    {
        var config = ConfigurationFactory.ParseString("a = null");

        Assert.True(config.HasPath("a"));
        Assert.Null(config.GetString("a", "d"));
    }
}
