using System.Reflection;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Where a <see cref="Config"/> comes from.</summary>
public class ConfigurationFactory
{
    private const string Reference = "Akka.Configuration.reference.conf";

    private static readonly Lazy<Config> Defaults = new(() => FromResource(Reference, typeof(ConfigurationFactory).Assembly));

    public static Config Empty => ParseString("");

    /// <exception cref="ConfigurationException">The text is not HOCON; the sentence names the line.</exception>
    public static Config ParseString(string hocon) => new(HoconParser.Parse(hocon));

    /// <summary>As <see cref="ParseString(string)"/>; <c>include "name"</c> puts in what the callback answers for the name.</summary>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) => new(HoconParser.Parse(hocon, includeCallback));

    /// <summary>What every actor system falls back to.</summary>
    public static Config Default() => Defaults.Value;

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <exception cref="ArgumentNullException">The assembly has no resource of that name.</exception>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ArgumentNullException(nameof(resourceName), $"{assembly.GetName().Name} has no resource '{resourceName}'.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
