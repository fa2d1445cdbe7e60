using TuyaActors.Device;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class CommandCorrelatorSpecs
{
    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    public static TheoryData<ProtocolVersion> EchoingVersions => [.. ProtocolVersions.All.Where(v => v != ProtocolVersion.V35)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_end_a_query_with_the_values_of_its_answer(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        Assert.Equal(MatchKind.Answer, talk.Data(query, """{"1":true}""").Kind);
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_wait_for_the_values_when_the_first_answer_to_a_query_is_empty(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        Assert.Equal((MatchKind.Answer, 0), (talk.Ack(query).Kind, talk.Ends.Count));
        talk.Data(query, """{"1":5}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, 5)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_answer_a_query_that_was_only_acknowledged_by_what_was_reported_until_its_deadline(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Push("""{"1":4}""");
        var query = talk.Query(1);
        talk.Push("""{"2":4}""");
        talk.Ack(query);
        talk.Push("""{"3":5}""", cid: "child");
        Assert.Equal(MatchKind.Push, talk.Push("""{"1":5}""").Kind);
        talk.Push("""{"2":6}""");
        Assert.Empty(talk.Ends);

        Assert.Equal(new CommandEnd(1, EndKind.Confirmed, DpSet.Of((1, 5), (2, 6))), talk.Expire(1));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_confirm_a_set_by_the_push_after_the_acknowledgement(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var set = talk.Set(1, DpSet.Of((1, true)));
        talk.Ack(set);
        Assert.True(talk.IsAcknowledged(1));
        Assert.Empty(talk.Ends);
        Assert.Equal(MatchKind.Push, talk.Push("""{"1":true}""").Kind);
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_confirm_a_set_by_the_push_before_the_acknowledgement(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var set = talk.Set(1, DpSet.Of((1, true)));
        talk.Push("""{"1":true}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
        Assert.Empty(talk.Ack(set).Ends);
        Assert.False(talk.IsAcknowledged(1));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_confirm_a_set_whose_answer_holds_the_values(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Data(talk.Set(1, DpSet.Of((1, true))), """{"1":true}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_collect_the_values_of_a_set_over_several_reports(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Set(1, DpSet.Of((1, true), (2, 50)));
        talk.Push("""{"1":true,"9":0}""");
        Assert.Empty(talk.Ends);
        talk.Push("""{"2":49}""");
        Assert.Empty(talk.Ends);
        talk.Push("""{"2":50}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true), (2, 50)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_let_a_push_be_a_push_while_a_query_waits(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        Assert.Equal((MatchKind.Push, 0), (talk.Push("""{"1":false}""").Kind, talk.Ends.Count));
        talk.Data(query, """{"1":true}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_take_a_heartbeat_for_an_answer(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        var beat = talk.Heartbeat();
        Assert.NotEqual(query.Seqno, beat);
        // The number of the query on a heartbeat's answer: the command id decides.
        Assert.Equal(MatchKind.Heartbeat, talk.HeartbeatReply(query.Seqno).Kind);
        Assert.Equal(MatchKind.Heartbeat, talk.HeartbeatReply(0).Kind);
        Assert.Equal(1, talk.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_end_a_refused_request_with_the_devices_words(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Refuse(talk.Set(1, DpSet.Of((1, true))), 3, "parse data error");
        var end = Assert.Single(talk.Ends);
        Assert.Equal((1L, EndKind.Rejected, 3u, "parse data error"), (end.Token, end.Kind, end.Retcode, end.Text));
        Assert.Equal(0, talk.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_end_a_request_that_was_refused_without_a_word(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Refuse(talk.Query(1), 1);
        Assert.Equal(EndKind.Rejected, Assert.Single(talk.Ends).Kind);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_tell_data_unvalid_apart_from_a_refusal(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Refuse(talk.Query(1), 1, "json obj data unvalid");
        AssertEnd(talk, 1, EndKind.DataUnvalid, DpSet.Empty);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_end_two_equal_sets_in_flight_each_by_its_own_answer(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var first = talk.Set(1, DpSet.Of((1, true)));
        var second = talk.Set(2, DpSet.Of((1, false)));
        talk.Ack(first);
        talk.Refuse(second);
        var refused = Assert.Single(talk.Ends);
        Assert.Equal((2L, EndKind.Rejected), (refused.Token, refused.Kind));
        Assert.True(talk.IsAcknowledged(1));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_acknowledge_each_of_two_equal_sets(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var (first, second) = (talk.Set(1, DpSet.Of((1, true))), talk.Set(2, DpSet.Of((1, true))));
        talk.Ack(first);
        Assert.False(talk.IsAcknowledged(2));
        talk.Ack(second);
        Assert.True(talk.IsAcknowledged(2));
        talk.Push("""{"1":true}""");
        Assert.Equal([(1L, EndKind.Confirmed), (2L, EndKind.Confirmed)], talk.Ends.Select(e => (e.Token, e.Kind)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_end_two_equal_queries_in_flight_each_by_its_own_answer(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var (first, second) = (talk.Query(1), talk.Query(2));
        talk.Ack(first);
        talk.Ack(second);
        talk.Data(first, """{"1":1}""");
        talk.Data(second, """{"1":2}""");
        Assert.Equal([(1L, DpSet.Of((1, 1))), (2L, DpSet.Of((1, 2)))], talk.Ends.Select(e => (e.Token, e.Dps)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_tell_how_an_expired_request_ended(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var (set, query) = (talk.Set(1, DpSet.Of((1, true))), talk.Query(2));
        talk.Set(3, DpSet.Of((1, true)));
        talk.Ack(set);
        talk.Ack(query);
        Assert.Equal(EndKind.Acknowledged, talk.Expire(1)!.Value.Kind);
        Assert.Equal(EndKind.TimedOut, talk.Expire(2)!.Value.Kind);
        Assert.Equal(EndKind.TimedOut, talk.Expire(3)!.Value.Kind);
        Assert.Null(talk.Expire(1));
        Assert.Null(talk.Expire(99));
        Assert.Equal(0, talk.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_take_an_answer_after_the_deadline_for_a_report(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        talk.Expire(1);
        var late = talk.Data(query, """{"1":true}""");
        Assert.Equal((MatchKind.Push, 0), (late.Kind, late.Ends.Length));
    }

    [Theory]
    [MemberData(nameof(EchoingVersions))]
    public void Should_not_give_a_late_answer_to_the_next_request(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var late = talk.Query(1);
        talk.Expire(1);
        var next = talk.Query(2);
        Assert.Equal(MatchKind.Push, talk.Data(late, """{"1":1}""").Kind);
        talk.Data(next, """{"1":2}""");
        AssertEnd(talk, 2, EndKind.Confirmed, DpSet.Of((1, 2)));
    }

    [Theory]
    [MemberData(nameof(EchoingVersions))]
    public void Should_follow_the_number_when_the_answer_comes_under_another_command(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var (first, second) = (talk.Query(1), talk.Query(2));
        talk.Answer(second, """{"dps":{"1":2}}""", command: CommandId.Status);
        talk.Answer(first, """{"dps":{"1":1}}""", command: CommandId.DpQuery);
        Assert.Equal([(2L, DpSet.Of((1, 2))), (1L, DpSet.Of((1, 1)))], talk.Ends.Select(e => (e.Token, e.Dps)));
    }

    [Theory]
    [MemberData(nameof(EchoingVersions))]
    public void Should_fall_back_to_the_order_when_the_answer_bears_no_number(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1);
        talk.Receive(0, query.Command, 0, """{"dps":{"1":1}}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, 1)));
    }

    [Fact]
    public void Should_go_by_command_and_order_in_3_5_whatever_the_numbers_say()
    {
        var talk = new Conversation(ProtocolVersion.V35);
        var (query, set) = (talk.Query(1), talk.Set(2, DpSet.Of((1, true))));
        // An acknowledgement of the set under the query's number, and the query's answer under the set's.
        talk.Receive(query.Seqno, set.Command, 0, "");
        Assert.True(talk.IsAcknowledged(2));
        talk.Receive(set.Seqno, query.Command, 0, """{"dps":{"7":1}}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((7, 1)), left: 1);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_give_the_acknowledgement_of_a_set_that_was_reported_first_to_the_next_set(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var (first, second, third) = (talk.Set(1, DpSet.Of((1, 1))), talk.Set(2, DpSet.Of((2, 2))), talk.Set(3, DpSet.Of((3, 3))));
        talk.Push("""{"1":1}""");
        Assert.Equal(MatchKind.Push, talk.Ack(first).Kind);
        Assert.False(talk.IsAcknowledged(2));
        talk.Refuse(second);
        Assert.Equal((2L, EndKind.Rejected), (talk.Ends[^1].Token, talk.Ends[^1].Kind));
        talk.Ack(third);
        Assert.True(talk.IsAcknowledged(3));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_give_a_late_acknowledgement_to_the_next_set(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var first = talk.Set(1, DpSet.Of((1, 1)));
        talk.Expire(1);
        var second = talk.Set(2, DpSet.Of((2, 2)));
        talk.Ack(first);
        Assert.False(talk.IsAcknowledged(2));
        talk.Ack(second);
        Assert.True(talk.IsAcknowledged(2));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_let_a_child_that_never_answers_take_the_acknowledgement_of_a_sibling(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Set(1, DpSet.Of((1, 1)), "dead");
        talk.Expire(1);
        talk.Ack(talk.Set(2, DpSet.Of((1, 1)), "alive"));
        Assert.True(talk.IsAcknowledged(2));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_take_the_refusal_of_a_set_for_that_of_one_that_was_confirmed(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Set(1, DpSet.Of((1, 1)));
        var second = talk.Set(2, DpSet.Of((2, 2)));
        talk.Push("""{"1":1}"""); // and no acknowledgement, ever
        talk.Refuse(second);
        Assert.Equal((2L, EndKind.Rejected), (talk.Ends[^1].Token, talk.Ends[^1].Kind));
    }

    [Fact]
    public void Should_wait_no_longer_for_acknowledgements_once_a_later_query_is_answered_in_3_5()
    {
        var talk = new Conversation(ProtocolVersion.V35);
        talk.Set(1, DpSet.Of((1, 1))); // confirmed, never acknowledged
        talk.Set(2, DpSet.Of((2, 2))); // neither
        talk.Push("""{"1":1}""");
        talk.Data(talk.Query(3), """{"9":9}""");
        var next = talk.Set(4, DpSet.Of((4, 4)));
        talk.Ack(next);
        Assert.Equal((false, true), (talk.IsAcknowledged(2), talk.IsAcknowledged(4)));
    }

    [Fact]
    public void Should_wait_for_the_acknowledgement_of_a_child_when_the_gateway_answers_a_query_of_its_own_in_3_5()
    {
        var talk = new Conversation(ProtocolVersion.V35);
        var first = talk.Set(1, DpSet.Of((1, 1)), "a");
        talk.Push("""{"1":1}""", "a");
        talk.Data(talk.Query(2), """{"9":9}""");
        var second = talk.Set(3, DpSet.Of((1, 2)), "a");
        talk.Ack(first);
        Assert.False(talk.IsAcknowledged(3));
        talk.Ack(second);
        Assert.True(talk.IsAcknowledged(3));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_not_grow_with_a_device_that_never_acknowledges(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        for (var token = 0; token < 10_000; token++)
        {
            talk.Set(token, DpSet.Of((1, token)));
            talk.Push($$"""{"1":{{token}}}""");
        }

        Assert.Equal((10_000, 0), (talk.Ends.Count, talk.Count));
        Assert.InRange(talk.Held, 0, 40);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_ignore_an_answer_that_nobody_asked_for(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Query(1);
        Assert.Equal(MatchKind.Push, talk.Receive(4711, CommandId.LanExtStream, 0, """{"reqType":"x"}""").Kind);
        Assert.Equal(MatchKind.Push, talk.Receive(0, CommandId.UpdateDps, 0, "").Kind);
        Assert.Equal(1, talk.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_keep_sub_devices_apart(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Set(1, DpSet.Of((1, true)), "a");
        talk.Set(2, DpSet.Of((1, true)), "b");
        talk.Set(3, DpSet.Of((1, true)));
        talk.Push("""{"1":true}""", "b");
        AssertEnd(talk, 2, EndKind.Confirmed, DpSet.Of((1, true)), left: 2);
        talk.Push("""{"1":true}""");
        Assert.Equal(3, talk.Ends[^1].Token);
        talk.Push("""{"1":true}""", "a");
        Assert.Equal(1, talk.Ends[^1].Token);
    }

    [Fact]
    public void Should_give_a_sub_devices_values_to_its_own_query_in_3_5()
    {
        var talk = new Conversation(ProtocolVersion.V35);
        var (a, b) = (talk.Query(1, "a"), talk.Query(2, "b"));
        talk.Data(b, """{"1":2}""");
        talk.Data(a, """{"1":1}""");
        Assert.Equal([(2L, DpSet.Of((1, 2))), (1L, DpSet.Of((1, 1)))], talk.Ends.Select(e => (e.Token, e.Dps)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_confirm_a_query_asked_the_device22_way(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        var query = talk.Query(1, command: CommandId.ControlNew);
        talk.Data(query, """{"1":true}""");
        AssertEnd(talk, 1, EndKind.Confirmed, DpSet.Of((1, true)));
    }

    [Fact]
    public void Should_go_on_from_the_number_that_the_connection_left_off_at()
    {
        var talk = new Conversation(ProtocolVersion.V34, firstSeqno: 3);
        Assert.Equal([3u, 4u, 5u], [talk.Query(1).Seqno, talk.Heartbeat(), talk.Set(2, DpSet.Of((1, true))).Seqno]);
    }

    [Fact]
    public void Should_never_give_the_number_zero_nor_the_same_twice_when_the_counter_comes_round()
    {
        var talk = new Conversation(ProtocolVersion.V33, firstSeqno: uint.MaxValue);
        Assert.Equal([uint.MaxValue, 1u, 2u], [talk.Query(1).Seqno, talk.Query(2).Seqno, talk.Query(3).Seqno]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_keep_waiting_when_the_answer_to_a_query_cannot_be_read(ProtocolVersion version)
    {
        var talk = new Conversation(version);
        talk.Answer(talk.Query(1), """{"dps":{"1":tr""");
        Assert.Empty(talk.Ends);
        Assert.Equal(EndKind.TimedOut, talk.Expire(1)!.Value.Kind);
    }

    private static void AssertEnd(Conversation talk, long token, EndKind kind, DpSet dps, int left = 0)
    {
        var end = Assert.Single(talk.Ends);
        Assert.Equal((token, kind, dps), (end.Token, end.Kind, end.Dps));
        Assert.Equal(left, talk.Count);
    }
}
