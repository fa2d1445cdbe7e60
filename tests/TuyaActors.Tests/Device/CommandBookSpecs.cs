using Akka.Actor;
using TuyaActors.Device;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class CommandBookSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeviceCommands.SetDps Set = new(new DeviceId("lamp"), DpSet.Of((1, true)));

    private readonly CommandBook _book = new();

    [Fact]
    public void Should_give_every_command_a_token_of_its_own() =>
        Assert.Equal(3, new[] { Add(), Add(), Add() }.Select(e => e.Token).Distinct().Count());

    [Fact]
    public void Should_hand_out_an_entry_only_once()
    {
        var entry = Add();
        Assert.Same(entry, _book.Take(entry.Token));
        Assert.Null(_book.Take(entry.Token));
        Assert.Empty(_book.TakeAll());
    }

    [Fact]
    public void Should_go_on_as_before_when_it_was_tidied()
    {
        var waiting = Add();
        _book.Tidy();
        Assert.Same(waiting, _book.Take(waiting.Token));
        _book.Tidy();
        Assert.True(_book.IsEmpty);
        Assert.Null(_book.NextDeadline);
        var later = Add();
        Assert.NotEqual(waiting.Token, later.Token);
        Assert.Equal([later], SendAll());
    }

    [Fact]
    public void Should_give_its_time_to_what_came_before_the_clock_was_set_back_and_keep_a_moment_that_somebody_named()
    {
        var at = Now.AddSeconds(5);
        var (own, named) = (_book.Add(Set, ActorRefs.Nobody, Now, at, null), _book.Add(Set with { Deadline = at }, ActorRefs.Nobody, Now, at, null));
        var back = Now.AddHours(-1);

        Assert.Empty(_book.TakeDue(back));

        Assert.Equal((back, back.AddSeconds(5)), (own.Arrived, own.Deadline));
        Assert.Equal(own.Deadline, _book.NextDeadline);
        Assert.Equal([own], _book.TakeDue(back.AddSeconds(5)));
        Assert.Equal([named], _book.TakeDue(at));
    }

    [Fact]
    public void Should_name_those_in_flight_that_are_to_be_asked_for()
    {
        var (asked, waits) = (AddSent(), Add());
        AddSent();
        asked.ConfirmAt = waits.ConfirmAt = Now;
        Assert.Equal([asked], _book.Unconfirmed());
    }

    [Fact]
    public void Should_count_those_that_wait_for_each_device_by_itself()
    {
        var (own, mine) = (Add(), Add(cid: "a"));
        Add(cid: "a");
        AddSent();
        Assert.Equal((1, 2, 0), (_book.WaitingOf(null), _book.WaitingOf("a"), _book.WaitingOf("b")));
        _book.Take(own.Token);
        _book.Take(mine.Token);
        Assert.Equal((0, 1), (_book.WaitingOf(null), _book.WaitingOf("a")));
        Assert.True(_book.IsAnyWaiting);
        Assert.True(_book.TrySendNext(out _));
        Assert.False(_book.IsAnyWaiting);
    }

    [Fact]
    public void Should_send_in_order_of_arrival_and_each_once()
    {
        var entries = Enumerable.Range(0, 5).Select(_ => Add()).ToList();
        Assert.Equal(entries, SendAll());
        Assert.Equal(entries, _book.TakeSent());
    }

    [Fact]
    public void Should_send_for_each_device_behind_the_gateway_in_turn()
    {
        var (a1, a2, a3, own, b1) = (Add(cid: "a"), Add(cid: "a"), Add(cid: "a"), Add(), Add(cid: "b"));
        Assert.Equal([a1, own, b1, a2, a3], SendAll());
    }

    [Fact]
    public void Should_not_send_what_was_taken_out()
    {
        var (first, second) = (Add(), Add());
        _book.Take(first.Token);
        Assert.Equal([second], SendAll());
    }

    [Fact]
    public void Should_find_a_set_by_each_of_its_parts_until_it_is_taken_out()
    {
        var entry = Add();
        var parts = new[] { _book.AddPart(entry), _book.AddPart(entry) };
        Assert.All([.. parts, entry.Token], token => Assert.Same(entry, _book.Find(token)));
        Assert.Null(_book.Take(parts[0]));
        _book.Take(entry.Token);
        Assert.All([.. parts, entry.Token], token => Assert.Null(_book.Find(token)));
    }

    [Fact]
    public void Should_go_on_with_a_set_ahead_of_what_came_later()
    {
        var (first, second) = (Add(), Add());
        Assert.True(_book.TrySendNext(out _));
        _book.GoOn(first);
        _book.GoOn(first);
        Assert.Equal([first, second], SendAll());
    }

    [Fact]
    public void Should_let_a_later_set_take_over_what_it_names()
    {
        var (whole, part, other) = (Add(dps: DpSet.Of((1, 1))), Add(dps: DpSet.Of((1, 2), (2, 2))), Add(dps: DpSet.Of((3, 3))));
        var newer = DpSet.Of((1, 9), (7, 7));
        Assert.Equal(1, _book.WouldSupersede(newer, null));
        Assert.Equal([whole], _book.Supersede(newer, null));
        Assert.Equal((DpSet.Of((2, 2)), DpSet.Of((3, 3))), (part.Wanted, other.Wanted));
        Assert.Equal([part, other], SendAll());
    }

    [Fact]
    public void Should_leave_alone_what_is_sent_or_a_question_or_of_another_device()
    {
        AddSent();
        Add(cid: "a");
        _book.Add(new DeviceCommands.Refresh(Set.DeviceId), ActorRefs.Nobody, Now, Now, null);
        Assert.Equal(0, _book.WouldSupersede(Set.Dps, null));
        Assert.Empty(_book.Supersede(Set.Dps, null));
        Assert.All(_book.TakeAll(), e => Assert.Equal(e.Command is DeviceCommands.SetDps ? Set.Dps : DpSet.Empty, e.Wanted));
    }

    [Fact]
    public void Should_tell_the_next_deadline()
    {
        Assert.Null(_book.NextDeadline);
        Add(seconds: 9);
        var soon = Add(seconds: 3);
        Assert.Equal(Now.AddSeconds(3), _book.NextDeadline);
        _book.Take(soon.Token);
        Assert.Equal(Now.AddSeconds(9), _book.NextDeadline);
    }

    [Fact]
    public void Should_take_what_is_due_and_no_more()
    {
        var (due, exactly, later) = (Add(seconds: 1), Add(seconds: 2), Add(seconds: 3));
        Assert.Equal([due, exactly], _book.TakeDue(Now.AddSeconds(2)));
        Assert.Equal([later], _book.TakeAll());
    }

    [Fact]
    public void Should_take_the_sent_ones_only_when_the_connection_is_lost()
    {
        var (sent, waiting) = (AddSent(), Add());
        Assert.Equal([sent], _book.TakeSent());
        Assert.Equal([waiting], SendAll());
    }

    [Fact]
    public void Should_take_those_of_one_sub_device()
    {
        var (own, mine, other) = (Add(), Add(cid: "a"), Add(cid: "b"));
        Assert.Equal([mine], _book.TakeOf("a"));
        Assert.Equal([own, other], _book.TakeAll());
    }

    [Fact]
    public void Should_tell_what_a_command_wants()
    {
        Assert.Equal(Set.Dps, Add().Wanted);
        Assert.Empty(_book.Add(new DeviceCommands.Refresh(Set.DeviceId), ActorRefs.Nobody, Now, Now, null).Wanted);
    }

    [Theory]
    [InlineData(DeviceState.Asleep, true)]
    [InlineData(DeviceState.Online, true)]
    [InlineData(DeviceState.Backoff, false)]
    [InlineData(DeviceState.Connecting, false)]
    [InlineData(DeviceState.Resolving, false)]
    public void Should_blame_the_time_and_not_a_device_in_good_health_when_a_command_was_never_sent(DeviceState state, bool isExpired)
    {
        var outcome = Add().Unsent(state, null, Now);
        Assert.Equal(isExpired ? new CommandOutcome.Expired(Set.DeviceId) : new CommandOutcome.Offline(Set.DeviceId, state, null, WasSent: false), outcome);
    }

    [Fact]
    public void Should_blame_a_device_that_is_online_and_never_at_rest()
    {
        var watch = AddIdleWatch();
        Assert.Equal(new CommandOutcome.TimedOut(Set.DeviceId, TimeSpan.FromSeconds(3)), watch.Unsent(DeviceState.Online, null, Now.AddSeconds(3)));
        Assert.IsType<CommandOutcome.Offline>(watch.Unsent(DeviceState.Asleep, null, Now));
        Assert.IsType<CommandOutcome.Offline>(watch.Unsent(DeviceState.Backoff, null, Now));
    }

    [Fact]
    public void Should_keep_those_who_wait_for_rest_out_of_everybodys_way()
    {
        var watch = AddIdleWatch();
        Assert.Equal((0, false, false), (_book.WaitingOf(null), _book.IsAnyWaiting, _book.IsBusy(null)));
        Assert.Empty(SendAll());
        Assert.Empty(_book.TakeSent());
        Assert.Equal(0, _book.WouldSupersede(Set.Dps, null));
        Assert.Equal([watch], _book.IdleWatches());
        Assert.Equal([watch], _book.TakeDue(Now.AddSeconds(5)));
        Assert.Empty(_book.IdleWatches());
    }

    private CommandEntry AddIdleWatch() => _book.AddIdleWatch(new DeviceCommands.WhenIdle(Set.DeviceId), ActorRefs.Nobody, Now, Now.AddSeconds(5), null);

    private CommandEntry Add(int seconds = 5, string? cid = null, DpSet? dps = null) =>
        _book.Add(dps is null ? Set : Set with { Dps = dps }, ActorRefs.Nobody, Now, Now.AddSeconds(seconds), cid);

    private CommandEntry AddSent()
    {
        var entry = _book.AddSent(Set, ActorRefs.Nobody, Now, Now.AddSeconds(5), null);
        entry.Set!.Sent(_book.AddPart(entry), DpSet.Empty);
        return entry;
    }

    private List<CommandEntry> SendAll()
    {
        var sent = new List<CommandEntry>();
        while (_book.TrySendNext(out var entry))
            sent.Add(entry);
        return sent;
    }
}
