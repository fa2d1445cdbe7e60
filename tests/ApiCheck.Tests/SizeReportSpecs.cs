namespace AkkaLocal.ApiCheck.Tests;

public sealed class SizeReportSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Should_count_files_lines_and_those_with_code()
    {
        _folder.Write("One.cs", "// why", "class One", "{", "", "    /// <summary>What.</summary>", "    int _field; // too", "}");
        _folder.Write("Below/Two.cs", "class Two;");
        _folder.Write("obj/Made.cs", "class Made;");
        _folder.Write("reference.conf", "a = b");

        var size = SizeReport.Of("Some", _folder.Path, members: 12, unused: 3);

        Assert.Equal(new SizeReport("Some", Files: 2, Lines: 8, CodeLines: 5, Members: 12, Unused: 3), size);
    }

    [Fact]
    public void Should_print_each_and_all_together()
    {
        var table = SizeReport.Table([new SizeReport("Akka", 10, 1500, 1000, 300, 0), new SizeReport("Akka.Hosting", 2, 20, 10, 5, 1)]).ToList();

        Assert.Equal(
            [
                "assembly        files    lines  of code   public   unused",
                "Akka               10    1,500    1,000      300        0",
                "Akka.Hosting        2       20       10        5        1",
                "together           12    1,520    1,010      305        1",
            ],
            table);
    }

    public void Dispose() => _folder.Dispose();
}
