using System.Reflection;

namespace TuyaActors;

/// <summary>Which Akka this build runs on.</summary>
public static class AkkaEngineInfo
{
    /// <summary><c>nuget</c> (the real packages) or <c>local</c> (tools/akka-local).</summary>
    public static string Engine { get; } = Metadata("AkkaEngine");

    /// <summary>The version of Akka.NET that is used, or whose interface is imitated.</summary>
    public static string AkkaVersion { get; } = Metadata("AkkaVersion");

    /// <summary>One line for people.</summary>
    public static string Sentence { get; } = Engine == "nuget"
        ? $"Akka engine: nuget (Akka.NET {AkkaVersion})"
        : $"Akka engine: {Engine} (tools/akka-local, in the place of Akka.NET {AkkaVersion})";

    private static string Metadata(string key) =>
        typeof(AkkaEngineInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
