using System.Collections;
using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>The records that can go from node to node, those inside others too, and their members that are set.</summary>
internal static class WireGraph
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Type[] Values =
        [typeof(object), typeof(string), typeof(DeviceId), typeof(DpSet), typeof(DpValue), typeof(IPAddress), typeof(IPEndPoint), typeof(DateTimeOffset), typeof(TimeSpan), typeof(LocalKey), typeof(CommandOutcome)];

    public static IReadOnlySet<Type> Records { get; } = Reached();

    public static IEnumerable<PropertyInfo> Members => Records.SelectMany(MembersOf);

    public static IEnumerable<PropertyInfo> MembersOf(Type record) => WireText.Members(record).Where(member => member.CanWrite);

    /// <summary>What a member's type is made of, without what is around it.</summary>
    public static Type Inner(Type type) => type.IsGenericType && !Records.Contains(type) ? Inner(type.GenericTypeArguments[0]) : type;

    /// <summary>The members that have nothing although their types do not allow it.</summary>
    public static IEnumerable<string> MissingIn(object message)
    {
        foreach (var member in MembersOf(message.GetType()))
        {
            var value = member.GetValue(message);
            if (value is null ? Nullability.Create(member).ReadState == NullabilityState.NotNull : IsDefaultArray(value))
                yield return $"{message.GetType().Name}.{member.Name}";
            else if (value is not null)
            {
                foreach (var missing in ItemsOf(value).Where(item => Records.Contains(item.GetType())).SelectMany(MissingIn))
                    yield return missing;
            }
        }
    }

    /// <summary>The value, or those in it where it is a collection.</summary>
    public static IEnumerable<object> ItemsOf(object value) => value is IEnumerable items and not string and not DpSet ? items.Cast<object>() : [value];

    private static bool IsDefaultArray(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && value.Equals(Activator.CreateInstance(type));

    private static HashSet<Type> Reached()
    {
        var reached = new HashSet<Type>();
        var open = new Queue<Type>(WireTypes.All.Values);
        while (open.TryDequeue(out var type))
        {
            while (type.IsGenericType)
                type = type.GenericTypeArguments[0];
            if (Values.Contains(type) || type.IsPrimitive || type.IsEnum || !reached.Add(type))
                continue;
            foreach (var member in MembersOf(type))
                open.Enqueue(member.PropertyType);
        }

        return reached;
    }
}
