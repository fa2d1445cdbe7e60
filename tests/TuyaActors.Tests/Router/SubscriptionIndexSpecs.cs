using TuyaActors.Messages;
using TuyaActors.Router;
using Filter = TuyaActors.Messages.EventFilter;

namespace TuyaActors.Tests.Router;

public sealed class SubscriptionIndexSpecs
{
    private static readonly DeviceId Lamp = new("lamp");
    private static readonly DeviceId Plug = new("plug");
    private readonly SubscriptionIndex<string> _index = new();

    [Fact]
    public void Should_find_those_of_all_of_the_fleet_and_of_one()
    {
        _index.Add("all", Filter.Default);
        _index.Add("fleet", Filter.Default with { Selector = DeviceSelector.All });
        Assert.Equal([Lamp], _index.Add("lamp", Filter.Of(Lamp)));
        Assert.Equal(["all", "lamp"], Of(Lamp));
        _index.Define(new DeviceDefinition(Lamp));
        Assert.Equal(["all", "fleet", "lamp"], Of(Lamp));
        Assert.Equal(["all"], Of(Plug));
        _index.Forget(Lamp);
        Assert.Equal(["all", "lamp"], Of(Lamp));
        foreach (var one in new[] { "all", "fleet", "lamp" })
            _index.Remove(one);
        Assert.Empty(Of(Lamp));
    }

    [Fact]
    public void Should_follow_names_tags_and_groups_without_regard_to_case()
    {
        _index.Define(new DeviceDefinition(Lamp) { Name = "Desk" });
        Assert.Equal([Lamp], _index.Add("name", With(DeviceSelector.Named("DESK"))));
        Assert.Empty(_index.Add("tag", With(DeviceSelector.Tagged("attic"))));
        Assert.Empty(_index.Add("group", With(DeviceSelector.InGroup("Study").Or(DeviceSelector.Tagged("attic")))));

        var (joined, left) = _index.Define(new DeviceDefinition(Lamp) { Name = "Floor", Tags = ["Attic"], Group = "study" });
        Assert.Equal(["group", "tag"], joined.Order());
        Assert.Equal(["name"], left);
        Assert.Equal(["group", "tag"], Of(Lamp));

        (joined, left) = _index.Define(new DeviceDefinition(Lamp) { Name = "Floor", Group = "study" });
        Assert.Empty(joined);
        Assert.Equal(["tag"], left);
        Assert.Equal(["group"], _index.Forget(Lamp));
        Assert.Empty(Of(Lamp));
    }

    [Fact]
    public void Should_keep_one_that_names_the_id_whatever_tags_come_and_go()
    {
        _index.Add("both", Filter.Of(Lamp) with { Selector = DeviceSelector.Tagged("attic") });
        var (joined, left) = _index.Define(new DeviceDefinition(Lamp) { Tags = ["attic"] });
        Assert.Empty(joined.Concat(left));
        (joined, left) = _index.Define(new DeviceDefinition(Lamp));
        Assert.Empty(joined.Concat(left));
        Assert.Equal(["both"], Of(Lamp));
        Assert.Equal([Lamp], _index.Remove("both"));
        Assert.Empty(Of(Lamp));
    }

    /// <summary>Against the plain way: look at every filter.</summary>
    [Fact]
    public void Should_find_what_a_look_at_every_filter_finds()
    {
        var random = new Random(7);
        string[] words = ["a", "A", "b", "c"];
        var filters = new Dictionary<string, Filter>();
        var definitions = new Dictionary<DeviceId, DeviceDefinition>();
        var ids = Enumerable.Range(0, 6).Select(i => new DeviceId($"d{i}")).ToArray();
        for (var round = 0; round < 3_000; round++)
        {
            var (key, id) = ($"s{random.Next(12)}", ids[random.Next(ids.Length)]);
            switch (random.Next(4))
            {
                case 0 when !filters.ContainsKey(key):
                    filters[key] = Some();
                    _index.Add(key, filters[key]);
                    break;
                case 1:
                    _index.Remove(key);
                    filters.Remove(key);
                    break;
                case 2:
                    definitions[id] = new DeviceDefinition(id) { Name = Word(), Tags = [Word(), Word()], Group = random.Next(2) == 0 ? null : Word() };
                    _index.Define(definitions[id]);
                    break;
                case 3:
                    definitions.Remove(id);
                    _index.Forget(id);
                    break;
            }

            foreach (var one in ids)
            {
                var e = new DeviceEvents.Removed(one, default);
                // A selector's own ids are meant whether the device is there or not: it may come.
                var expected = filters.Where(f => f.Value.Lets(e, definitions.GetValueOrDefault(one)) || f.Value.Selector?.Ids.Contains(one) == true);
                Assert.Equal(expected.Select(f => f.Key).Order(StringComparer.Ordinal), Of(one));
            }
        }

        string Word() => words[random.Next(words.Length)];

        Filter Some()
        {
            var filter = new Filter(random.Next(3) == 0 ? [ids[random.Next(ids.Length)]] : [], EventKinds.Changes);
            return random.Next(6) switch
            {
                0 => filter with { Selector = DeviceSelector.All },
                1 => filter with { Selector = DeviceSelector.Tagged(Word()).Or(DeviceSelector.Named(Word())) },
                2 => filter with { Selector = DeviceSelector.InGroup(Word()) },
                3 => filter with { Selector = DeviceSelector.Of(ids[random.Next(ids.Length)]) },
                4 => filter with { Selector = DeviceSelector.None },
                _ => filter,
            };
        }
    }

    private IEnumerable<string> Of(DeviceId id)
    {
        var found = _index.Of(id).ToList();
        Assert.Equal(found.Distinct().Count(), found.Count);
        return found.Order(StringComparer.Ordinal);
    }

    private static Filter With(DeviceSelector selector) => Filter.Default with { Selector = selector };
}
