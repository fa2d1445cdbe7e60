namespace TuyaActors.Protocol.Tests.PublicApi;

public sealed class PublicApiSpecs
{
    /// <summary>
    /// What is public is a promise. Where the change is meant, the file beside this one is replaced by the text that the failure writes
    /// into the temporary folder.
    /// </summary>
    [Fact]
    public void Should_be_what_was_approved_when_the_assembly_is_listed()
    {
        var actual = PublicApiText.Of(typeof(LocalKey).Assembly);
        var approved = Path.Combine(AppContext.BaseDirectory, "PublicApi", "TuyaActors.Protocol.approved.txt");
        var expected = File.ReadAllText(approved).ReplaceLineEndings("\n");

        if (actual != expected)
        {
            var received = Path.Combine(Path.GetTempPath(), "TuyaActors.Protocol.received.txt");
            File.WriteAllText(received, actual);
            var change = actual.Split('\n').Except(expected.Split('\n')).Select(l => $"+ {l}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(l => $"- {l}"));
            Assert.Fail($"The public API is another than approved; all of it is in {received}.\n{string.Join('\n', change)}");
        }
    }
}
