using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AkkaLocal.ApiCheck.Tests;

/// <summary>What the build says where an engine does not have what a project asks for.</summary>
public sealed class EngineTargetsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Akka.Cluster.Hosting")]
    [InlineData("Akka.Hosting;Akka.Remote")]
    public void Should_name_the_package_that_the_local_engine_does_not_have(string references)
    {
        var (code, output) = Build("local", references);

        Assert.NotEqual(0, code);
        Assert.Contains($"error : {references.Split(';')[^1]} is not part of tools/akka-local", output, StringComparison.Ordinal);
        Assert.Contains("build with AkkaEngine=nuget", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local", "Akka;Akka.Hosting;Akka.TestKit.Xunit2")]
    [InlineData("local", "")]
    [InlineData("nuget", "Akka.Cluster.Hosting")]
    public void Should_say_nothing_when_the_engine_has_it(string engine, string references)
    {
        var (code, output) = Build(engine, references);

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Should_name_the_engines_that_there_are_when_asked_for_another()
    {
        var (code, output) = Build("akka", "Akka");

        Assert.NotEqual(0, code);
        Assert.Contains("allowed are 'nuget' (the real Akka.NET packages) and 'local' (tools/akka-local)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local", "true", false)]
    [InlineData("local", "false", true)]
    [InlineData("nuget", "true", true)]
    public void Should_make_packages_with_the_real_ones_only(string engine, string packable, bool packs)
    {
        var (code, output) = Build(engine, "Akka", "GenerateNuspec", "-p:IsPackable=" + packable);

        Assert.Equal(packs, code == 0);
        Assert.Equal(!packs, output.Contains("error : Packages are made with the real Akka.NET packages only", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private (int Code, string Output) Build(string engine, string references, string target = "CollectPackageReferences", params string[] arguments)
    {
        var tools = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "tools", "akka-local"));
        _folder.Write(
            "Sample.proj",
            $"""
            <Project>
              <Import Project="{tools}/Engine.props" />
              <PropertyGroup><References>{references}</References></PropertyGroup>
              <ItemGroup><AkkaReference Include="$(References)" /></ItemGroup>
              <Target Name="CollectPackageReferences" />
              <Target Name="GenerateNuspec" />
              <Import Project="{tools}/Engine.targets" />
            </Project>
            """);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["msbuild", Path.Combine(_folder.Path, "Sample.proj"), "-nologo", "-t:" + target, "-p:AkkaEngine=" + engine, "-nodeReuse:false", .. arguments])
            start.ArgumentList.Add(argument);
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return (build.ExitCode, output);
    }
}
