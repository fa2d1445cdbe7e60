using Akka.Actor;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class OpenRequestsSpecs
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Plug = new("plug");

    private readonly OpenRequests _requests = new();

    [Fact]
    public void Should_end_each_once_whoever_comes_first()
    {
        var request = Add(Set(Lamp), 5);
        Assert.Same(request, _requests.Take(request.Carry.Number));
        Assert.Null(_requests.Take(request.Carry.Number));
        Assert.Empty(_requests.TakeDue(Begin.AddHours(1)));
        Assert.Null(_requests.NextDue);
    }

    [Fact]
    public void Should_give_up_those_whose_time_is_up_and_no_other()
    {
        var late = Add(Set(Lamp), 5);
        var later = Add(Set(Plug), 9);
        Assert.Equal(Begin.AddSeconds(5), _requests.NextDue);
        Assert.Equal([late], _requests.TakeDue(Begin.AddSeconds(5)));
        Assert.Equal(Begin.AddSeconds(9), _requests.NextDue);
        Assert.Equal([later], _requests.TakeOf(Plug));
        Assert.Equal(0, _requests.Count);
    }

    [Fact]
    public void Should_keep_those_to_a_device_in_their_order_and_end_those_of_one_who_asks()
    {
        var (first, other, second) = (Add(Set(Lamp), 9), Add(Set(Plug), 5), Add(Set(Lamp), 5));
        Assert.Equal([first, second], _requests.Of(Lamp));
        Assert.Empty(_requests.TakeOf(Lamp, ActorRefs.NoSender));
        Assert.Equal([first, second], _requests.TakeOf(Lamp, first.Asker));
        Assert.Empty(_requests.Of(Lamp));
        Assert.Equal([other], _requests.TakeAll());
    }

    [Fact]
    public void Should_count_from_now_on_when_the_clock_was_set_back_but_for_a_moment_that_somebody_named()
    {
        var (plain, named) = (Add(Set(Lamp), 5), Add(Set(Plug) with { Deadline = Begin.AddSeconds(5) }, 5));
        var back = Begin.AddHours(-1);

        Assert.Empty(_requests.TakeDue(back));

        Assert.Equal(back.AddSeconds(5), _requests.NextDue);
        Assert.Equal([plain], _requests.TakeDue(back.AddSeconds(5)));
        Assert.Equal([named], _requests.TakeDue(Begin.AddSeconds(5)));
    }

    [Fact]
    public void Should_ask_once_more_what_a_lost_node_had_not_taken_and_say_of_a_taken_command_that_it_is_not_known()
    {
        var (command, question) = (Add(Set(Lamp), 5), Add(new DeviceQueries.GetHistory(Lamp), 5));
        Assert.All([command, question], request => Assert.Null(request.WhenLost()));
        command.IsTaken = question.IsTaken = true;
        Assert.True(Assert.IsType<CommandOutcome.Offline>(command.WhenLost()).WasSent);
        Assert.Null(question.WhenLost());
    }

    [Fact]
    public void Should_answer_a_command_by_an_outcome_and_a_question_by_the_same_in_its_own_words()
    {
        var (command, question) = (Add(Set(Lamp), 5), Add(new DeviceQueries.GetHistory(Lamp), 5));
        Assert.Equal(new CommandOutcome.TimedOut(Lamp, TimeSpan.FromSeconds(5)), command.WhenSilent(Begin.AddSeconds(5)));
        Assert.Equal(new CommandOutcome.SegmentUnavailable(Lamp, "house", WasSent: true), command.WhenUnavailable(wasSent: true));
        Assert.Equal(new DeviceReplies.DeviceNotAnswering(Lamp, new CommandOutcome.SegmentUnavailable(Lamp, "house", WasSent: false)), question.WhenUnavailable(wasSent: true));
        Assert.IsType<CommandOutcome.Cancelled>(command.WhenRemoved());
        Assert.Equal(new DeviceReplies.DeviceNotFound(Lamp), question.WhenRemoved());
        Assert.Contains("'cmd.dance'", Assert.IsType<CommandOutcome.Rejected>(command.WhenUnreadable("cmd.dance")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_wait_as_long_as_the_device_does_where_a_command_has_no_deadline_of_its_own()
    {
        var (open, bound) = (Add(Set(Lamp), 6, patience: 5), Add(Set(Plug), 6));
        _requests.Take(open, Begin.AddSeconds(4), TimeSpan.FromSeconds(1));
        _requests.Take(bound, Begin.AddSeconds(4), TimeSpan.FromSeconds(1));
        Assert.Equal([bound], _requests.TakeDue(Begin.AddSeconds(9)));
        Assert.Equal(Begin.AddSeconds(10), _requests.NextDue);
        Assert.Equal([open], _requests.TakeDue(Begin.AddSeconds(10)));
    }

    [Fact]
    public void Should_keep_its_time_for_what_was_taken_after_the_clock_was_set_back()
    {
        var open = Add(Set(Lamp), 6, patience: 3600);
        var back = Begin.AddHours(-1);
        _requests.Take(open, back, TimeSpan.FromSeconds(1));
        Assert.Empty(_requests.TakeDue(back.AddSeconds(3600)));
        Assert.Equal([open], _requests.TakeDue(back.AddSeconds(3601)));
    }

    [Fact]
    public void Should_number_them_in_their_order()
    {
        var requests = Enumerable.Range(0, 5).Select(_ => Add(Set(Lamp), 5)).ToList();
        Add(Set(Plug), 5);
        Assert.Equal(requests, _requests.Of(Lamp));
    }

    private static DeviceCommands.SetDps Set(DeviceId device) => new(device, DpSet.Of((1, true)));

    private OpenRequest Add(IWithDeviceId message, int seconds, int? patience = null)
    {
        var request = new OpenRequest("house", ActorRefs.Nobody, ActorRefs.Nobody, Begin, Begin.AddSeconds(seconds))
        {
            Patience = patience is { } time ? TimeSpan.FromSeconds(time) : null,
            Carry = new HostMessages.Carry(message.DeviceId, message.DeviceId, 0, message, Begin.AddSeconds(seconds)),
        };
        _requests.Add(request);
        return request;
    }
}
