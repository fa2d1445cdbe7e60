using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using TuyaActors.Admission;

namespace TuyaActors.Tests.Admission;

public sealed class AdmissionActorSpecs : TestKit
{
    [Fact]
    public void Should_let_in_as_many_as_the_budget_allows()
    {
        var admission = Start(2);
        var (a, b, c) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Ask(admission, a, 1);
        Ask(admission, b, 2);
        Ask(admission, c, 3);
        Assert.Equal(1, a.ExpectMsg<AdmissionMessages.Admitted>().Ticket);
        Assert.Equal(2, b.ExpectMsg<AdmissionMessages.Admitted>().Ticket);
        ExpectNothing(admission, c);

        admission.Tell(new AdmissionMessages.Done(1), a.Ref);
        Assert.Equal(3, c.ExpectMsg<AdmissionMessages.Admitted>().Ticket);
    }

    [Fact]
    public void Should_let_in_first_come_first_served()
    {
        var admission = Start(1);
        var devices = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToList();
        foreach (var device in devices)
            Ask(admission, device, 7);
        foreach (var device in devices)
        {
            device.ExpectMsg<AdmissionMessages.Admitted>();
            admission.Tell(new AdmissionMessages.Done(7), device.Ref);
        }
    }

    [Fact]
    public void Should_take_the_turn_of_a_device_that_stops()
    {
        var admission = Start(1);
        var (holder, next) = (CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 1);
        holder.ExpectMsg<AdmissionMessages.Admitted>();
        Ask(admission, next, 1);
        ExpectNothing(admission, next);
        Sys.Stop(holder.Ref);
        next.ExpectMsg<AdmissionMessages.Admitted>();
    }

    [Fact]
    public void Should_pass_over_a_device_that_stopped_while_it_waited()
    {
        var admission = Start(1);
        var (holder, gone, next) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 1);
        holder.ExpectMsg<AdmissionMessages.Admitted>();
        Ask(admission, gone, 1);
        Ask(admission, next, 1);
        Watch(gone.Ref);
        Sys.Stop(gone.Ref);
        ExpectTerminated(gone.Ref);
        admission.Tell(new AdmissionMessages.Done(1), holder.Ref);
        next.ExpectMsg<AdmissionMessages.Admitted>();
    }

    [Fact]
    public void Should_give_a_device_that_gives_up_no_turn()
    {
        var admission = Start(1);
        var (holder, gaveUp, next) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 1);
        Ask(admission, gaveUp, 1);
        Ask(admission, next, 1);
        admission.Tell(new AdmissionMessages.Done(1), gaveUp.Ref);
        admission.Tell(new AdmissionMessages.Done(1), holder.Ref);
        next.ExpectMsg<AdmissionMessages.Admitted>();
        ExpectNothing(admission, gaveUp);
    }

    [Fact]
    public void Should_put_a_device_that_asks_again_at_the_end()
    {
        var admission = Start(1);
        var (holder, again, next) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 1);
        Ask(admission, again, 1);
        Ask(admission, next, 1);
        Ask(admission, again, 2);
        admission.Tell(new AdmissionMessages.Done(1), holder.Ref);
        next.ExpectMsg<AdmissionMessages.Admitted>();
        admission.Tell(new AdmissionMessages.Done(1), next.Ref);
        Assert.Equal(2, again.ExpectMsg<AdmissionMessages.Admitted>().Ticket);
    }

    [Fact]
    public void Should_free_the_old_turn_when_its_holder_asks_anew()
    {
        var admission = Start(1);
        var (holder, next) = (CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 1);
        Ask(admission, next, 1);
        Ask(admission, holder, 2);
        next.ExpectMsg<AdmissionMessages.Admitted>();
        admission.Tell(new AdmissionMessages.Done(1), next.Ref);
        Assert.Equal([1L, 2L], [holder.ExpectMsg<AdmissionMessages.Admitted>().Ticket, holder.ExpectMsg<AdmissionMessages.Admitted>().Ticket]);
    }

    [Fact]
    public void Should_not_be_moved_by_the_end_of_a_turn_that_was_over_before()
    {
        var admission = Start(1);
        var (holder, next) = (CreateTestProbe(), CreateTestProbe());
        Ask(admission, holder, 2);
        holder.ExpectMsg<AdmissionMessages.Admitted>();
        Ask(admission, next, 1);
        admission.Tell(new AdmissionMessages.Done(1), holder.Ref);
        admission.Tell(new AdmissionMessages.Done(9), next.Ref);
        admission.Tell(new AdmissionMessages.Done(1), CreateTestProbe().Ref);
        ExpectNothing(admission, next);
        admission.Tell(new AdmissionMessages.Done(2), holder.Ref);
        next.ExpectMsg<AdmissionMessages.Admitted>();
    }

    private static void Ask(IActorRef admission, TestProbe device, long ticket) => admission.Tell(new AdmissionMessages.Ask(ticket), device.Ref);

    private IActorRef Start(int budget) => Sys.ActorOf(AdmissionActor.Props(budget));

    // Messages keep their order: what the admission had to say has been said when a later message has been answered.
    private void ExpectNothing(IActorRef admission, TestProbe device)
    {
        this.Settle(admission);
        device.ExpectNoMsg(TimeSpan.Zero);
    }
}
