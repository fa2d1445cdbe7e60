using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Tests.Configuration;

public sealed class HoconLinesSpecs
{
    private const string Text = """"
        # a comment with { and "
        tuya {
          command-timeout = 5s // and more = here {
          reconnect { first = 1s, max : 30s
            factor = 2 }
          refresh.dps = [4,
            5, # } in a list
            6]
          "quoted.key" = "a text with } and \" and # in it", idle-after = 2s
          battery
          {
            linger = 1s
          }
        }
        node.urls = ["http://*:1"]
        akka { a = """three
        lines }
        of text""", b = ${tuya.idle-after}
          c = { d = 1 } e = 2 }
        tuya.command-timeout = 6s
        """";

    [Theory]
    [InlineData("tuya reconnect first", 4)]
    [InlineData("tuya reconnect max", 4)]
    [InlineData("tuya reconnect factor", 5)]
    [InlineData("tuya refresh dps", 6)]
    [InlineData("tuya quoted.key", 9)]
    [InlineData("tuya idle-after", 9)]
    [InlineData("tuya battery", 10)]
    [InlineData("tuya battery linger", 12)]
    [InlineData("node urls", 15)]
    [InlineData("akka a", 16)]
    [InlineData("akka b", 18)]
    [InlineData("akka c d", 19)]
    [InlineData("akka e", 19)]
    [InlineData("tuya command-timeout", 20)]
    [InlineData("tuya reconnect no-such", 4)]
    [InlineData("nowhere", null)]
    public void Should_know_the_line_of_each_key(string path, int? line) => Assert.Equal(line, HoconLines.Of(Text).Find(path.Split(' ')));

    [Fact]
    public void Should_know_it_inside_of_braces_around_the_whole() => Assert.Equal(3, HoconLines.Of("{\n tuya {\n  idle-after = 1s\n }\n}\n").Find(["tuya", "idle-after"]));

    [Fact]
    public void Should_end_whatever_the_text_is()
    {
        // It is only asked about texts that could be read; it must not hang on others.
        Assert.All(Enumerable.Range(0, Text.Length), length => HoconLines.Of(Text[..length]));
        Assert.All(Enumerable.Range(0, Text.Length), from => HoconLines.Of(Text[from..]));
    }
}
