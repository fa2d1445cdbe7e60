using System.Text;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>While a cluster is updated node by node, one version talks with the next; also <see cref="WireGoldenSpecs"/>.</summary>
public sealed class NewerVersionSpecs
{
    private static readonly DeviceId Lamp = new("lamp");

    [Fact]
    public void Should_read_a_message_that_it_does_not_know_and_pass_it_on_as_it_was()
    {
        const string dance = """{"to": ["the", "music"]}""";

        var message = Read("host.dance", dance);

        Assert.Equal("host.dance", Assert.IsAssignableFrom<IClusterMessage>(message) is UnknownMessage unknown ? unknown.Manifest : null);
        Assert.Equal("host.dance", WireTypes.ManifestOf(message));
        Assert.Equal(dance, Encoding.UTF8.GetString(ClusterSerializer.Write(message)));
    }

    [Theory]
    [InlineData("host.carry", """{"host":"lamp","deviceId":"lamp","number":4,"message":{"$":"cmd.dance","v":{"steps":[1, 2.50]}},"voidAt":"2026-11-28T17:22:31.5+01:00"}""")]
    [InlineData("host.answered", """{"number":4,"reply":{"$":"out.dizzy","v":{"id":"lamp"}}}""")]
    [InlineData("head.change", """{"command":{"$":"fleet.paint","v":{}},"keys":[],"voidAt":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("head.changed", """{"reply":{"$":"reply.painted","v":null},"effects":[]}""")]
    public void Should_read_a_message_around_one_that_it_does_not_know_and_pass_both_on(string manifest, string json)
    {
        var message = Read(manifest, json);

        var inner = message switch
        {
            HostMessages.Carry carry => carry.Message,
            ExchangeMessages.Answered answered => answered.Reply,
            HeadMessages.Change change => change.Command,
            HeadMessages.Changed changed => changed.Reply,
            _ => message,
        };
        Assert.Contains(Assert.IsType<UnknownMessage>(inner).Manifest, json, StringComparison.Ordinal);
        Assert.Equal(json, Encoding.UTF8.GetString(ClusterSerializer.Write(message)));
    }

    [Fact]
    public void Should_read_the_items_of_a_batch_that_it_knows_and_keep_the_places_of_the_others()
    {
        var batch = (ExchangeMessages.Batch)Read(
            "link.batch",
            """{"link":1,"first":5,"items":[{"$":"link.waved","v":{}},{"$":"link.gone","v":{"deviceId":"lamp","incarnation":2}},{"$":"link.happened","v":{"incarnation":3,"event":{"$":"ev.danced","v":{"deviceId":"lamp"}}}}]}""");

        Assert.Equal(3, batch.Items.Length);
        Assert.Equal("link.waved", Assert.IsType<UnknownMessage>(batch.Items[0]).Manifest);
        Assert.Equal(new LinkItems.Gone(Lamp, 2), batch.Items[1]);
        Assert.Equal("ev.danced", Assert.IsType<UnknownMessage>(Assert.IsType<LinkItems.Happened>(batch.Items[2]).Event).Manifest);
    }

    [Fact]
    public void Should_pass_over_what_stands_beside_a_message_inside_another()
    {
        var answered = (ExchangeMessages.Answered)Read("host.answered", """{"number":4,"reply":{"hops":[1],"$":"out.expired","at":{"x":1},"v":{"id":"lamp"},"after":null}}""");

        Assert.Equal(new CommandOutcome.Expired(Lamp), answered.Reply);
    }

    [Fact]
    public void Should_say_so_when_it_does_not_know_why_a_device_has_not_answered()
    {
        var reply = (DeviceReplies.DeviceNotAnswering)Read("got.silence", """{"deviceId":"lamp","outcome":{"$":"out.dizzy","v":{"id":"lamp","turns":7}}}""");

        Assert.Equal(new CommandOutcome.Rejected(Lamp, "how it ended ('out.dizzy') is said in words that only a newer version of this program knows"), reply.Outcome);
    }

    [Fact]
    public void Should_take_a_word_that_it_does_not_know_for_none_where_there_may_be_none()
    {
        Assert.Equal(new LinkItems.Hosted(Lamp, 1, DeviceState.Backoff, null), Read("link.hosted", """{"deviceId":"lamp","incarnation":1,"state":"Backoff","finding":"Bewitched"}"""));
        Assert.Null(((DeviceEvents.StateChanged)Read("ev.state", """{"deviceId":"lamp","from":"Online","to":"Backoff","version":"4.0"}""")).Version);
    }

    [Fact]
    public void Should_take_a_message_for_unknown_when_a_word_in_it_is_that_says_what_it_is_about()
    {
        const string hosted = """{"deviceId":"lamp","incarnation":1,"state":"Dancing"}""";
        const string happened = """{"incarnation":1,"event":{"$":"ev.state","v":{"deviceId":"lamp","from":"Online","to":"Dancing"}}}""";

        var batch = (ExchangeMessages.Batch)Read("link.batch", $$$"""{"link":1,"first":5,"items":[{"$":"link.hosted","v":{{{hosted}}}},{"$":"link.happened","v":{{{happened}}}},{"$":"link.gone","v":{"deviceId":"lamp","incarnation":2}}]}""");

        Assert.Equal("link.hosted", Assert.IsType<UnknownMessage>(batch.Items[0]).Manifest);
        Assert.Equal("ev.state", Assert.IsType<UnknownMessage>(Assert.IsType<LinkItems.Happened>(batch.Items[1]).Event).Manifest);
        Assert.Equal(new LinkItems.Gone(Lamp, 2), batch.Items[2]);
        var alone = Assert.IsType<UnknownMessage>(Read("link.hosted", hosted));
        Assert.Equal(("link.hosted", hosted), (alone.Manifest, Encoding.UTF8.GetString(ClusterSerializer.Write(alone))));
    }

    [Fact]
    public void Should_pass_over_a_kind_of_event_that_it_does_not_know()
    {
        var open = (ExchangeMessages.OpenLink)Read("link.open", """{"link":1,"version":2,"interest":{"kinds":["Reports","Dances","Snapshots"]}}""");

        Assert.Equal(EventKinds.Reports | EventKinds.Snapshots, open.Interest.Kinds);
    }

    [Fact]
    public void Should_give_a_record_its_own_defaults_when_an_older_version_has_written_little()
    {
        var record = (DirectoryRecord)Read("dir.record", """{"segment":"garage","deviceId":"lamp","stored":{"definition":{"id":"lamp"}}}""");

        Assert.Equal(new DeviceDefinition(Lamp), record.Stored!.Definition);
        Assert.Equal(("lamp", 6668, ConnectionMode.Persistent), (record.Stored.Definition.Name, record.Stored.Definition.Port, record.Stored.Definition.Mode));
    }

    [Fact]
    public void Should_have_empty_collections_when_an_older_version_has_none()
    {
        var reported = (DeviceEvents.DpsReported)Read("ev.dps", """{"deviceId":"lamp"}""");
        var tagged = (FleetCommands.TagDevice)Read("fleet.tag", """{"deviceId":"lamp","add":null}""");
        var imported = (FleetReply.Imported)Read("reply.imported", """{"added":1,"changes":null}""");

        Assert.Equal((DpSet.Empty, DpSet.Empty), (reported.Dps, reported.Changed));
        Assert.Empty(tagged.Add);
        Assert.Empty(tagged.Remove);
        Assert.Empty(imported.RefusedOnes);
        Assert.Empty(imported.Changes);
        Assert.Equal("1 added, 0 updated, 0 unchanged, 0 refused", imported.Sentence);
    }

    private static object Read(string manifest, string json) => ClusterSerializer.Read(Encoding.UTF8.GetBytes(json), manifest);
}
