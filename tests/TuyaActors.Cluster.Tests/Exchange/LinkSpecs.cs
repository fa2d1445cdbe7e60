using Akka.Actor;
using Akka.Cluster;
using FsCheck;
using FsCheck.Fluent;
using TuyaActors.Cluster.Exchange;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;

namespace TuyaActors.Cluster.Tests.Exchange;

public sealed class LinkSpecs
{
    private static readonly DeviceId Lamp = new("lamp");

    [Fact]
    public void Should_hand_out_each_item_once_and_in_order_whatever_the_network_loses_doubles_and_turns_round()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (sender, receiver) = (new LinkOut(7), new LinkIn(7));
            var air = new List<ExchangeMessages.Batch>();
            var heard = new List<long>();
            var told = 0L;
            for (var step = 0; step < 400 || heard.Count < told; step++)
            {
                if (step < 400 && random.Next(2) == 0)
                    sender.Add(new LinkItems.InterestTaken(++told));
                air.AddRange(sender.Due());
                if (air.Count > 0)
                {
                    var at = random.Next(air.Count);
                    var batch = air[at];
                    // Some come twice, some never, some late.
                    if (random.Next(4) > 0)
                        air.RemoveAt(at);
                    if (random.Next(4) > 0 && receiver.TryTake(batch, out var items))
                        heard.AddRange(items.Cast<LinkItems.InterestTaken>().Select(item => item.Version));
                    if (random.Next(3) > 0)
                        sender.Acknowledge(receiver.UpTo);
                }
                else
                {
                    sender.SendAgain();
                }
            }

            return heard.SequenceEqual(Enumerable.Range(1, (int)told).Select(n => (long)n));
        }));
    }

    [Fact]
    public void Should_not_send_more_than_the_window_before_something_is_acknowledged()
    {
        var link = new LinkOut(1);
        for (var n = 0; n < 3 * LinkOut.Window; n++)
            link.Add(new LinkItems.InterestTaken(n));

        var sent = link.Due().ToList();
        Assert.Equal(LinkOut.Window, sent.Sum(batch => batch.Items.Length));
        Assert.All(sent, batch => Assert.InRange(batch.Items.Length, 1, LinkOut.MostInBatch));
        Assert.Empty(link.Due());

        link.Acknowledge(10);
        Assert.Equal((LinkOut.Window + 1, 10), (link.Due().Select(batch => (batch.First, batch.Items.Length)).Single()));
    }

    [Fact]
    public void Should_count_the_events_that_find_no_room_and_tell_their_number_once_there_is_room()
    {
        var link = new LinkOut(1);
        for (var n = 0; n < LinkOut.Capacity + 5; n++)
            link.Add(new LinkItems.Happened(1, new DeviceEvents.Removed(Lamp, default)));
        // What is not an event always has room.
        link.Add(new LinkItems.Gone(Lamp, 1));
        Assert.Equal(LinkOut.Capacity + 1, link.Count);

        var heard = new List<object>();
        var receiver = new LinkIn(1);
        while (link.Count > 0)
        {
            foreach (var batch in link.Due())
            {
                Assert.True(receiver.TryTake(batch, out var items));
                heard.AddRange(items);
            }

            link.Acknowledge(receiver.UpTo);
        }

        Assert.Equal(LinkOut.Capacity, heard.OfType<LinkItems.Happened>().Count());
        Assert.Equal(5, Assert.Single(heard.OfType<LinkItems.Missed>()).Count);
        Assert.True(heard.FindIndex(item => item is LinkItems.Gone) > 0);
    }

    [Fact]
    public void Should_put_few_snapshots_into_one_message_and_answer_one_gap_once()
    {
        var link = new LinkOut(1);
        for (var n = 0; n < 10; n++)
            link.Add(new LinkItems.Stands(n, new DeviceSnapshot(Lamp) { Name = "lamp", State = DeviceState.Online, Since = default }));
        Assert.Equal([4, 4, 2], link.Due().Select(batch => batch.Items.Length));

        Assert.True(link.IsNewGap(3));
        Assert.False(link.IsNewGap(3));
        Assert.True(link.IsNewGap(4));
    }

    [Fact]
    public void Should_take_nothing_of_another_link_and_of_one_that_came_too_early()
    {
        var receiver = new LinkIn(2);
        Assert.True(receiver.TryTake(new ExchangeMessages.Batch(1, 1, [new LinkItems.Missed(1)]), out var others));
        Assert.Empty(others);
        Assert.False(receiver.TryTake(new ExchangeMessages.Batch(2, 2, [new LinkItems.Missed(2)]), out var early));
        Assert.Empty(early);
        Assert.Equal(0, receiver.UpTo);
    }

    [Fact]
    public void Should_take_a_node_for_late_that_was_told_what_is_wanted_and_does_not_answer_also_when_the_clock_was_set_back()
    {
        var (link, at) = (new NodeLink(new UniqueAddress(new Address("akka.tcp", "home", "house", 8110), 1), "house", 7, null!), DateTimeOffset.UnixEpoch);
        Assert.False(link.IsLate(at));
        link.Asked(1, at);
        // Said again, and something newer: that is no reason to wait longer.
        link.Asked(1, at.AddSeconds(1));
        link.Asked(2, at.AddSeconds(1.5));
        Assert.Equal((false, true), (link.IsLate(at.AddSeconds(2)), link.IsLate(at.AddSeconds(2.1))));
        Assert.True(link.IsLate(at.AddHours(-1)));
        link.Took(1, at.AddSeconds(3));
        Assert.Equal((false, true), (link.IsLate(at.AddSeconds(5)), link.IsLate(at.AddSeconds(5.1))));
        link.Took(2, at.AddSeconds(6));
        Assert.False(link.IsLate(at.AddHours(1)));
    }
}
