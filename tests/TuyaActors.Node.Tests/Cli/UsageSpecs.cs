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
        { ["get", "1"], "--id is missing: which device? (One of a running node is named by itself: tuyactors get 'Kitchen plug 1' 18.)" },
        { ["get", "lamp", "1", "--id", "x", "--key", Key], "'lamp' is one word too many beside --id" },
        { ["get", "lamp", "one"], "DP is 'one'; allowed: 1 to 65535" },
        { ["get", "1", "--node", "http://127.0.0.1:1"], "which device? Its id or its name stands before the DP" },
        { ["get", "1", "--id", "x", "--node", "http://127.0.0.1:1"], "--id is about a device that this command connects to itself, --node about those of a running node" },
        { ["set", "--id", "x", "--key", Key], "Required argument missing" },
        { ["set", "1:true", "--id", "x", "--key", Key], "'1:true' is no DP=VALUE" },
        { ["set", "1=true", "1=false", "--id", "x", "--key", Key], "DP 1 is given twice" },
        { ["set", "1=true"], "--id is missing: which device? (One of a running node is named by itself: tuyactors set 'Hall lamp' 20=true.)" },
        { ["set", "lamp", "1=true", "--id", "x", "--key", Key], "'lamp' is no DP=VALUE; write for example 1=true. (Or is it a device of a running node? Then leave --id out.)" },
        { ["set", "--tag", "night", "1=true", "--ip", "192.168.1.20"], "--ip is about a device that this command connects to itself, --tag about those of a running node" },
        { ["set", "lamp", "1:true"], "no value to set is given; write DP=VALUE, such as 1=true. Taken for devices: 'lamp', '1:true'." },
        { ["set", "lamp", "1=True"], "DP 1: 'True' is neither JSON nor clearly a text" },
        { ["set", "lamp", "1=true", "1=false"], "DP 1 is given twice" },
        { ["set", "1=true", "--node", "http://127.0.0.1:1"], "which devices? Name them by id or name, or give --tag WORD, --group NAME or --all." },
        { ["set", "lamp", "--all", "1=true"], "--all means every device, and some are named besides" },
        { ["device"], "which device? Give its id or its name" },
        { ["device", "refresh"], "which device? Its id or its name stands before 'refresh'" },
        { ["device", "lamp", "explode"], "'explode' is no command; allowed: refresh, reconnect, identify, frames, key" },
        { ["device", "lamp", "--timeout", "3"], "--timeout is how long the device may take, and it is asked only with --fresh" },
        { ["device", "lamp", "frames", "--seconds", "3"], "--seconds is how long to follow, and --follow is missing" },
        { ["device", "lamp", "key"], "the new local key is missing; give --key-file FILE, or set TUYA_LOCAL_KEY" },
        { ["device", "lamp", "key", "--key", "short"], "--key: A local key has 16 characters; this one has 5." },
        { ["devices", "list", "--state", "bad"], "--state is 'bad'; allowed: problem, stopped, resolving" },
        { ["devices", "list", "--sort", "size"], "--sort is 'size'; allowed: name, -name" },
        { ["watch", "--kind", "noise"], "--kind is 'noise'; allowed: state, dps, definition, sighting, snapshot" },
        { ["watch", "--dp", "0"], "--dp is '0'; allowed: 1 to 65535" },
        { ["health", "--node", "8377"], "--node: '8377' is no URL" },
        { ["health", "--node", "http://127.0.0.1:1", "--db", "x.db"], "--node and --db are both given" },
        { ["scan", "--direct", "--node", "http://127.0.0.1:1"], "--direct is about listening without a node, and --node names one" },
        { ["completion"], "which shell? allowed: bash, zsh, fish, pwsh." },
        { ["completion", "bash", "more"], "'more' is not known here; nothing more is allowed." },
        { ["completion", "tcsh"], "'tcsh' is no shell that there is a script for; allowed: bash, zsh, fish, pwsh." },
        { ["monitor", "--id", "x", "--key", Key, "--count", "0"], "--count is '0'; allowed: 1 to" },
        { ["scan", "--seconds", "x"], "--seconds is 'x'" },
        { ["simulate", "--count", "0"], "--count is '0'; allowed: 1 to" },
        { ["simulate", "--base", "192.168.1.1"], "--base: 192.168.1.1 is not of loopback, so --broadcast must say where its devices announce themselves, such as 192.168.1.255" },
        { ["simulate", "--base", "::1"], "--base: ::1 is no IPv4 address that a device can have" },
        { ["simulate", "--base", "224.0.0.1", "--broadcast", "192.168.1.255"], "--base: 224.0.0.1 is no IPv4 address that a device can have" },
        { ["simulate", "--base", "127.255.255.250", "--no-broadcast"], "--base: There are not enough addresses behind 127.255.255.250." },
        { ["simulate", "--base", "203.0.113.1", "--no-broadcast"], "cannot listen on 203.0.113.1:6668: this machine has no such address" },
        { ["simulate", "--broadcast", "255"], "--broadcast is '255'; allowed: an IP address" },
        { ["simulate", "--broadcast", "ff02::1"], "--broadcast is 'ff02::1'; allowed: the IPv4 broadcast address of a LAN, such as 192.168.1.255." },
        { ["simulate", "--broadcast", "203.0.113.255"], "cannot hear probes on 203.0.113.255:7000: this machine has no such address" },
        { ["simulate", "--broadcast", "127.255.255.255", "--no-broadcast"], "--broadcast says where devices announce themselves, and --no-broadcast that they do not" },
        { ["simulate", "--only", "Nowhere plug"], "--only: none of the 24 devices has the id or name 'Nowhere plug'." },
        { ["serve", "--simulate", "-1"], "--simulate is '-1'; allowed: 0 to" },
        { ["serve", "--simulate", "1", "--simulate-base", "192.168.1.1"], "--simulate-base is '192.168.1.1'; allowed: an address within 127.0.0.0/8, such as 127.77.0.1." },
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
