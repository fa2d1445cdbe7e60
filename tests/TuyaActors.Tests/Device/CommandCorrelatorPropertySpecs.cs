using FsCheck;
using FsCheck.Fluent;
using TuyaActors.Device;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

/// <summary>What holds for any conversation; a step of it is a number whose digits choose what happens.</summary>
public sealed class CommandCorrelatorPropertySpecs
{
    private static readonly Arbitrary<int[]> Steps = Arb.From(
        Gen.Choose(0, int.MaxValue).ArrayOf(),
        steps => Enumerable.Range(0, steps.Length).Select(without => steps.Where((_, i) => i != without).ToArray()));

    public static TheoryData<ProtocolVersion> Versions => [.. ProtocolVersions.All];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_give_every_command_exactly_one_end_whatever_the_device_does(ProtocolVersion version) =>
        Prop.ForAll(Steps, steps => EndsEachOnce(version, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_give_every_command_its_own_end_when_the_device_answers_in_order(ProtocolVersion version) =>
        Prop.ForAll(Steps, steps => EndsAsTheDeviceMeant(new Conversation(version), version, steps, 0)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Should_be_exact_again_after_an_answered_query_whatever_happened_before(ProtocolVersion version) =>
        Prop.ForAll(Steps, Steps, (chaos, order) =>
        {
            var talk = new Conversation(version);
            var requests = Chaos(talk, chaos);
            foreach (var cid in new[] { null, "a", "b" })
                talk.Data(talk.Query(requests, cid), """{"9":9}""");
            talk.Ends.Clear();
            return EndsAsTheDeviceMeant(talk, version, order, requests + 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>A device that may answer anything to anybody, twice, never, or late.</summary>
    private static bool EndsEachOnce(ProtocolVersion version, int[] steps)
    {
        var talk = new Conversation(version);
        var requests = Chaos(talk, steps);
        var ends = new Dictionary<long, int>();
        foreach (var end in talk.Ends)
            ends[end.Token] = ends.GetValueOrDefault(end.Token) + 1;
        return talk.Count == 0 && ends.Count == requests && ends.Values.All(n => n == 1);
    }

    private static int Chaos(Conversation talk, int[] steps)
    {
        var requests = new List<Conversation.Request>();
        foreach (var step in steps)
        {
            var (what, rest) = (step % 11, step / 11);
            var cid = (rest % 3) switch { 0 => null, 1 => "a", _ => "b" };
            var dps = $$"""{"{{1 + rest % 2}}":{{rest / 2 % 2}}}""";
            var someone = requests.Count == 0 ? default : requests[rest % requests.Count];
            switch (what)
            {
                case 0:
                    requests.Add(talk.Query(requests.Count, cid));
                    break;
                case 1:
                    requests.Add(talk.Set(requests.Count, DpSet.Of((1 + rest % 2, rest / 2 % 2)), cid));
                    break;
                case 2:
                    requests.Add(talk.Set(requests.Count, DpSet.Of((1, rest % 2), (2, rest / 2 % 2)), cid));
                    break;
                case 3:
                    talk.HeartbeatReply(rest % 2 == 0 ? talk.Heartbeat() : 0);
                    break;
                case 4 when requests.Count > 0:
                    talk.Ack(someone);
                    break;
                case 5 when requests.Count > 0:
                    talk.Data(someone, dps);
                    break;
                case 6 when requests.Count > 0:
                    talk.Refuse(someone, 1, rest % 2 == 0 ? "" : "json obj data unvalid");
                    break;
                case 7:
                    talk.Push(dps, cid);
                    break;
                case 8 when requests.Count > 0:
                    talk.Answer(someone, "\"neither here nor there\"", command: (CommandId)(rest % 20));
                    break;
                case 9:
                    talk.Receive((uint)(rest % 12), CommandId.Status, null, $$"""{"dps":{{dps}}}""");
                    break;
                case 10 when requests.Count > 0 && talk.Expire(rest % requests.Count) is { } expired:
                    talk.Ends.Add(expired);
                    break;
            }
        }

        for (var token = 0; token < requests.Count; token++)
        {
            if (talk.Expire(token) is { } end)
                talk.Ends.Add(end);
        }

        return requests.Count;
    }

    /// <summary>
    /// A sound device: it takes the requests in their order, acknowledges before or after it reports, pushes in between, and refuses some;
    /// some of its answers come when the deadline is over. Each set has a DP of its own, so that a report says whose it is.
    /// </summary>
    private static bool EndsAsTheDeviceMeant(Conversation talk, ProtocolVersion version, int[] steps, int firstToken)
    {
        var expected = new Dictionary<long, (EndKind Kind, DpSet Dps)>();
        var answers = new Queue<Action>();
        var reports = new List<Action>();
        var sets = new HashSet<long>();
        foreach (var step in steps)
        {
            var (what, rest) = (step % 9, step / 9);
            var token = firstToken + expected.Count;
            switch (what)
            {
                case 0:
                    var query = talk.Query(token);
                    if (rest % 2 == 0)
                        answers.Enqueue(() => talk.Ack(query));
                    answers.Enqueue(() => talk.Data(query, $$"""{"250":{{token}}}"""));
                    expected[token] = (EndKind.Confirmed, DpSet.Of((250, token)));
                    break;
                case 1 or 2:
                    var wanted = DpSet.Of((1000 + token, rest % 5));
                    var set = talk.Set(token, wanted);
                    sets.Add(token);
                    answers.Enqueue(() => talk.Ack(set));
                    reports.Add(() => talk.Push(wanted.ToJson()));
                    expected[token] = (EndKind.Confirmed, wanted);
                    break;
                case 3:
                    var refused = talk.Set(token, DpSet.Of((1000 + token, true)));
                    sets.Add(token);
                    answers.Enqueue(() => talk.Refuse(refused));
                    expected[token] = (EndKind.Rejected, DpSet.Empty);
                    break;
                case 4:
                    talk.HeartbeatReply(talk.Heartbeat());
                    break;
                case 5:
                    talk.Push($$"""{"200":{{rest % 9}}}""");
                    break;
                case 6 when reports.Count > 0:
                    reports[rest % reports.Count]();
                    reports.RemoveAt(rest % reports.Count);
                    break;
                case 7 when answers.TryDequeue(out var answer):
                    answer();
                    break;
                // Without numbers (3.5) the late answer to a query is as good for the next: it holds the values of now.
                case 8 when expected.Count > 0 && firstToken + rest % expected.Count is var late && (version != ProtocolVersion.V35 || sets.Contains(late))
                    && talk.Expire(late) is { } end:
                    expected[late] = (end.Kind, end.Dps);
                    talk.Ends.Add(end);
                    break;
            }
        }

        while (answers.TryDequeue(out var answer))
            answer();
        reports.ForEach(report => report());
        return talk.Count == 0
            && talk.Ends.Count == expected.Count
            && talk.Ends.All(end => expected[end.Token].Equals((end.Kind, end.Dps)));
    }
}
