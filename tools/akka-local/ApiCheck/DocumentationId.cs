using System.Reflection;

namespace AkkaLocal.ApiCheck;

/// <summary>Names types and members as C# documentation files do.</summary>
internal static class DocumentationId
{
    public static string Of(Type type) => "T:" + Declared(type);

    public static string Of(FieldInfo field) => $"F:{Declared(field.DeclaringType!)}.{field.Name}";

    public static string Of(EventInfo @event) => $"E:{Declared(@event.DeclaringType!)}.{@event.Name}";

    public static string Of(PropertyInfo property) =>
        $"P:{Declared(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}";

    public static string Of(MethodBase method)
    {
        var arity = method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : "";
        return $"M:{Declared(method.DeclaringType!)}.{method.Name.Replace('.', '#')}{arity}{Parameters(method.GetParameters())}";
    }

    /// <summary>A type where it is used.</summary>
    public static string Reference(Type type)
    {
        if (type.IsByRef)
            return Reference(type.GetElementType()!) + "@";
        if (type.IsArray)
            return $"{Reference(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Reference(type.GetElementType()!) + "*";
        if (type.IsGenericMethodParameter)
            return "``" + type.GenericParameterPosition;
        if (type.IsGenericParameter)
            return "`" + type.GenericParameterPosition;
        return type.IsGenericType ? WithArguments(type) : Declared(type);
    }

    private static string Declared(Type type) => (type.FullName ?? $"{type.Namespace}.{type.Name}").Replace('+', '.');

    // The listing puts all arguments behind the last name, also those of an outer type.
    private static string WithArguments(Type type)
    {
        var names = Declared(type.GetGenericTypeDefinition()).Split('.').Select(name => name.Split('`')[0]);
        return $"{string.Join('.', names)}{{{string.Join(",", type.GetGenericArguments().Select(Reference))}}}";
    }

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(parameter => Reference(parameter.ParameterType)))})";
}
