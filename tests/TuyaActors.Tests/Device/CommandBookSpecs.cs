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
    public void Should_count_those_that_have_not_gone_out()
    {
        var (sent, taken, waiting) = (Add(), Add(), Add());
        Assert.Equal(3, _book.Waiting);
        _book.MarkSent(sent);
        _book.MarkSent(sent);
        _book.Take(taken.Token);
        Assert.Equal(1, _book.Waiting);
        Assert.Equal([waiting], _book.Unsent());

        _book.Take(sent.Token);
        Assert.Equal(1, _book.Waiting);
        Assert.Equal([waiting], _book.TakeAll());
        Assert.Equal(0, _book.Waiting);
    }

    [Fact]
    public void Should_list_the_unsent_in_order_of_arrival()
    {
        var entries = Enumerable.Range(0, 5).Select(_ => Add()).ToList();
        Assert.Equal(entries, _book.Unsent());
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
        var (sent, waiting) = (Add(), Add());
        _book.MarkSent(sent);
        Assert.Equal([sent], _book.TakeSent());
        Assert.Equal([waiting], _book.Unsent());
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

    private CommandEntry Add(int seconds = 5, string? cid = null) => _book.Add(Set, ActorRefs.Nobody, Now, Now.AddSeconds(seconds), cid);
}
