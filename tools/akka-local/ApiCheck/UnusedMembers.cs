using System.Reflection;
using System.Text.RegularExpressions;

namespace AkkaLocal.ApiCheck;

/// <summary>
/// Finds what an engine's assemblies show and nothing outside of the showing assembly uses. A member counts as used when somebody calls it,
/// overrides it or implements it; when it overrides or implements a used one, or one that is not the engine's; and when its type is an
/// enum, a delegate or holds constants, which leave no trace, with the type. A type counts as used when somebody names it, in code or in
/// configuration (with its constructors then, which are called by reflection), or when a used member or type cannot be without it.
/// </summary>
internal sealed partial class UnusedMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _own;
    private readonly HashSet<Type> _usedTypes = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _named = [];
    private readonly Dictionary<MethodInfo, List<MethodInfo>> _contracts = [];
    private readonly Queue<Type> _unseen = new();

    private UnusedMembers(IEnumerable<Assembly> engine)
    {
        foreach (var type in engine.SelectMany(assembly => assembly.GetTypes()))
            _types.TryAdd(DocumentationId.Of(type)[2..], type);
        _own = [.. _types.Values];
        foreach (var type in _types.Values.Where(type => !type.IsInterface))
            ReadContracts(type);
    }

    /// <param name="engine">The assemblies that are looked at.</param>
    /// <param name="users">The paths of all assemblies that may use them; each of the engine's counts as a user of the others.</param>
    /// <param name="texts">Configuration that may name types.</param>
    public static IReadOnlyList<ApiEntry> Find(IReadOnlyList<Assembly> engine, IEnumerable<string> users, IEnumerable<string> texts)
    {
        var search = new UnusedMembers(engine);
        search.Read([.. users.Concat(engine.Select(assembly => assembly.Location)).Select(AssemblyUse.Read)], texts);
        var entries = engine.SelectMany(PublicSurface.Of).ToList();
        search.Spread(entries);
        return [.. entries.Where(entry => !search.IsUsed(entry) && (entry.Member is Type || search.IsUsed(entry.Member!.DeclaringType!)))];
    }

    private void Read(IReadOnlyList<AssemblyUse> users, IEnumerable<string> texts)
    {
        var defined = users.SelectMany(user => user.Defined).ToLookup(one => one.Key, one => one.Value);
        foreach (var user in users)
        {
            foreach (var name in user.Types.Where(_types.ContainsKey))
                Use(_types[name]);
            foreach (var id in user.Members)
                _usedIds.Add(id);
            foreach (var type in user.Defined.Values)
                ReadInheritance(user, type, defined);
        }

        foreach (var type in TypesNamedIn(users.SelectMany(user => user.Texts).Concat(texts)).Where(_named.Add))
            Use(type);
        foreach (var user in users)
        {
            foreach (var type in TypesNamedIn(user.Attributes).Where(type => !IsOf(type, user)))
                Use(type);
        }
    }

    private IEnumerable<Type> TypesNamedIn(IEnumerable<string> texts) =>
        from text in texts
        from Match match in TypeInText().Matches(text)
        where _types.ContainsKey(match.Value.Replace('+', '.'))
        select _types[match.Value.Replace('+', '.')];

    private static bool IsOf(Type type, AssemblyUse user) => type.Assembly.GetName().Name == user.Name;

    // Overriding and implementing leave no reference to the member, only one to the type.
    private void ReadInheritance(AssemblyUse user, AssemblyUse.DefinedType type, ILookup<string, AssemblyUse.DefinedType> defined)
    {
        foreach (var name in type.Interfaces)
        {
            if (_types.TryGetValue(name, out var contract) && !IsOf(contract, user))
                UseAll(contract.GetMethods(Declared).Where(method => method.IsAbstract));
        }

        var above = type.Base;
        while (above is not null && !_types.ContainsKey(above))
            above = defined[above].FirstOrDefault()?.Base;
        for (var ancestor = above is null ? null : _types[above]; ancestor is not null; ancestor = Open(ancestor.BaseType))
        {
            if (IsOf(ancestor, user) || !_own.Contains(ancestor))
                continue;
            UseAll(ancestor.GetMethods(Declared).Where(method => method.IsVirtual && type.Overrides.Contains((method.Name, method.GetParameters().Length))));
        }
    }

    private void UseAll(IEnumerable<MethodInfo> methods)
    {
        foreach (var method in methods)
            _usedIds.Add(DocumentationId.Of(method));
    }

    /// <summary>Whom the methods of a class override and implement, by the lowest definition of a virtual one.</summary>
    private void ReadContracts(Type type)
    {
        foreach (var contract in type.GetInterfaces())
        {
            var map = type.GetInterfaceMap(contract);
            foreach (var (implementation, promised) in map.TargetMethods.Zip(map.InterfaceMethods))
            {
                if (implementation is not null && _own.Contains(Open(implementation.DeclaringType)!))
                    ContractsOf(Slot(implementation)).Add(promised);
            }
        }

        foreach (var method in type.GetMethods(Declared).Where(method => method.IsVirtual && method.GetBaseDefinition() != method))
        {
            ContractsOf(Slot(method)).Add(method.GetBaseDefinition());
            ContractsOf(Slot(method)).Add(method);
        }
    }

    private List<MethodInfo> ContractsOf(MethodInfo slot)
    {
        if (!_contracts.TryGetValue(slot, out var list))
            _contracts.Add(slot, list = []);
        return list;
    }

    private void Use(Type? type)
    {
        while (type is { HasElementType: true })
            type = type.GetElementType();
        if (type is null || type.IsGenericParameter)
            return;
        foreach (var argument in type.GetGenericArguments())
            Use(argument);
        if (_own.Contains(Open(type)!) && _usedTypes.Add(Open(type)!))
            _unseen.Enqueue(Open(type)!);
    }

    private void Spread(List<ApiEntry> entries)
    {
        var members = entries.Where(entry => entry.Member is not Type).ToLookup(entry => entry.Member!.DeclaringType!);
        foreach (var entry in members.SelectMany(of => of).Where(entry => Ids(entry).Any(_usedIds.Contains)))
            Use(entry.Member!.DeclaringType);

        while (_unseen.TryDequeue(out var type))
        {
            Use(type.DeclaringType);
            Use(type.BaseType);
            foreach (var contract in type.IsInterface ? type.GetInterfaces() : [])
                Use(contract);
            foreach (var constraint in type.GetGenericArguments().Where(one => one.IsGenericParameter).SelectMany(one => one.GetGenericParameterConstraints()))
                Use(constraint);
            foreach (var mentioned in members[type].Where(IsUsed).SelectMany(entry => Mentioned(entry.Member!)))
                Use(mentioned);
        }
    }

    private bool IsUsed(Type type) => _usedTypes.Contains(type);

    private bool IsUsed(ApiEntry entry)
    {
        if (entry.Member is Type type)
            return IsUsed(type);
        var of = entry.Member!.DeclaringType!;
        if (of.IsEnum || of.IsSubclassOf(typeof(Delegate)) || entry.Member is FieldInfo { IsLiteral: true })
            return IsUsed(of);
        // The compiler gives a class one without parameters by itself.
        if (entry.Member is ConstructorInfo constructor && (_named.Contains(of) || constructor.GetParameters().Length == 0))
            return true;
        return Ids(entry).Any(_usedIds.Contains) || Methods(entry.Member).Any(IsPromised);
    }

    private bool IsPromised(MethodInfo method) => _contracts.TryGetValue(Slot(method), out var contracts)
        && contracts.Exists(contract => Open(contract.DeclaringType) is var of && (!_own.Contains(of!) || _usedIds.Contains(IdOf(contract))));

    private static string IdOf(MethodInfo method)
    {
        var of = Open(method.DeclaringType)!;
        return DocumentationId.Of(of == method.DeclaringType ? method : (MethodInfo)of.Module.ResolveMethod(method.MetadataToken)!);
    }

    // The language wants both of a pair of operators.
    private static IEnumerable<string> Ids(ApiEntry entry) => entry.Member switch
    {
        FieldInfo => [entry.Id],
        ConstructorInfo => [entry.Id],
        var member => Methods(member!).Select(IdOf).SelectMany<string, string>(id => id.Contains(".op_Equality(", StringComparison.Ordinal)
            ? [id, id.Replace(".op_Equality(", ".op_Inequality(", StringComparison.Ordinal)]
            : [id, id.Replace(".op_Inequality(", ".op_Equality(", StringComparison.Ordinal)]),
    };

    private static MethodInfo[] Methods(MemberInfo member) => member switch
    {
        MethodInfo method => [method],
        PropertyInfo property => property.GetAccessors(nonPublic: true),
        EventInfo @event => [@event.AddMethod!, @event.RemoveMethod!],
        _ => [],
    };

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        ConstructorInfo constructor => constructor.GetParameters().Select(one => one.ParameterType),
        _ => Methods(member).SelectMany(method => method.GetParameters().Select(one => one.ParameterType)
            .Append(method.ReturnType)
            .Concat(method.GetGenericArguments().SelectMany(one => one.GetGenericParameterConstraints()))),
    };

    private static MethodInfo Slot(MethodInfo method)
    {
        var root = method.GetBaseDefinition();
        var of = Open(root.DeclaringType)!;
        return of == root.DeclaringType ? root : (MethodInfo)of.Module.ResolveMethod(root.MetadataToken)!;
    }

    private static Type? Open(Type? type) => type is { IsConstructedGenericType: true } ? type.GetGenericTypeDefinition() : type;

    [GeneratedRegex(@"[A-Za-z_]\w*(?:[.+][A-Za-z_]\w*)+(?:`\d+)?")]
    private static partial Regex TypeInText();
}
