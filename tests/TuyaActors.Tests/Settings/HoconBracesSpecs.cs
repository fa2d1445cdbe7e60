using TuyaActors.Settings;

namespace TuyaActors.Tests.Settings;

public sealed class HoconBracesSpecs
{
    [Theory]
    [InlineData("")]
    [InlineData("tuya { discovery { enabled = off } }")]
    [InlineData("tuya.discovery.broadcast-addresses = [\"10.0.0.255\", \"10.0.1.255\"]")]
    [InlineData("# a comment with a {\n// and a [ \"\ntuya { }")]
    [InlineData("a = \"{ [ \\\" {\"")]
    [InlineData("a = \"\"\"{\n\"[\n\"\"\"")]
    public void Should_find_nothing_when_all_is_in_pairs(string hocon) => Assert.Null(HoconBraces.Find(hocon));

    [Theory]
    [InlineData("tuya {", "line 1: '{' is never closed")]
    [InlineData("tuya {\n  discovery {\n  enabled = off\n}\n", "line 1: '{' is never closed")]
    [InlineData("tuya {\n  discovery {\n", "line 2: '{' is never closed")]
    [InlineData("a = [1,\n2", "line 1: '[' is never closed")]
    [InlineData("a = 1\n}", "line 2: '}' closes nothing")]
    [InlineData("a = [1}", "line 1: '}' closes nothing")]
    [InlineData("\n\na = \"b\nc = 1", "line 3: a '\"' is never closed")]
    [InlineData("a = \"\"\"b\n\nc", "line 1: a '\"' is never closed")]
    [InlineData("a = \"\"\"b\n\n\"\"\"\n{", "line 4: '{' is never closed")]
    public void Should_name_the_line_of_what_is_not(string hocon, string finding) => Assert.Equal(finding, HoconBraces.Find(hocon));
}
