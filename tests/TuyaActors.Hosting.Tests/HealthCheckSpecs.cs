using System.Collections.Immutable;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TuyaActors.Messages;

namespace TuyaActors.Hosting.Tests;

public sealed class HealthCheckSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<UdpPortHealth> Ports =
    [
        new(6666, true, 0, null) { BoundAt = Now.AddHours(-1) },
        new(6667, true, 9, null) { BoundAt = Now.AddHours(-1), LastHeardAt = Now.AddSeconds(-3) },
    ];

    private static readonly FleetHealth Good = Fleet((DeviceState.Online, 9), (DeviceState.Idle, 1), (DeviceState.Asleep, 5)) with { UdpPorts = Ports };

    [Fact]
    public void Should_be_healthy_when_all_who_are_awake_are_online()
    {
        var result = Report(Good);
        Assert.Equal((HealthStatus.Healthy, "10 of 10 devices are online"), (result.Status, result.Description));
        Assert.Equal(
            (15, 10, 5, 1.0, 9L, true),
            (result.Data["devices"], result.Data["online"], result.Data["asleep"], result.Data["share_online"], result.Data["udp_6667_datagrams"], result.Data["udp_6666_bound"]));
        Assert.Equal(HealthStatus.Healthy, Report(Fleet()).Status);
    }

    [Theory]
    [InlineData(9, 1, HealthStatus.Healthy)]
    [InlineData(89, 11, HealthStatus.Degraded)]
    [InlineData(50, 50, HealthStatus.Degraded)]
    [InlineData(49, 51, HealthStatus.Unhealthy)]
    public void Should_go_by_the_share_that_is_online(int online, int lost, HealthStatus status)
    {
        var result = Report(Fleet((DeviceState.Online, online), (DeviceState.Backoff, lost)) with { UdpPorts = Ports });
        Assert.Equal((status, $"{online} of {online + lost} devices are online"), (result.Status, result.Description));
    }

    [Fact]
    public void Should_go_by_the_limits_that_were_given()
    {
        var half = Fleet((DeviceState.Online, 5), (DeviceState.Backoff, 5)) with { UdpPorts = Ports };
        Assert.Equal(HealthStatus.Healthy, FleetHealthReport.Of(half, [], Now, new TuyaHealthOptions { DegradedBelow = 0.5, UnhealthyBelow = 0.1 }).Status);
    }

    [Fact]
    public void Should_say_that_a_port_is_not_bound()
    {
        var result = Report(Good with { UdpPorts = [new(6667, false, 0, "UDP port 6667 is held by another program."), Ports[1]] });
        Assert.Equal((HealthStatus.Degraded, "UDP port 6667 is held by another program"), (result.Status, result.Description));
    }

    [Fact]
    public void Should_be_degraded_by_a_segment_that_is_down_and_name_it()
    {
        var result = Report(Good with { Segments = [new SegmentHealth("garage", false, 3, 0, []), new SegmentHealth("house", true, 12, 12, [])] });
        Assert.Equal((HealthStatus.Degraded, "no node of the segment 'garage' can be reached, so the 3 devices of it cannot be either"), (result.Status, result.Description));
        Assert.Equal((false, true), (result.Data["segment_garage_available"], result.Data["segment_house_available"]));
        Assert.Equal(HealthStatus.Healthy, Report(Good with { Segments = [new SegmentHealth("house", true, 12, 12, [])] }).Status);
    }

    [Fact]
    public void Should_say_in_which_segment_a_port_is_not_bound_or_nobody_is_heard()
    {
        var segments = Good with { Segments = [new SegmentHealth("garage", true, 3, 3, []), new SegmentHealth("house", true, 12, 12, []), new SegmentHealth("shed", true, 0, 0, [])] };
        var silent = Ports[0] with { LastHeardAt = Now.AddMinutes(-6), BoundAt = Now.AddMinutes(-60) };
        var result = Report(segments with { UdpPorts = [Ports[1] with { Segment = "house" }, silent with { Segment = "garage" }, silent with { Segment = "shed" }] });
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("in segment 'garage', no device has been heard on UDP 6666 for 6 minutes", result.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("shed", result.Description, StringComparison.Ordinal);
        var unbound = Report(segments with { UdpPorts = [Ports[1] with { Segment = "house" }, new(6667, false, 0, null) { Segment = "garage" }] });
        Assert.Equal("in segment 'garage', UDP port 6667 is not bound", unbound.Description);
        Assert.Equal((true, false), (unbound.Data["udp_6667_house_bound"], unbound.Data["udp_6667_garage_bound"]));
    }

    [Fact]
    public void Should_hint_at_the_network_of_a_container_when_nobody_is_heard()
    {
        var deaf = Good with { UdpPorts = [Ports[0], Ports[1] with { LastHeardAt = Now.AddMinutes(-6) }] };
        var result = Report(deaf);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("no device has been heard on UDP 6666, 6667 for 6 minutes", result.Description, StringComparison.Ordinal);
        Assert.Contains("host networking", result.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, Report(Good with { UdpPorts = [Ports[0]] }).Status);

        // Not where nobody could be heard, or nobody is asked to look, or it is too early to say.
        Assert.Equal(HealthStatus.Healthy, Report(Fleet() with { UdpPorts = deaf.UdpPorts }).Status);
        Assert.Equal(HealthStatus.Healthy, FleetHealthReport.Of(deaf, [], Now, new TuyaHealthOptions { SilentFor = TimeSpan.Zero }).Status);
        Assert.Equal(HealthStatus.Healthy, Report(Good with { UdpPorts = [Ports[0] with { BoundAt = Now.AddMinutes(-4) }] }).Status);
        Assert.Equal(HealthStatus.Healthy, Report(Good with { UdpPorts = [] }).Status);
    }

    [Fact]
    public void Should_name_the_devices_that_need_a_power_cycle_and_not_too_many()
    {
        var wedged = Good with { Wedged = [.. Enumerable.Range(1, 7).Select(n => new DeviceId($"d{n}"))] };
        var result = FleetHealthReport.Of(wedged, [.. wedged.Wedged.Select(id => $"'{id}'")], Now, new TuyaHealthOptions());
        Assert.Equal((HealthStatus.Degraded, "in need of a power cycle: 'd1', 'd2', 'd3', 'd4', 'd5' and 2 more"), (result.Status, result.Description));
        Assert.Equal(7, Assert.IsType<ImmutableArray<string>>(result.Data["wedged"]).Length);
    }

    [Fact]
    public void Should_put_a_database_that_takes_nothing_before_all_else()
    {
        var result = Report(Good with { Storage = new StorageHealth(true, "the disk is full"), UdpPorts = [new(6667, false, 0, null)] });
        Assert.Equal((HealthStatus.Unhealthy, "what changes is not stored: the disk is full; UDP port 6667 is not bound"), (result.Status, result.Description));
    }

    [Fact]
    public async Task Should_be_asked_by_the_host()
    {
        var test = await HostUnderTest.StartAsync(services =>
        {
            services.AddTuyaFleet(options => HostUnderTest.Quiet(options, HostUnderTest.Device("lamp")));
            services.AddTuyaFleet("attic", options => HostUnderTest.Quiet(options));
            services.AddHealthChecks().AddTuyaFleet(tags: ["ready"]).AddTuyaFleet(fleet: "attic");
        });
        var checks = test.Host.Services.GetRequiredService<HealthCheckService>();
        var report = await checks.CheckHealthAsync(test.Cancellation);
        Assert.Equal((HealthStatus.Unhealthy, "0 of 1 devices are online"), (report.Entries["tuya"].Status, report.Entries["tuya"].Description));
        Assert.Equal(["ready"], report.Entries["tuya"].Tags);
        Assert.Equal(HealthStatus.Healthy, report.Entries["tuya-attic"].Status);

        var fleet = test.Fleet;
        await test.Host.StopAsync(test.Cancellation);
        var stopped = await new TuyaFleetHealthCheck(fleet, TimeProvider.System, new TuyaHealthOptions()).CheckHealthAsync(
            new HealthCheckContext { Registration = new HealthCheckRegistration("tuya", _ => throw new NotSupportedException(), HealthStatus.Unhealthy, null) });
        Assert.Equal((HealthStatus.Unhealthy, true), (stopped.Status, stopped.Description!.StartsWith("the fleet does not answer: ", StringComparison.Ordinal)));
        await test.DisposeAsync();
    }

    [Fact]
    public async Task Should_be_asked_where_the_actor_system_is_the_hosts_own()
    {
        await using var test = await HostUnderTest.StartAsync(services =>
        {
            services.AddAkka("house", builder => builder.WithTuyaFleet(options => HostUnderTest.Quiet(options)));
            services.AddHealthChecks().AddTuyaFleet();
        });
        var report = await test.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(test.Cancellation);
        Assert.Equal(HealthStatus.Healthy, report.Entries["tuya"].Status);
        Assert.Null(test.Host.Services.GetService<ITuyaFleet>());
    }

    private static HealthCheckResult Report(FleetHealth health) => FleetHealthReport.Of(health, [.. health.Wedged.Select(id => id.Value)], Now, new TuyaHealthOptions());

    private static FleetHealth Fleet(params (DeviceState State, int Count)[] states) =>
        new(states.Sum(s => s.Count), states.ToImmutableSortedDictionary(s => s.State, s => s.Count), []);
}
