using TuyaActors.Node.Cli;
using TuyaActors.Node.Running;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Running;

public sealed class DevicesFileSpecs : IDisposable
{
    private const string Good = """{ "id": "bf01", "name": "Lamp", "key": "0123456789abcdef" }""";

    private readonly Terminal _terminal = new(new ScriptedFleet());
    private readonly List<string> _told = [];

    public static TheoryData<string, string> Bad { get; } = new()
    {
        { $"[\n{Good},\n{{ \"id\": \"bf02\", \"key\": \"short\" }}\n]", "line 3, field 'key'" },
        { $"[\n{Good},\n{{ \"id\": \"bf02\", \"key\": \"0123456789abcdef\",\n\"version\": \"3.9\" }}\n]", "line 4, field 'version'" },
        { $"[\n{Good},\n{Good}\n]", "line 3, field 'id'" },
        { $"[\n{Good},\n{{ \"id\": \"bf02\", \"key\": \"01234567", "line 3" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Should_name_line_and_field_and_go_on_with_what_is_good(string text, string place)
    {
        var devices = Read(text).Accept(strict: false, _told.Add);
        Assert.Equal("bf01", Assert.Single(devices).Id.Value);
        Assert.Contains("devices.json", _told[0], StringComparison.Ordinal);
        Assert.Contains(place, _told[0], StringComparison.Ordinal);
        Assert.Contains("going on with the 1 good device", _told[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Should_end_with_2_when_strict(string text, string place)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--strict", "--devices", _terminal.File("devices.json", text)));
        Assert.Contains(place, _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("with --strict that is refused", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("not json")]
    [InlineData("""[{ "id": "bf01" }]""")]
    public async Task Should_end_with_2_when_nothing_good_is_left(string text)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("serve", "--memory", "--devices", _terminal.File("devices.json", text)));
        Assert.Contains("has no good device", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_the_first_problems_only_when_there_are_many()
    {
        var text = $"[{Good}{string.Concat(Enumerable.Range(0, 50).Select(i => $",\n{{ \"id\": \"bx{i}\", \"key\": \"short\" }}"))}]";
        Read(text).Accept(strict: false, _told.Add);
        Assert.Equal(12, _told.Count);
        Assert.Contains("40 more problems", _told[10], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_nothing_when_all_is_good()
    {
        Assert.Single(Read($"[{Good}]").Accept(strict: true, _told.Add));
        Assert.Empty(_told);
    }

    public void Dispose() => _terminal.Dispose();

    private DevicesFile Read(string text) => DevicesFile.Read(_terminal.File("devices.json", text));
}
