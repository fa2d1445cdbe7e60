using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TuyaActors.Settings;

namespace TuyaActors.Cluster.Tests;

/// <summary>What a node refuses to start without.</summary>
public sealed class RequirementsSpecs
{
    [Theory]
    [InlineData("akka.cluster.downing-provider-class = \"\"", "there is no split-brain resolver")]
    [InlineData("akka.cluster { downing-provider-class = \"Akka.Cluster.AutoDowning, Akka.Cluster\", auto-down-unreachable-after = 5s }", "there is no split-brain resolver")]
    public async Task Should_refuse_to_start_without_a_split_brain_resolver(string hocon, string why) =>
        Assert.Contains(why, await Refusal(akka => akka.AddHocon(hocon, HoconAddMode.Prepend), "house", "tuya-segment-house"), StringComparison.Ordinal);

    [Fact]
    public async Task Should_refuse_a_segment_without_its_role_and_a_client_with_one()
    {
        Assert.Contains("give it the role tuya-segment-house", await Refusal(_ => { }, "house"), StringComparison.Ordinal);
        Assert.Contains("it has the role tuya-segment-garage, and its segment is 'house'", (await Refusal(_ => { }, "house", "tuya-segment-garage")).Replace("this node has", "it has", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("call WithTuyaSegment", await Refusal(_ => { }, null, "tuya-segment-garage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_an_actor_system_that_is_no_member_of_a_cluster()
    {
        using var host = Build(akka => akka.WithTuyaClient());
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("call WithClustering", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_two_segments_on_one_node_and_a_name_that_is_none()
    {
        using var host = Build(akka => Assert.Contains(
            "to be called once", Assert.Throws<InvalidOperationException>(() => akka.WithTuyaSegment("house").WithTuyaClient()).Message, StringComparison.Ordinal));
        Assert.NotNull(host.Services.GetServices<IHostedService>());
        Assert.Contains("'my house' is no name for a segment", Assert.Throws<ArgumentException>(() => TuyaSegments.RoleOf("my house")).Message, StringComparison.Ordinal);
        Assert.Equal("tuya-segment-house", TuyaSegments.RoleOf("house"));
    }

    private static async Task<string> Refusal(Action<AkkaConfigurationBuilder> configure, string? segment, params string[] roles)
    {
        using var host = Build(akka =>
        {
            akka.WithRemoting("127.0.0.1", 0).WithClustering(new ClusterOptions { Roles = roles });
            configure(akka);
            if (segment is null)
                akka.WithTuyaClient();
            else
                akka.WithTuyaSegment(segment, options => options.Persistence = PersistenceMode.Memory);
        });
        return (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())).Message;
    }

    private static IHost Build(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("home", configure);
        return builder.Build();
    }
}
