using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Configuration;

public sealed class TokenSourceSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Fact]
    public void Should_take_the_flag_before_the_environment_before_the_file()
    {
        var (one, two, three) = (_terminal.File("one", "token-number-one-1"), _terminal.File("two", "token-number-two-2"), _terminal.File("three", "token-number-three"));
        var file = ConfigFile.Read(new Given(Origin.Default, "--config", [_terminal.File("node.conf", $"node.token-file = \"{three}\"")]));
        var flag = new Given(new Origin(OriginSource.Flag, "--token-file"), "--token-file", [one]);
        Assert.Null(Read(null, null));
        Assert.Equal(("token-number-three", three), Shown(Read(null, file)));
        _terminal.Variables["TUYACTORS_TOKEN_FILE"] = two;
        Assert.Equal(("token-number-two-2", two), Shown(Read(null, file)));
        Assert.Equal(("token-number-one-1", one), Shown(Read(flag, file)));
        _terminal.Variables.Remove("TUYACTORS_TOKEN_FILE");
        _terminal.Variables["TUYACTORS_TOKEN"] = "token-number-four-4";
        Assert.Equal(("token-number-four-4", null), Shown(Read(null, file)));
    }

    [Fact]
    public void Should_not_choose_between_two_variables()
    {
        _terminal.Variables["TUYACTORS_TOKEN"] = Tokens.Right;
        _terminal.Variables["TUYACTORS_TOKEN_FILE"] = "x";
        Assert.Equal("TUYACTORS_TOKEN and TUYACTORS_TOKEN_FILE are both set; allowed is one of them.", Assert.Throws<UsageException>(() => Read(null, null)).Message);
    }

    [Theory]
    // A variable that could not be filled must not open the node to everybody.
    [InlineData("TUYACTORS_TOKEN", "", "TUYACTORS_TOKEN: the token cannot be used: it is empty")]
    [InlineData("TUYACTORS_TOKEN", "s3cr3t", "TUYACTORS_TOKEN: the token cannot be used: it has 6 characters")]
    [InlineData("TUYACTORS_TOKEN_FILE", "", "TUYACTORS_TOKEN_FILE is empty; wanted is the name of a file.")]
    [InlineData("TUYACTORS_TOKEN_FILE", "/nowhere/token", "TUYACTORS_TOKEN_FILE: there is no file '/nowhere/token'.")]
    [InlineData("TUYACTORS_TOKEN_FILE", "/", "TUYACTORS_TOKEN_FILE: '/' is a folder; a file is wanted.")]
    // It has no end.
    [InlineData("TUYACTORS_TOKEN_FILE", "/dev/zero", "TUYACTORS_TOKEN_FILE: '/dev/zero' has more than 4096 bytes; that is no token.")]
    public void Should_say_why_it_cannot_be_used_and_not_quote_it(string variable, string value, string sentence)
    {
        _terminal.Variables[variable] = value;
        var refusal = Assert.Throws<UsageException>(() => Read(null, null)).Message;
        Assert.Contains(sentence, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3cr3t in several words")]
    [InlineData("s3cr3t-token-of-the-first-line\nand another")]
    public void Should_refuse_a_file_with_no_token_in_it_and_not_quote_it(string text)
    {
        _terminal.Variables["TUYACTORS_TOKEN_FILE"] = _terminal.File("token", text);
        var refusal = Assert.Throws<UsageException>(() => Read(null, null)).Message;
        Assert.StartsWith($"TUYACTORS_TOKEN_FILE: the token in '{_terminal.PathOf("token")}' cannot be used: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_file_that_an_editor_has_marked()
    {
        _terminal.Variables["TUYACTORS_TOKEN_FILE"] = _terminal.File("token", "\uFEFF  token-number-one-1 \r\n");
        Assert.Equal("token-number-one-1", Read(null, null)!.Token.Value);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, null)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, "its group can read or change it")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, "everybody on this machine can read or change it")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, "everybody on this machine can read or change it")]
    public void Should_see_who_else_can_read_the_file(UnixFileMode mode, string? readers)
    {
        var path = _terminal.File("token", Tokens.Right);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
            Assert.Equal(readers, TokenFile.Readers(path, null));
        }

        // What the service manager hands over has rights of its own.
        Assert.Null(TokenFile.Readers(path, Path.GetDirectoryName(path)));
    }

    public void Dispose() => _terminal.Dispose();

    private static (string, string?) Shown(TokenSource? source) => (source!.Token.Value, source.File);

    private TokenSource? Read(Given? flag, ConfigFile? file) => TokenSource.Read(flag, NodeEnvironment.Read(_terminal.Environment), file is null ? [] : [file]);
}
