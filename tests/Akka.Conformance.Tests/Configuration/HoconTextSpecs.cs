using Akka.Configuration;

namespace Akka.Conformance.Tests.Configuration;

/// <summary>How HOCON text becomes values.</summary>
public sealed class HoconTextSpecs
{
    [Theory]
    [InlineData("a = 1", "a", "1")]
    [InlineData("a : 1", "a", "1")]
    [InlineData("a\t=\tx\ty\t\n", "a", "x\ty")]
    [InlineData("a = foo   bar baz  \nb = 2", "a", "foo   bar baz")]
    [InlineData("a = \"foo\"  bar", "a", "foo  bar")]
    [InlineData("a = bar\"foo\"", "a", "barfoo")]
    [InlineData("a = x y \r\nb = 2\r\n", "a", "x y")]
    [InlineData("a = x # comment", "a", "x")]
    [InlineData("a = \"x\" // comment", "a", "x")]
    [InlineData("# first\n// second\na = x", "a", "x")]
    [InlineData("a =\n  5", "a", "5")]
    [InlineData("a = 1.2.3", "a", "1.2.3")]
    [InlineData("a = x+y", "a", "x+y")]
    [InlineData("a = \"http://host:80/?q=1\"", "a", "http://host:80/?q=1")]
    [InlineData("a = \"\"", "a", "")]
    [InlineData("a = \"x\\ny\\t\\\"q\\\" \\\\ \\u0041\"", "a", "x\ny\t\"q\" \\ A")]
    [InlineData("a = \"\"\"x \"y\"\n z\"\"\"", "a", "x \"y\"\n z")]
    [InlineData("a = 1, b = 2", "b", "2")]
    [InlineData("a = { c = 1 }, b = 2", "b", "2")]
    [InlineData("a { c = 1 } b = 2", "b", "2")]
    [InlineData("a = [1, 2], b = 2", "b", "2")]
    [InlineData("a = 10 seconds", "a", "10 seconds")]
    [InlineData("a = ${b}\nb = ${c}\nc = 3", "a", "3")]
    [InlineData("a = ${b} x\nb = y", "a", "y x")]
    [InlineData("includes = 1", "includes", "1")]
    public void Should_read_the_text_of_a_value(string hocon, string path, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString(path));

    [Theory]
    [InlineData("a.b.c = 1", "a.b.c")]
    [InlineData("a { b { c = 1 } d = 2 }", "a.b.c")]
    [InlineData("a\n{\n b.c = 1\n}", "a.b.c")]
    [InlineData("a = { b : { c = 1 } }", "a.b.c")]
    [InlineData("{ \"a\": { \"b\": { \"c\": 1 } } }", "a.b.c")]
    [InlineData("a.\"b.x\".c = 1", "a.\"b.x\".c")]
    [InlineData("\"a\".b = 1", "a.b")]
    [InlineData("deployment { /foo/bar { x = 1 } }", "deployment./foo/bar.x")]
    [InlineData("deployment { \"/foo/*\" { x = 1 } }", "deployment.\"/foo/*\".x")]
    public void Should_find_a_value_by_its_path(string hocon, string path)
    {
        var config = ConfigurationFactory.ParseString(hocon);

        Assert.True(config.HasPath(path));
        Assert.Equal(1, config.GetInt(path));
    }

    [Fact]
    public void Should_see_an_object_as_path_too()
    {
        var config = ConfigurationFactory.ParseString("a.b.c = 1");

        Assert.True(config.HasPath("a.b"));
        Assert.Equal(1, config.GetConfig("a").GetConfig("b").GetInt("c"));
        Assert.Equal(["a"], config.AsEnumerable().Select(item => item.Key));
    }

    [Theory]
    [InlineData("a = [1, 2]", "1,2")]
    [InlineData("a = [\n1\n2\n]", "1,2")]
    [InlineData("a = [1, 2,]", "1,2")]
    [InlineData("a = [\"x,y\", z w]", "x,y,z w")]
    [InlineData("a = [1] [2]", "1,2")]
    [InlineData("a = [1]\na = [2]", "2")]
    [InlineData("a = []", "")]
    public void Should_read_a_list(string hocon, string expected) =>
        Assert.Equal(expected, string.Join(',', ConfigurationFactory.ParseString(hocon).GetStringList("a")));

    [Fact]
    public void Should_merge_an_object_that_is_defined_twice()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1, y { z = 1 } }\na { x = 2, y { w = 2 } }\na.b.c = 3");

        Assert.Equal(2, config.GetInt("a.x"));
        Assert.Equal(1, config.GetInt("a.y.z"));
        Assert.Equal(2, config.GetInt("a.y.w"));
        Assert.Equal(3, config.GetInt("a.b.c"));
    }

    [Fact]
    public void Should_replace_a_value_by_an_object_and_back()
    {
        Assert.Equal("5", ConfigurationFactory.ParseString("a { x = 1 }\na = 5").GetString("a"));
        Assert.False(ConfigurationFactory.ParseString("a { x = 1 }\na = 5").HasPath("a.x"));
        Assert.Equal("1", ConfigurationFactory.ParseString("a = 5\na { x = 1 }").GetString("a.x"));
    }

    [Theory]
    [InlineData("a = 1\nb = ${a}", "1")]
    [InlineData("b = ${a}\na = 1", "1")]
    [InlineData("a = 1\nb = ${a}\na = 2", "2")]
    [InlineData("a = 1\nb = x${a}y", "x1y")]
    [InlineData("a = 1\nb = \"x\" ${a} \"y\"", "x 1 y")]
    [InlineData("a = 1\nb = ${a}/lib", "1/lib")]
    [InlineData("a = 1\nb = \"${a}\"", "${a}")]
    [InlineData("a = 1\nc = ${a}\nb = ${c}", "1")]
    [InlineData("o { a = 1 }\nb = ${o.a}", "1")]
    public void Should_put_in_what_a_substitution_names(string hocon, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString("b"));

    [Fact]
    public void Should_put_in_objects_and_lists_that_a_substitution_names()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }\nb = ${a}\nl = [1]\nm = ${l} [2]\nn = [${a.x}, 3]\na { y = 2 }");

        Assert.Equal(1, config.GetInt("b.x"));
        Assert.Equal(2, config.GetInt("b.y"));
        Assert.Equal(["1", "2"], config.GetStringList("m"));
        Assert.Equal(["1", "3"], config.GetStringList("n"));
    }

    [Fact]
    public void Should_put_in_what_the_include_callback_answers()
    {
        var config = ConfigurationFactory.ParseString(
            "z { include \"part\" }",
            name => new Akka.Configuration.Hocon.HoconRoot(ConfigurationFactory.ParseString($"name = {name}").Root));

        Assert.Equal("part", config.GetString("z.name"));
    }

    [Theory]
    [InlineData("b = ${a}")]
    [InlineData("a = x@y")]
    [InlineData("a = x*y")]
    [InlineData("a = http://x")]
    [InlineData("a=1;b=2")]
    [InlineData("a = \"x\\qy\"")]
    [InlineData("x@y = 1")]
    [InlineData("a =")]
    [InlineData("a = 1,, b = 2")]
    [InlineData("a { b = 1 }, c = 2")]
    [InlineData("a {\n b = 1\n}, c = 2")]
    [InlineData("[1, 2]")]
    public void Should_refuse_text_that_is_not_hocon(string hocon) => Assert.ThrowsAny<Exception>(() => ConfigurationFactory.ParseString(hocon));
}
