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
        Prop.ForAll(Steps, steps => EndsAsTheDeviceMeant(version, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>A device that may answer anything to anybody, twice, never, or late.</summary>
    private static bool EndsEachOnce(ProtocolVersion version, int[] steps)
    {
        var talk = new Conversation(version);
        var requests = new List<Conversation.Request>();
        var ends = new Dictionary<long, int>();
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

        foreach (var end in talk.Ends)
            ends[end.Token] = ends.GetValueOrDefault(end.Token) + 1;
        return talk.Count == 0 && ends.Count == requests.Count && ends.Values.All(n => n == 1);
    }

    /// <summary>
    /// A sound device: it takes the requests in their order, acknowledges before or (up to 3.4) after it reports, pushes in between, and
    /// refuses some. Each set has a DP of its own, so that a report says whose it is.
    /// </summary>
    private static bool EndsAsTheDeviceMeant(ProtocolVersion version, int[] steps)
    {
        var talk = new Conversation(version);
        var expected = new Dictionary<long, (EndKind Kind, DpSet Dps)>();
        var answers = new Queue<Action>();
        var reports = new List<Action>();
        foreach (var step in steps)
        {
            var (what, rest) = (step % 8, step / 8);
            var token = expected.Count;
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
                    answers.Enqueue(() => talk.Ack(set));
                    // Without numbers (3.5) an acknowledgement behind its own report looks like that of the next set.
                    if (version == ProtocolVersion.V35)
                        answers.Enqueue(() => reports.Add(() => talk.Push(wanted.ToJson())));
                    else
                        reports.Add(() => talk.Push(wanted.ToJson()));
                    expected[token] = (EndKind.Confirmed, wanted);
                    break;
                case 3:
                    var refused = talk.Set(token, DpSet.Of((1000 + token, true)));
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
