using Akka.Configuration;
using Akka.Hosting;

namespace Akka.Conformance.Tests.Hosting;

/// <summary>What HOCON the system of a host gets.</summary>
public sealed class HostConfigurationSpecs : HostSpecs
{
    [Fact]
    public async Task Should_let_win_what_is_prepended_and_only_fill_gaps_with_what_is_appended()
    {
        var config = await ConfigOf(builder => builder
            .AddHocon("x { a = 1, b = 1 }", HoconAddMode.Append)
            .AddHocon("x { a = 2, c = 2 }", HoconAddMode.Append)
            .AddHocon("x { b = 3 }", HoconAddMode.Prepend));

        Assert.Equal((1, 3, 2), (config.GetInt("x.a"), config.GetInt("x.b"), config.GetInt("x.c")));
    }

    [Fact]
    public async Task Should_keep_the_defaults_below()
    {
        var config = await ConfigOf(builder => builder.AddHocon("akka.loglevel = ERROR", HoconAddMode.Prepend));

        Assert.Equal("ERROR", config.GetString("akka.loglevel"));
        Assert.True(config.HasPath("akka.actor.default-dispatcher"));
    }

    [Fact]
    public async Task Should_read_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "x.a = 1\n# end\n");

        var config = await ConfigOf(builder => builder.AddHoconFile(file, HoconAddMode.Append));

        Assert.Equal(1, config.GetInt("x.a"));
        File.Delete(file);
    }

    [Fact]
    public async Task Should_not_start_without_the_file()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        await Assert.ThrowsAsync<FileNotFoundException>(() => ConfigOf(builder => builder.AddHoconFile(missing, HoconAddMode.Append)));
    }

    [Fact]
    public async Task Should_set_the_time_of_an_ask()
    {
        using var host = Host((builder, _) => builder.WithActorAskTimeout(TimeSpan.FromSeconds(3)));
        await host.StartAsync();

        Assert.Equal(TimeSpan.FromSeconds(3), SystemOf(host).Settings.AskTimeout);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_configure_from_other_services()
    {
        using var host = Host((builder, provider) => builder.AddHocon((Config)$"x.a = {provider.GetType().Name.Length}", HoconAddMode.Append));
        await host.StartAsync();

        Assert.True(SystemOf(host).Settings.Config.GetInt("x.a") > 0);
        await host.StopAsync();
    }

    private static async Task<Config> ConfigOf(Action<AkkaConfigurationBuilder> configure)
    {
        using var host = Host((builder, _) => configure(builder));
        await host.StartAsync();
        var config = SystemOf(host).Settings.Config;
        await host.StopAsync();
        return config;
    }
}
