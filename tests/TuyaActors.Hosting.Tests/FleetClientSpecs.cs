using System.Diagnostics;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Hosting.Tests;

public sealed class FleetClientSpecs
{
    private static readonly DeviceId Lamp = new("lamp");

    [Fact]
    public async Task Should_add_look_at_update_and_remove_devices()
    {
        await using var test = await HostUnderTest.StartAsync();
        Assert.IsType<FleetReply.Done>(await test.Fleet.AddDeviceAsync(HostUnderTest.Device("lamp"), test.Cancellation));
        Assert.IsType<FleetReply.Refused>(await test.Fleet.AddDeviceAsync(HostUnderTest.Device("lamp"), test.Cancellation));
        Assert.IsType<FleetReply.Done>(await test.Fleet.UpdateDeviceAsync(HostUnderTest.Device("lamp") with { Name = "reading lamp" }, test.Cancellation));
        Assert.Equal("reading lamp", (await test.Fleet.GetDeviceAsync(Lamp, test.Cancellation))!.Name);
        var imported = Assert.IsType<FleetReply.Imported>(
            await test.Fleet.ImportDevicesAsync([HostUnderTest.Device("plug"), HostUnderTest.Device("lamp") with { Name = "lamp again" }], test.Cancellation));
        Assert.Equal((1, 1, 0), (imported.Added, imported.Updated, imported.Unchanged));
        var all = await test.Fleet.GetDevicesAsync(test.Cancellation);
        Assert.Equal(["lamp again", "plug"], all.Found.Select(d => d.Name));
        Assert.Equal(2, (await test.Fleet.GetHealthAsync(test.Cancellation)).Devices);
        Assert.IsType<FleetReply.Done>(await test.Fleet.RemoveDeviceAsync(Lamp, test.Cancellation));
        Assert.Null(await test.Fleet.GetDeviceAsync(Lamp, test.Cancellation));
    }

    [Fact]
    public async Task Should_answer_every_command_for_a_device_that_nobody_knows()
    {
        await using var test = await HostUnderTest.StartAsync();
        Assert.IsType<CommandOutcome.UnknownDevice>(await test.Fleet.SetDpsAsync(Lamp, DpSet.Of((1, true)), null, test.Cancellation));
        Assert.IsType<CommandOutcome.UnknownDevice>(await test.Fleet.RefreshAsync(Lamp, null, test.Cancellation));
        Assert.IsType<CommandOutcome.UnknownDevice>(await test.Fleet.WhenIdleAsync(Lamp, null, test.Cancellation));
        Assert.IsType<CommandOutcome.UnknownDevice>(await test.Fleet.ReconnectAsync(Lamp, test.Cancellation));
    }

    [Fact]
    public async Task Should_tell_the_outcome_within_the_time_that_a_call_was_given()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var start = Stopwatch.GetTimestamp();
        var offline = Assert.IsType<CommandOutcome.Offline>(await test.Fleet.SetDpsAsync(Lamp, DpSet.Of((1, true)), TimeSpan.FromMilliseconds(100), test.Cancellation));
        Assert.Equal((DiagnosisKind.Unresolved, false), (offline.Diagnosis!.Kind, offline.WasSent));
        // Far from the fleet's own 5 s.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(4));
        Assert.IsType<CommandOutcome.Expired>(await test.Fleet.SetDpsAsync(Lamp, DpSet.Of((1, true)), TimeSpan.FromSeconds(-1), test.Cancellation));
        Assert.IsType<CommandOutcome.Rejected>(await test.Fleet.SetDpsAsync(Lamp, DpSet.Empty, null, test.Cancellation));
        Assert.IsType<CommandOutcome.Offline>(await test.Fleet.WhenIdleAsync(Lamp, TimeSpan.FromMilliseconds(100), test.Cancellation));
    }

    /// <summary>What a question leads to at once is done by the thread that asks; an actor that has this thread must not notice.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("asynchronous")]
    public async Task Should_leave_an_actor_that_asks_what_it_is(string handler)
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        var asking = test.Host.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create(() => new AskingActor(test.Fleet)), "asking");
        for (var i = 0; i < 20; i++)
            Assert.Equal(new Asked("asking", 1, "asking"), await asking.Ask<Asked>(handler, test.Cancellation));
    }

    [Fact]
    public async Task Should_end_a_call_by_its_cancellation()
    {
        await using var test = await HostUnderTest.StartAsync(HostUnderTest.Device("lamp"));
        using var stop = new CancellationTokenSource();
        var set = test.Fleet.SetDpsAsync(Lamp, DpSet.Of((1, true)), TimeSpan.FromMinutes(5), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => set);
    }

    private sealed record Asked(string Before, int Devices, string After);

    private sealed class AskingActor : ReceiveActor
    {
        public AskingActor(ITuyaFleet fleet)
        {
            Receive<string>(handler => handler == "plain", _ =>
            {
                var before = Context.Self.Path.Name;
                var health = fleet.GetHealthAsync();
                var after = Context.Self.Path.Name;
                health.PipeTo(Sender, success: told => new Asked(before, told.Devices, after));
            });
            ReceiveAsync<string>(async _ =>
            {
                var before = Self.Path.Name;
                var health = await fleet.GetHealthAsync();
                Sender.Tell(new Asked(before, health.Devices, Self.Path.Name));
            });
        }
    }
}
