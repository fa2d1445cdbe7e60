namespace AkkaLocal.ApiCheck.Tests;

public sealed class ListingSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ListingSpecs()
    {
        _folder.Write(
            "Sample.txt",
            "T:Sample.Actor\tclass\t: Sample.Base, Sample.IOne{System.Int32,System.String}, Sample.ITwo",
            "M:Sample.Actor.Tell(System.Object)\tpublic\tSystem.Void",
            "P:Sample.Actor.Name\tpublic get;\tSystem.String");
        _folder.Write("parameters/Sample.txt", "M:Sample.Actor.Tell(System.Object)\tmessage = null");
    }

    [Theory]
    [InlineData("P:Sample.Actor.Name", "public get;", "System.String", null)]
    [InlineData("T:Sample.Actor", "class", ": Sample.Base, Sample.ITwo", null)]
    [InlineData("T:Sample.Actor", "class", ": Sample.Base, Sample.IOne{System.Int32,System.String}", null)]
    [InlineData("P:Sample.Actor.Age", "public get;", "System.Int32", "not in Akka.NET")]
    [InlineData("P:Sample.Actor.Name", "public get;set;", "System.String", "is 'public get;set;', but 'public get;' in Akka.NET")]
    [InlineData("P:Sample.Actor.Name", "public get;", "System.Object", "has the type System.Object, but System.String in Akka.NET")]
    [InlineData("T:Sample.Actor", "class", ": Sample.Base, Sample.IThree", "has more ancestors than in Akka.NET: Sample.IThree")]
    public void Should_tell_what_deviates(string id, string modifiers, string type, string? deviation) =>
        Assert.Equal(deviation, new Listing(_folder.Path).DeviationOf(new ApiEntry(id, modifiers, type)));

    [Theory]
    [InlineData("message = null", null)]
    [InlineData("message", "has the parameters (message), but (message = null) in Akka.NET")]
    [InlineData("text = null", "has the parameters (text = null), but (message = null) in Akka.NET")]
    public void Should_compare_the_names_of_parameters_and_which_may_be_left_out(string parameters, string? deviation) => Assert.Equal(
        deviation,
        new Listing(_folder.Path).DeviationOf(new ApiEntry("M:Sample.Actor.Tell(System.Object)", "public", "System.Void") { Parameters = parameters }));

    [Fact]
    public void Should_let_an_override_be_missing_in_the_listing() => Assert.Null(
        new Listing(_folder.Path).DeviationOf(new ApiEntry("M:Sample.Actor.ToString", "public virtual", "System.String") { IsOverride = true }));

    [Fact]
    public void Should_refuse_a_line_that_is_none()
    {
        _folder.Write("Broken.txt", "T:Sample.Actor class");

        Assert.Throws<FormatException>(() => new Listing(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
