using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AkkaLocal.ApiCheck;

/// <summary>Lists what an assembly shows to others.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<ApiEntry> Of(Assembly assembly) => assembly.GetTypes().Where(IsVisible).SelectMany(Of);

    private static IEnumerable<ApiEntry> Of(Type type)
    {
        yield return new ApiEntry(DocumentationId.Of(type), Kind(type), Ancestors(type)) { Member = type };

        foreach (var field in type.GetFields(Declared).Where(field => IsVisible(field.Attributes) && !field.IsSpecialName))
            yield return new ApiEntry(DocumentationId.Of(field), Modifiers(field), DocumentationId.Reference(field.FieldType)) { Member = field };

        foreach (var constructor in type.GetConstructors(Declared).Where(constructor => IsVisible(constructor) && !constructor.IsStatic))
            yield return new ApiEntry(DocumentationId.Of(constructor), Modifiers(constructor), "") { Member = constructor, Parameters = Parameters(constructor) };

        foreach (var method in type.GetMethods(Declared).Where(method => IsVisible(method) && !IsAccessor(method)))
        {
            yield return new ApiEntry(DocumentationId.Of(method), Modifiers(method), DocumentationId.Reference(method.ReturnType))
            {
                Member = method,
                IsOverride = IsOverride(method),
                Parameters = Parameters(method),
            };
        }

        foreach (var property in type.GetProperties(Declared))
        {
            var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
            if (accessors.Count == 0)
                continue;
            var widest = accessors.Find(accessor => accessor.IsPublic) ?? accessors[0];
            var verbs = string.Concat(accessors.Select(accessor => accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get;" : "set;").Order());
            yield return new ApiEntry(DocumentationId.Of(property), $"{Modifiers(widest)} {verbs}", DocumentationId.Reference(property.PropertyType))
            {
                Member = property,
                IsOverride = accessors.TrueForAll(IsOverride),
            };
        }

        foreach (var @event in type.GetEvents(Declared).Where(@event => @event.AddMethod is { } add && IsVisible(add)))
            yield return new ApiEntry(DocumentationId.Of(@event), Modifiers(@event.AddMethod!), DocumentationId.Reference(@event.EventHandlerType!)) { Member = @event };
    }

    private static string? Parameters(MethodBase method)
    {
        var parameters = method.GetParameters();
        // Nobody writes the parameters of operators and delegates by name.
        if (parameters.Length == 0 || method.IsSpecialName && !method.IsConstructor || method.DeclaringType!.IsSubclassOf(typeof(Delegate)))
            return null;
        var first = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return first + string.Join(", ", parameters.Select(Named));
    }

    private static string Named(ParameterInfo parameter)
    {
        var kind = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : "";
        var otherwise = !parameter.HasDefaultValue
            ? ""
            : " = " + parameter.RawDefaultValue switch
            {
                null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
                string text => $"\"{text}\"",
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        return kind + parameter.Name + otherwise;
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Ancestors(Type type)
    {
        var ancestors = type.GetInterfaces().Where(IsVisible).Select(DocumentationId.Reference).Order(StringComparer.Ordinal);
        var isPlain = type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType);
        return ": " + string.Join(", ", isPlain ? ancestors : ancestors.Prepend(DocumentationId.Reference(type.BaseType!)));
    }

    private static string Modifiers(FieldInfo field) =>
        (field.IsPublic ? "public" : "protected") + (field.IsStatic ? " static" : "");

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "public" : "protected";
        if (method.IsStatic)
            return access + " static";
        if (method.IsAbstract)
            return access + " abstract";
        return method.IsVirtual && !method.IsFinal ? access + " virtual" : access;
    }

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(Type type) => type.IsConstructedGenericType
        ? IsVisible(type.GetGenericTypeDefinition())
        : type.IsNested
            ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
            : type.IsPublic;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
