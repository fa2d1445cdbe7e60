#nullable disable
namespace Akka.Util;

/// <summary>
/// Finds the types that configuration names. The local engine is cut into fewer assemblies than the real one, so a name whose
/// assembly is not there is looked up among the loaded assemblies.
/// </summary>
internal static class TypeLocator
{
    public static Type Find(string typeName)
    {
        if (string.IsNullOrWhiteSpace(typeName))
            return null;
        var type = Type.GetType(typeName, throwOnError: false);
        if (type is not null)
            return type;

        var comma = typeName.IndexOf(',', StringComparison.Ordinal);
        var bare = comma < 0 ? typeName.Trim() : typeName[..comma].Trim();
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            type = assembly.GetType(bare, throwOnError: false);
            if (type is not null)
                return type;
        }

        return null;
    }

    public static Type Require(string typeName, string configKey) => Find(typeName)
        ?? throw new Configuration.ConfigurationException($"'{configKey}' names the type [{typeName}], which cannot be found.");
}
