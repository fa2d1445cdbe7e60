using Akka.Configuration;

namespace Akka.Conformance.Tests.Configuration;

/// <summary>How configurations are put on top of each other.</summary>
public sealed class ConfigFallbackSpecs
{
    private static readonly Config Upper = ConfigurationFactory.ParseString("a { x = 1 }\nl = [1]\ns = text");

    private static readonly Config Lower = ConfigurationFactory.ParseString("a { x = 2, y = 3 }\nl = [2, 3]\ns { z = 4 }\nb = 5");

    [Fact]
    public void Should_take_from_the_fallback_what_is_missing_above()
    {
        var config = Upper.WithFallback(Lower);

        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal(3, config.GetInt("a.y"));
        Assert.Equal(5, config.GetInt("b"));
        Assert.Equal(3, config.GetConfig("a").GetInt("y"));
    }

    [Fact]
    public void Should_not_join_lists_nor_look_below_a_text()
    {
        var config = Upper.WithFallback(Lower);

        Assert.Equal(["1"], config.GetStringList("l"));
        Assert.Equal("text", config.GetString("s"));
        Assert.Null(config.GetString("s.z"));
    }

    [Fact]
    public void Should_stack_several_fallbacks_in_their_order()
    {
        var config = ConfigurationFactory.ParseString("a.b.c = 1")
            .WithFallback(ConfigurationFactory.ParseString("a.b { c = 2, d = 2 }"))
            .WithFallback(ConfigurationFactory.ParseString("a.b { c = 3, d = 3, e = 3 }"))
            .GetConfig("a.b");

        Assert.Equal((1, 2, 3), (config.GetInt("c"), config.GetInt("d"), config.GetInt("e")));
    }

    [Fact]
    public void Should_leave_the_parts_as_they_were()
    {
        _ = Upper.WithFallback(Lower);

        Assert.False(Upper.HasPath("b"));
        Assert.Equal(2, Lower.GetInt("a.x"));
    }

    [Fact]
    public void Should_know_empty_configurations()
    {
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.ParseString("").IsEmpty);
        Assert.True(ConfigurationFactory.ParseString("{}").IsEmpty);
        Assert.False(Upper.IsEmpty);
        Assert.Equal(1, ConfigurationFactory.Empty.WithFallback(Upper).GetInt("a.x"));
        Assert.Equal(1, Upper.WithFallback(Config.Empty).GetInt("a.x"));
        Assert.Equal(1, Upper.WithFallback(null).GetInt("a.x"));
        Assert.True(ConfigurationFactory.Empty.IsNullOrEmpty());
    }

    [Fact]
    public void Should_refuse_itself_as_fallback() => Assert.Throws<ArgumentException>(() => Upper.WithFallback(Upper));

    [Fact]
    public void Should_read_a_text_wherever_a_configuration_is_wanted()
    {
        Config config = "a = 1";

        Assert.Equal(1, config.GetInt("a"));
    }

    [Fact]
    public void Should_not_resolve_a_substitution_in_the_fallback() =>
        Assert.ThrowsAny<Exception>(() => ConfigurationFactory.ParseString("a = ${b}").WithFallback(ConfigurationFactory.ParseString("b = 1")).GetString("a"));

    [Fact]
    public void Should_have_defaults_for_every_actor_system()
    {
        var defaults = ConfigurationFactory.Default();

        Assert.Equal("INFO", defaults.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromSeconds(5), defaults.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout"));
        Assert.True(defaults.HasPath("akka.actor.default-dispatcher.throughput"));
        Assert.Contains("service-stop", defaults.GetConfig("akka.coordinated-shutdown.phases").AsEnumerable().Select(phase => phase.Key));
    }

    [Fact]
    public void Should_name_types_in_the_defaults_that_there_are()
    {
        var mailboxes = ConfigurationFactory.Default().GetConfig("akka.actor.mailbox");
        var named = mailboxes.GetConfig("requirements").AsEnumerable().Select(requirement => requirement.Key)
            .Concat(mailboxes.AsEnumerable().Select(one => mailboxes.GetString($"{one.Key}.mailbox-type", null)).OfType<string>())
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.NotNull(Type.GetType(name.Contains(',', StringComparison.Ordinal) ? name : name + ", Akka")));
    }
}
