using System.Reflection;
using System.Text;

namespace TuyaActors.PublicApi;

/// <summary>Writes an assembly's public face as text, one line a member, in an order that does not depend on the compiler.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append(Bases(type)).Append('\n');
            foreach (var line in type.GetMembers(Declared).Where(IsVisible).Select(Line).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return $" : {Name(type.GetEnumUnderlyingType())}";
        }

        // What an actor is by its base class is not ours to promise, and the two engines differ in it.
        var bases = type.GetInterfaces().Where(i => i.IsPublic && i.Assembly.GetName().Name?.StartsWith("Akka", StringComparison.Ordinal) != true).Select(Name).Order(StringComparer.Ordinal).ToArray();
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true } method => (method.IsConstructor || method.Name.StartsWith("op_", StringComparison.Ordinal)) && IsVisible(method),
        MethodBase method => IsVisible(method) && !method.Name.Contains('$', StringComparison.Ordinal),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        FieldInfo { IsSpecialName: false } field => field.IsPublic || field.IsFamily,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method)}{Name(method.ReturnType)}{Mark(Nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true } field => $"{Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        _ => member.Name,
    };

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).Select(a => a switch
        {
            { ReturnType.Name: not "Void" } => "get;",
            _ when a.ReturnParameter.GetRequiredCustomModifiers().Length > 0 => "init;",
            _ => "set;",
        });
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Static(property.GetAccessors(nonPublic: true)[0])}{Name(property.PropertyType)}{Mark(Nullability.Create(property))} {name} {{ {string.Join(" ", accessors)} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => "",
        };
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var value = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{direction}{Name(type)}{Mark(Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Mark(NullabilityInfo info) =>
        !(info.Type.IsByRef ? info.Type.GetElementType()! : info.Type).IsValueType && (info.WriteState == NullabilityState.Nullable || info.ReadState == NullabilityState.Nullable) ? "?" : "";

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Name(inner)}?";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var name = type.Name;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
