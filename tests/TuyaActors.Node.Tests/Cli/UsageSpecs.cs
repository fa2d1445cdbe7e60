using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Cli;

public sealed class UsageSpecs : IDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly Terminal _terminal = new(new ScriptedFleet());

    public static TheoryData<string[], string> Mistakes { get; } = new()
    {
        { [], "a command is missing: serve, status" },
        { ["foo"], "'foo' is no command; allowed: serve" },
        { ["status", "--foo"], "'--foo' is not known here; allowed: --id" },
        { ["status"], "--id is missing" },
        { ["status", "--id", "no spaces"], "--id: device id 'no spaces'" },
        { ["status", "--id", "x"], "--key is missing" },
        { ["status", "--id", "x", "--key", "short"], "--key: A local key has 16 characters; this one has 5." },
        { ["status", "--id", "x", "--key", Key, "--key-file", "f"], "--key and --key-file are both given" },
        { ["status", "--id", "x", "--key-file", "/nowhere/key"], "--key-file: there is no file '/nowhere/key'" },
        { ["status", "--id", "x", "--key", Key, "--ip", "8"], "--ip is '8'; allowed: an IP address" },
        { ["status", "--id", "x", "--key", Key, "--port", "0"], "--port is '0'; allowed: 1 to 65535" },
        { ["status", "--id", "x", "--key", Key, "--port", "65536"], "--port is '65536'; allowed: 1 to 65535" },
        { ["status", "--id", "x", "--key", Key, "--version", "3.6"], "--version is '3.6'; allowed: 3.1, 3.2, 3.3, 3.4, 3.5 and auto" },
        { ["status", "--id", "x", "--key", Key, "--timeout", "0"], "--timeout is '0'; allowed: seconds" },
        { ["status", "--id", "x", "--key", Key, "--timeout", "NaN"], "--timeout is 'NaN'; allowed: seconds" },
        { ["status", "--id", "x", "--devices", "/nowhere/devices.json"], "--devices: there is no file" },
        { ["status", "--id", "x", "--devices", "/"], "--devices: '/' is a folder" },
        { ["get", "--id", "x", "--key", Key], "Required argument missing" },
        { ["get", "70000", "--id", "x", "--key", Key], "DP is '70000'; allowed: 1 to 65535" },
        { ["set", "--id", "x", "--key", Key], "Required argument missing" },
        { ["set", "1:true", "--id", "x", "--key", Key], "'1:true' is no DP=VALUE" },
        { ["set", "1=true", "1=false", "--id", "x", "--key", Key], "DP 1 is given twice" },
        { ["monitor", "--id", "x", "--key", Key, "--count", "0"], "--count is '0'; allowed: 1 to" },
        { ["scan", "--seconds", "x"], "--seconds is 'x'" },
        { ["simulate", "--count", "0"], "--count is '0'; allowed: 1 to" },
        { ["simulate", "--base", "192.168.1.1"], "--base: " },
        { ["serve", "--simulate", "-1"], "--simulate is '-1'; allowed: 0 to" },
        { ["serve", "--strict"], "--strict says how to read --devices" },
        { ["serve", "--urls", "http://0.0.0.0:80"], "not on loopback" },
        { ["serve", "--config", "/nowhere/tuya.conf"], "--config: there is no file" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Should_name_the_argument_and_end_with_2_when_the_command_line_is_wrong(string[] args, string sentence)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync(args));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("--help' shows what is allowed", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
        Assert.Null(_terminal.Setup);
    }

    [Fact]
    public async Task Should_not_repeat_the_key_when_it_is_refused()
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync("status", "--id", "x", "--key", "s3cr3t-but-too-long-a-key"));
        Assert.DoesNotContain("s3cr3t", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_name_version_and_engine_when_asked()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync("--version"));
        Assert.Matches(@"^tuyactors \d+\.\d+\.\d+", _terminal.Out);
        Assert.Contains(AkkaEngineInfo.Sentence, _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_so_and_end_with_1_when_something_unforeseen_happens()
    {
        _terminal.Environment = _terminal.Environment with { StartFleet = (_, _) => throw new InvalidOperationException("the moon fell") };
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync("scan"));
        Assert.Contains("this should not have happened", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("the moon fell", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();
}
