namespace AkkaLocal.ApiCheck.Tests;

public sealed class EngineConditionsSpecs : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Theory]
    [InlineData("#if AKKA_LOCAL")]
    [InlineData("  # elif !NUGET_ENGINE")]
    [InlineData("#if DEBUG && ANY_SYMBOL")]
    [InlineData("#if (REAL)")]
    public void Should_report_a_condition_that_may_depend_on_the_engine(string line)
    {
        _root.Write("src/Room/Code.cs", "class One;", line, "#endif");

        var problem = Assert.Single(EngineConditions.FindIn(_root.Path));

        Assert.StartsWith("src/Room/Code.cs:2: ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#if DEBUG")]
    [InlineData("#if NET10_0_OR_GREATER && !WINDOWS")]
    [InlineData("#endif // AKKA_LOCAL")]
    [InlineData("#region if AKKA_LOCAL")]
    [InlineData("// #if AKKA_LOCAL")]
    public void Should_accept_all_else(string line)
    {
        _root.Write("src/Room/Code.cs", line);

        Assert.Empty(EngineConditions.FindIn(_root.Path));
    }

    [Theory]
    [InlineData("src/One.cs", true)]
    [InlineData("tests/Room.Tests/One.cs", true)]
    [InlineData("tools/Bench/One.cs", true)]
    [InlineData("tools/akka-local/Akka.Local/One.cs", false)]
    [InlineData("src/Room/obj/Release/One.cs", false)]
    [InlineData("src/Room/One.txt", false)]
    public void Should_look_at_all_code_but_the_engine(string file, bool isLookedAt)
    {
        _root.Write(file, "#if AKKA_LOCAL");

        Assert.Equal(isLookedAt, EngineConditions.FindIn(_root.Path).Any());
    }

    public void Dispose() => _root.Dispose();
}
