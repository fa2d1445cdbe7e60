using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace TuyaActors.Node.Cli;

/// <summary>Names the version and the engine.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>"0.1.0".</summary>
    public static string Version { get; } = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>"tuyactors 0.1.0".</summary>
    public static string Sentence { get; } = $"tuyactors {Version}";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(Sentence);
        output.WriteLine(AkkaEngineInfo.Sentence);
        return ExitCode.Ok;
    }
}
