using System.Net.Sockets;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Simulation;

public sealed class FaultsFileSpecs : IDisposable
{
    private readonly Terminal _terminal = new();

    [Theory]
    [InlineData("simulate")]
    [InlineData("serve", "--simulate", "3")]
    public async Task Should_name_file_line_field_value_and_what_is_allowed_and_end_with_2(params string[] command)
    {
        var file = _terminal.File("faults.json", "[\n{\"faults\":{\"lostReplies\":2}}]");

        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync([.. command, "--faults", file]));
        Assert.Contains($"--faults: '{file}', line 2: [0].faults.lostReplies is 2; allowed: 0 to 1.", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "simulate", "--count", "3", "--no-broadcast", "--base")]
    [InlineData(3, "serve", "--simulate", "3", "--urls", "http://127.0.0.1:0", "--simulate-base")]
    public async Task Should_say_that_a_device_of_the_file_is_not_there(int block, params string[] beginning)
    {
        string[] command = [.. beginning, $"{OwnAddresses.Of(block, 1)}"];
        var file = _terminal.File("faults.json", """[{"indexes":"0-3","faults":{}},{"names":["Nowhere plug"],"faults":{}}]""");

        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync([.. command, "--faults", file]));
        Assert.Contains($"'{file}', line 1: [1].names[0] is \"Nowhere plug\"; allowed: the names of the 3 simulated devices", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--faults: there is no file '/nowhere/faults.json'", "simulate", "--faults", "/nowhere/faults.json")]
    [InlineData("--faults breaks simulated devices, and there are none", "serve", "--faults", "/nowhere/faults.json")]
    public async Task Should_say_what_is_missing(string sentence, params string[] command)
    {
        Assert.Equal(ExitCode.BadUsage, await _terminal.RunAsync(command));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_break_devices_by_the_file()
    {
        using var end = new CancellationTokenSource();
        var lines = new LineWriter();
        _terminal.Environment = _terminal.Environment with { Out = lines };
        var file = _terminal.File("faults.json", """[{"indexes":1,"faults":{"refuse":true}}]""");
        var running = _terminal.RunUntilAsync(end.Token, "simulate", "--count", "3", "--no-broadcast", "--quiet", "--base", $"{OwnAddresses.Of(4, 1)}", "--faults", file);

        await lines.FirstAsync(line => line.Contains("1 do not listen", StringComparison.Ordinal));
        using (var sound = new TcpClient())
        {
            await sound.ConnectAsync(OwnAddresses.Of(4, 1), 6668);
        }

        using var broken = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => broken.ConnectAsync(OwnAddresses.Of(4, 2), 6668));
        await end.CancelAsync();
        Assert.Equal(ExitCode.Ok, await running);
    }

    public void Dispose() => _terminal.Dispose();
}
