using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace AkkaLocal.ApiCheck;

/// <summary>What an assembly uses of others, by the tables of its metadata. What the compiler inlines, constants and enum members, leaves no trace there.</summary>
internal sealed class AssemblyUse
{
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<string> _attributes = [];
    private readonly Dictionary<string, DefinedType> _defined = new(StringComparer.Ordinal);

    private AssemblyUse(string name) => Name = name;

    public string Name { get; }

    /// <summary>The types of other assemblies that it names in code.</summary>
    public IReadOnlyCollection<string> Types => _types;

    /// <summary>The ids of the methods (also accessors) and fields of other assemblies that it calls, reads or writes.</summary>
    public IReadOnlyCollection<string> Members => _members;

    /// <summary>Where types may stand by name: text in the code, and embedded configuration.</summary>
    public IReadOnlyCollection<string> Texts => _texts;

    /// <summary>The arguments of attributes, where types stand by name; the compiler puts many there of the assembly itself.</summary>
    public IReadOnlyCollection<string> Attributes => _attributes;

    public IReadOnlyDictionary<string, DefinedType> Defined => _defined;

    public static AssemblyUse Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var use = new AssemblyUse(reader.GetString(reader.GetAssemblyDefinition().Name));
        foreach (var handle in reader.TypeReferences)
            use._types.Add(MetadataNames.Of(reader, handle));
        foreach (var handle in reader.TypeDefinitions)
            use._defined.TryAdd(MetadataNames.Of(reader, handle), DefinedType.Read(reader, reader.GetTypeDefinition(handle)));
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            // A member of one's own generic type is referred to like one of another assembly.
            if (MetadataNames.Of(reader, member.Parent) is { Length: > 0 } of && !use._defined.ContainsKey(of))
                use._members.Add(MetadataNames.Of(reader, member, of));
        }

        use.ReadTexts(file, reader);
        return use;
    }

    private void ReadTexts(PEReader file, MetadataReader reader)
    {
        // The heap begins with an empty entry.
        var text = MetadataTokens.UserStringHandle(0);
        while (reader.GetHeapSize(HeapIndex.UserString) > 0 && !(text = reader.GetNextHandle(text)).IsNil)
            _texts.Add(reader.GetUserString(text));
        foreach (var handle in reader.CustomAttributes)
            _attributes.Add(Encoding.UTF8.GetString(reader.GetBlobBytes(reader.GetCustomAttribute(handle).Value)));
        var resources = file.PEHeaders.CorHeader!.ResourcesDirectory;
        if (resources.Size > 0)
            _texts.Add(Encoding.UTF8.GetString(file.GetSectionData(resources.RelativeVirtualAddress).GetContent(0, resources.Size).AsSpan()));
    }

    /// <summary>A type of the assembly: whom it derives from, and which virtual methods of theirs it overrides.</summary>
    internal sealed record DefinedType(string? Base, IReadOnlyList<string> Interfaces, IReadOnlyList<(string Name, int Parameters)> Overrides)
    {
        public static DefinedType Read(MetadataReader reader, TypeDefinition type)
        {
            var overrides = new List<(string, int)>();
            foreach (var handle in type.GetMethods())
            {
                var method = reader.GetMethodDefinition(handle);
                if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual)
                    overrides.Add((reader.GetString(method.Name), method.DecodeSignature(MetadataNames.Instance, null).ParameterTypes.Length));
            }

            return new DefinedType(
                type.BaseType.IsNil ? null : MetadataNames.Of(reader, type.BaseType),
                [.. type.GetInterfaceImplementations().Select(one => MetadataNames.Of(reader, reader.GetInterfaceImplementation(one).Interface)).OfType<string>()],
                overrides);
        }
    }
}
