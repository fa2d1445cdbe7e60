using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Wire;

/// <summary>
/// What an older node has not written, for it did not know of it, gets its default: what the record says, else nothing, 0, no text, no DPs, an empty
/// collection. Where the record has no default for it (a message without what it is about), it is broken.
/// </summary>
internal static class WireDefaults
{
    public static void Fill(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var fillings = new List<Filling>();
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
            // A struct could only be filled as a copy; DesiredDp, the only one, has nothing to fill.
            if (!type.Type.IsValueType && property is { Get: { } get, Set: { } set } && NeedsFilling(property))
                fillings.Add(new Filling(property.Name, get, set, EmptyOf(property.PropertyType)));
        }

        if (fillings.Count > 0)
            type.OnDeserialized = read => fillings.ForEach(filling => filling.Fill(read));
    }

    private static bool NeedsFilling(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? IsOf(property.PropertyType, typeof(ImmutableArray<>)) : !property.IsSetNullable;

    private static object? EmptyOf(Type type) =>
        type == typeof(string) ? ""
        : type == typeof(DpSet) ? DpSet.Empty
        : IsOf(type, typeof(IReadOnlyList<>)) ? Array.CreateInstance(type.GenericTypeArguments[0], 0)
        : IsOf(type, typeof(ImmutableArray<>)) || IsOf(type, typeof(ImmutableHashSet<>)) || IsOf(type, typeof(ImmutableSortedSet<>)) ? type.GetField("Empty")!.GetValue(null)
        : null;

    private static bool IsOf(Type type, Type generic) => type.IsGenericType && type.GetGenericTypeDefinition() == generic;

    private sealed class Filling(string name, Func<object, object?> get, Action<object, object?> set, object? empty)
    {
        private readonly object? _blank = empty is null || !empty.GetType().IsValueType ? null : Activator.CreateInstance(empty.GetType());

        public void Fill(object read)
        {
            if (Equals(get(read), _blank))
                set(read, empty ?? throw new JsonException($"'{name}' of {read.GetType().Name} is missing"));
        }
    }
}
