using Akka.Actor;
using TuyaActors.Connection;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>Commands of devices behind a gateway whose definitions change meanwhile.</summary>
public sealed class DeviceActorSubDeviceSpecs : CommandsUnderTest
{
    private const string First = "000000000001";
    private const string Second = "000000000002";

    private static readonly DpSet On = DpSet.Of((1, true));

    [Fact]
    public void Should_not_let_another_device_carry_out_what_was_meant_for_the_one_that_had_its_cid()
    {
        var gateway = StartGateway("", First);
        var caller = Set(gateway, On, TimeSpan.FromMinutes(1), First);
        Attach(gateway, ChildId(First), Second);
        Attach(gateway, new DeviceId("newcomer"), First);
        Look(gateway);

        var ended = caller.ExpectMsg<CommandOutcome.Cancelled>();
        Assert.Equal(ChildId(First), ended.DeviceId);
        BringOnline(gateway);
        Assert.Empty(Written(gateway));
    }

    [Fact]
    public void Should_not_let_another_device_carry_out_what_comes_late_for_the_one_that_had_its_cid()
    {
        var gateway = StartGateway("", First);
        BringOnline(gateway);
        Attach(gateway, new DeviceId("newcomer"), First);
        Written(gateway);

        // As from the mailbox of the former one's actor.
        var caller = Set(gateway, On, TimeSpan.FromMinutes(1), First);

        caller.ExpectMsg<CommandOutcome.Cancelled>();
        Assert.Empty(Written(gateway));
    }

    [Fact]
    public void Should_carry_out_what_waits_for_a_device_that_got_another_name()
    {
        var gateway = StartGateway("", First);
        var caller = Set(gateway, On, TimeSpan.FromMinutes(1), First);
        Attach(gateway, ChildId(First), First, "another name");
        var spec = BringOnline(gateway);

        var written = Assert.Single(Written(gateway));
        gateway.Tell(Received(spec.Epoch, written.Seqno, CommandId.Control, 0, $$"""{"cid":"{{First}}","dps":{"1":true} }"""));
        caller.ExpectMsg<CommandOutcome.Confirmed>();
    }

    [Fact]
    public void Should_ask_for_a_device_that_is_attached_between_the_first_questions_and_their_first_answer()
    {
        var gateway = Start();
        var spec = Admit(gateway);
        gateway.Tell(new ConnectionEvent.Opened(spec.Epoch));
        gateway.Tell(new ConnectionEvent.Ready(spec.Epoch, 1));
        var query = ExpectWrite(CommandId.DpQuery);
        Attach(gateway, ChildId(First), First);
        gateway.Tell(Report(spec.Epoch, query.Seqno, CommandId.DpQuery, """{"1":false}"""));
        ExpectState(DeviceState.Online);

        Assert.Single(
            ExpectAllWritten(gateway).OfType<ConnectionCommands.Write>(),
            write => System.Text.Encoding.UTF8.GetString(write.Request.Payload) is var payload && payload.Contains(First, StringComparison.Ordinal));
    }

    private static void Attach(IActorRef gateway, DeviceId id, string cid, string name = "") =>
        gateway.Tell(new DeviceMessages.AttachSubDevice(new DeviceDefinition(id) { Gateway = Id, Cid = cid, Name = name }));
}
