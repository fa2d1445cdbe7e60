using Akka.Actor;
using Akka.TestKit;
using TuyaActors.Discovery;
using TuyaActors.Messages;
using TuyaActors.Router;

namespace TuyaActors.Tests.Router;

/// <summary>Questions about several devices, and how the fleet is: what the router knows itself it asks nobody.</summary>
public sealed class GetDevicesSpecs : RouterUnderTest
{
    [Fact]
    public void Should_ask_only_those_on_the_page_and_count_all_that_pass()
    {
        var devices = Enumerable.Range(0, 6).Select(i => Known(new DeviceId($"d{i}"), DeviceState.Online)).ToList();
        var asker = Ask(new DeviceQueries.GetDevices { Page = new Page(2, 3) });
        foreach (var i in new[] { 4, 2, 3 })
            Answer(devices[i], Snapshot(new DeviceId($"d{i}")));
        var reply = asker.ExpectMsg<DeviceReplies.Devices>(Patience);
        Assert.Equal(["d2", "d3", "d4"], Ids(reply.Found.Cast<IWithDeviceId>()));
        Assert.Equal(6, reply.Total);
        foreach (var i in new[] { 0, 1, 5 })
            ExpectNothing(devices[i]);

        var beyond = Ask(new DeviceQueries.GetDevices { Page = new Page(6, 3) }).ExpectMsg<DeviceReplies.Devices>(Patience);
        Assert.Equal((0, 6), (beyond.Found.Length, beyond.Total));
    }

    [Fact]
    public void Should_let_a_device_pass_only_every_part_of_the_filter()
    {
        var lamp = Known(Lamp, DeviceState.Online, d => d with { Name = "Desk", Tags = ["attic"] });
        Known(Plug, DeviceState.Online, d => d with { Name = "desk too" });
        Known(new DeviceId("off"), DeviceState.Backoff, d => d with { Name = "Desk", Tags = ["attic"] });
        Known(new DeviceId("other"), DeviceState.Online, d => d with { Tags = ["Attic"], ProductName = "Lamp" });
        var asker = Ask(Query(new DeviceFilter { Devices = DeviceSelector.Tagged("ATTIC"), States = [DeviceState.Online], Text = "dES" }));
        Answer(lamp, Snapshot(Lamp));
        Assert.Equal(Lamp, Assert.Single(asker.ExpectMsg<DeviceReplies.Devices>(Patience).Found).DeviceId);
    }

    [Theory]
    [InlineData("LAMP", "lamp, other")]
    [InlineData("desk", "lamp")]
    [InlineData("", "lamp, other, plug")]
    [InlineData("nothing", "")]
    public void Should_look_for_text_in_name_id_and_product(string text, string expected)
    {
        var devices = new Dictionary<DeviceId, TestProbe>
        {
            [Lamp] = Known(Lamp, DeviceState.Online, d => d with { Name = "Desk" }),
            [Plug] = Known(Plug, DeviceState.Online),
            [new DeviceId("other")] = Known(new DeviceId("other"), DeviceState.Online, d => d with { ProductName = "Floor lamp" }),
        };
        var asker = Ask(Query(new DeviceFilter { Text = text }));
        SettleAll(devices.Values);
        foreach (var (id, device) in devices.Where(d => d.Value.HasMessages))
            Answer(device, Snapshot(id));
        Assert.Equal(expected, string.Join(", ", Ids(asker.ExpectMsg<DeviceReplies.Devices>(Patience).Found.Cast<IWithDeviceId>())));
    }

    [Fact]
    public void Should_leave_out_one_that_has_left_the_state_when_it_answers()
    {
        var lamp = Known(Lamp, DeviceState.Online);
        var asker = Ask(Query(new DeviceFilter { States = [DeviceState.Online] }));
        Answer(lamp, Snapshot(Lamp, DeviceState.Backoff));
        var reply = asker.ExpectMsg<DeviceReplies.Devices>(Patience);
        Assert.Equal((0, 0), (reply.Found.Length, reply.Total));
    }

    [Fact]
    public void Should_follow_a_new_definition()
    {
        var lamp = Known(Lamp, DeviceState.Online);
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Lamp) { Tags = ["attic"] }));
        Router.Tell(new RouterMessages.Redefined(new DeviceDefinition(Plug) { Tags = ["attic"] })); // nobody knows it
        var asker = Ask(Query(new DeviceFilter { Devices = DeviceSelector.Tagged("attic") }));
        Answer(lamp, Snapshot(Lamp));
        Assert.Single(asker.ExpectMsg<DeviceReplies.Devices>(Patience).Found);
    }

    [Fact]
    public void Should_refuse_what_contradicts_itself()
    {
        foreach (var query in new[]
        {
            new DeviceQueries.GetDevices { Page = new Page(-1, 5) },
            new DeviceQueries.GetDevices { Page = new Page(0, 0) },
            Query(new DeviceFilter { States = null! }),
            Query(new DeviceFilter { States = [DeviceState.Online, (DeviceState)99] }),
        })
        {
            var asker = CreateTestProbe();
            Router.Tell(query, asker.Ref);
            Assert.NotEmpty(asker.ExpectMsg<DeviceReplies.Refused>(Patience).Reason);
        }
    }

    [Fact]
    public void Should_answer_also_when_the_router_crashes()
    {
        var lamp = Known(Lamp);
        var asker = Ask(new DeviceQueries.GetDevices());
        lamp.ExpectMsg<DeviceQueries.GetDevice>(Patience);
        Router.Tell(new RouterMessages.Known(null!, lamp.Ref));
        Assert.Equal([Lamp], asker.ExpectMsg<DeviceReplies.Devices>(Patience).Unavailable.ToArray());
    }

    [Fact]
    public void Should_know_what_ails_the_devices_without_asking_any()
    {
        var discovery = CreateTestProbe();
        Router.Tell(new DiscoveryMessages.Here(discovery.Ref));
        var ids = Enumerable.Range(0, 6).Select(i => new DeviceId($"d{5 - i}")).ToList();
        var devices = ids.Select(id => Known(id)).ToList();
        Known(new DeviceId("child"), with: d => d with { Gateway = ids[0], Cid = "c" });
        Router.Tell(Change(new DeviceId("child"), DeviceState.OutOfReach, DiagnosisKind.OutOfReach));
        Router.Tell(Change(ids[0], DeviceState.Backoff, DiagnosisKind.Refused));
        Router.Tell(Change(ids[1], DeviceState.KeyRejected, DiagnosisKind.Wedged));
        Router.Tell(Change(ids[2], DeviceState.KeyRejected, DiagnosisKind.Wedged));
        Router.Tell(Change(ids[3], DeviceState.Backoff, DiagnosisKind.Refused));
        Router.Tell(Change(ids[3], DeviceState.Online));
        Router.Tell(Change(ids[4], DeviceState.Resolving)); // it rests there, and has no address
        var health = Health();
        Assert.Equal("Unresolved 1, Refused 1, Wedged 2", string.Join(", ", health.ByDiagnosis.Select(d => $"{d.Key} {d.Value}")));
        Assert.Equal([ids[2], ids[1]], health.Wedged.ToArray());
        Router.Tell(new RouterMessages.Forgotten(ids[1]));
        Assert.Equal([ids[2]], Health().Wedged.ToArray());
        ExpectNothing(devices[0]);

        FleetHealth Health()
        {
            Router.Tell(new DeviceQueries.GetHealth());
            return discovery.ExpectMsg<DiscoveryMessages.CompleteHealth>(Patience).Health;
        }
    }

    private static DeviceQueries.GetDevices Query(DeviceFilter filter) => new() { Filter = filter };
}
