using System.Reflection;
using System.Runtime.Serialization;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

public sealed class WireTypesSpecs
{
    // Asked of the node's own directory, and not of a device.
    private static readonly Type[] StayAtHome =
        [typeof(DeviceEvents.Lagged), typeof(DeviceQueries.GetDefinition), typeof(DeviceReplies.DefinitionFound), typeof(UnknownMessage)];

    [Fact]
    public void Should_have_a_name_for_each_message_that_can_travel()
    {
        var travel = Concrete(typeof(IClusterMessage).Assembly).Where(type => type.IsAssignableTo(typeof(IClusterMessage)))
            .Concat(Concrete(typeof(DeviceId).Assembly).Where(type =>
                type.IsAssignableTo(typeof(IDeviceCommand)) || type.IsAssignableTo(typeof(IDeviceEvent))
                || type.IsAssignableTo(typeof(CommandOutcome)) || type.IsAssignableTo(typeof(FleetReply))
                || type.DeclaringType == typeof(FleetCommands)
                || (type.IsAssignableTo(typeof(IWithDeviceId)) && (type.DeclaringType == typeof(DeviceQueries) || type.DeclaringType == typeof(DeviceReplies)))))
            .Except(StayAtHome);

        Assert.Equal(Sorted(travel), Sorted(WireTypes.All.Values));
    }

    [Fact]
    public void Should_name_only_what_nothing_is_derived_from() =>
        Assert.All(WireGraph.Records, type => Assert.True(type.IsSealed, $"{type} is not sealed: what is derived from it would lose something on its way"));

    [Fact]
    public void Should_have_short_names_of_plain_letters() =>
        Assert.All(WireTypes.All.Keys, manifest => Assert.Matches("^[a-z]{1,8}\\.[a-z]{1,16}$", manifest));

    [Fact]
    public void Should_have_one_example_of_each() =>
        Assert.Equal(WireTypes.All.Keys.Order(StringComparer.Ordinal), WireExamples.All.Select(WireTypes.ManifestOf).Order(StringComparer.Ordinal));

    /// <summary>A member that no example sets is one that no other specification here looks at.</summary>
    [Fact]
    public void Should_have_an_example_that_says_something_in_each_member()
    {
        var said = new HashSet<(Type, string)>();
        foreach (var example in WireExamples.All)
            Note(example, said);

        Assert.Equal(
            [(typeof(DeviceDefinition), nameof(DeviceDefinition.Key))],
            WireGraph.Members.Select(member => (member.DeclaringType!, member.Name)).Except(said));
    }

    [Fact]
    public void Should_have_a_local_key_in_nothing_but_a_definition() =>
        Assert.Equal(
            [(typeof(DeviceDefinition), nameof(DeviceDefinition.Key))],
            WireGraph.Members.Where(member => WireGraph.Inner(member.PropertyType) == typeof(LocalKey)).Select(member => (member.DeclaringType!, member.Name)));

    [Fact]
    public void Should_refuse_what_is_not_meant_to_travel()
    {
        var refused = Assert.Throws<SerializationException>(() => ClusterSerializer.Write(new DeviceQueries.GetHealth()));

        Assert.Contains("GetHealth cannot go to another node", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Type> Concrete(Assembly assembly) => assembly.GetTypes().Where(type => !type.IsAbstract && !type.IsInterface);

    private static IEnumerable<string> Sorted(IEnumerable<Type> types) => types.Select(type => type.FullName!).Order(StringComparer.Ordinal);

    private static void Note(object message, HashSet<(Type, string)> said)
    {
        foreach (var member in WireGraph.MembersOf(message.GetType()))
        {
            if (member.GetValue(message) is not { } value || value.Equals(member.PropertyType.IsValueType ? Activator.CreateInstance(member.PropertyType) : null))
                continue;
            said.Add((member.DeclaringType!, member.Name));
            foreach (var inner in WireGraph.ItemsOf(value).Where(item => WireGraph.Records.Contains(item.GetType())))
                Note(inner, said);
        }
    }
}
