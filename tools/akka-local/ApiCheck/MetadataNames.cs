using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace AkkaLocal.ApiCheck;

/// <summary>A type in metadata: as documentation files declare it, and as they write it where it is used.</summary>
internal readonly record struct TypeName(string Declared, string Reference);

/// <summary>Names what stands in the metadata of an assembly like <see cref="DocumentationId"/> does, without loading it.</summary>
internal sealed class MetadataNames : ISignatureTypeProvider<TypeName, object?>
{
    public static readonly MetadataNames Instance = new();

    private MetadataNames()
    {
    }

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Qualified(reader.GetString(type.Namespace), name) : $"{Of(reader, outer)}.{name}";
    }

    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : Qualified(reader.GetString(type.Namespace), name);
    }

    /// <summary>The type that a class derives from or a member belongs to; null for what has no name, as an array.</summary>
    public static string? Of(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Of(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Of(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Instance, null).Declared,
        _ => null,
    };

    /// <summary>The id of a method or field of the type.</summary>
    public static string Of(MetadataReader reader, MemberReference member, string type)
    {
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field)
            return $"F:{type}.{name}";
        var signature = member.DecodeMethodSignature(Instance, null);
        var arity = signature.GenericParameterCount > 0 ? "``" + signature.GenericParameterCount : "";
        var parameters = signature.ParameterTypes.IsEmpty ? "" : $"({string.Join(",", signature.ParameterTypes.Select(one => one.Reference))})";
        return $"M:{type}.{name.Replace('.', '#')}{arity}{parameters}";
    }

    public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => Plain("System." + typeCode);

    public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Plain(Of(reader, handle));

    public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Plain(Of(reader, handle));

    public TypeName GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeName GetGenericInstantiation(TypeName genericType, ImmutableArray<TypeName> typeArguments)
    {
        var names = genericType.Declared.Split('.').Select(name => name.Split('`')[0]);
        return genericType with { Reference = $"{string.Join('.', names)}{{{string.Join(",", typeArguments.Select(one => one.Reference))}}}" };
    }

    public TypeName GetGenericMethodParameter(object? genericContext, int index) => Unnamed("``" + index);

    public TypeName GetGenericTypeParameter(object? genericContext, int index) => Unnamed("`" + index);

    public TypeName GetSZArrayType(TypeName elementType) => Unnamed(elementType.Reference + "[]");

    public TypeName GetArrayType(TypeName elementType, ArrayShape shape) => Unnamed($"{elementType.Reference}[{new string(',', shape.Rank - 1)}]");

    public TypeName GetByReferenceType(TypeName elementType) => Unnamed(elementType.Reference + "@");

    public TypeName GetPointerType(TypeName elementType) => Unnamed(elementType.Reference + "*");

    public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) => Unnamed("function");

    public TypeName GetModifiedType(TypeName modifier, TypeName unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeName GetPinnedType(TypeName elementType) => elementType;

    private static TypeName Plain(string name) => new(name, name);

    private static TypeName Unnamed(string name) => new("", name);

    private static string Qualified(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
