using Spectre.Console;
using TuyaActors.Messages;
using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Screen;

public sealed class FleetTableSpecs
{
    [Fact]
    public void Should_show_engine_counts_and_address_first()
    {
        var lines = Draw(140, 40, Snapshots.Device("bf01"), Snapshots.Device("bf02", state: DeviceState.Negotiating));
        Assert.Contains("Akka engine: test", lines[0], StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8377/", lines[0], StringComparison.Ordinal);
        Assert.Contains("1 of 2 online, 1 Negotiating", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_a_device_in_one_line()
    {
        var device = Snapshots.Device("bf01", "Hall lamp") with { LastPushAt = Snapshots.Now.AddSeconds(-7) };
        var line = Draw(140, 40, device).Single(l => l.StartsWith("Hall lamp", StringComparison.Ordinal));
        Assert.Matches(@"^Hall lamp +bf01 +Online +3\.4 +192\.168\.1\.20:6668 +7 s +0\.00\s*$", line);
    }

    [Fact]
    public void Should_show_problems_first_with_diagnosis_and_the_next_attempt()
    {
        var lines = Draw(
            140,
            40,
            Snapshots.Device("bf01", "A online"),
            Snapshots.Device("bf02", "B failing", DeviceState.Backoff, DiagnosisKind.Unreachable) with { NextAttemptAt = Snapshots.Now.AddSeconds(12) },
            Snapshots.Device("bf03", "C rejected", DeviceState.KeyRejected, DiagnosisKind.KeyRejected),
            Snapshots.Device("bf04", "D on the way", DeviceState.Resolving, DiagnosisKind.Unresolved));
        var rows = lines.SkipWhile(l => !l.StartsWith("device", StringComparison.Ordinal)).Skip(1).ToList();
        Assert.Matches("^C rejected +bf03 +KeyRejected, wants a new key", rows[0]);
        Assert.Matches("^B failing +bf02 +Unreachable, again in 12 s", rows[1]);
        Assert.Matches(@"^D on the way +bf04 +Resolving \(Unresolved\)", rows[2]);
        Assert.StartsWith("A online", rows[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(200)]
    public void Should_fit_the_height_and_say_how_many_are_hidden(int height)
    {
        var devices = Enumerable.Range(0, 24).Select(i => Snapshots.Device($"bf{i:00}", $"Lamp {i:00}")).ToArray();
        var lines = Draw(140, height, devices);
        Assert.True(lines.Count <= height, $"{lines.Count} lines in {height}");
        var shown = lines.Count(l => l.StartsWith("Lamp", StringComparison.Ordinal));
        if (shown < devices.Length)
        {
            Assert.Equal($"... and {devices.Length - shown} more, all of them online", lines[^1].TrimEnd());
            Assert.Equal(height, lines.Count);
        }
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(140)]
    [InlineData(250)]
    public void Should_fit_the_width_whatever_the_devices_are_called(int width)
    {
        var device = Snapshots.Device(new string('i', 64), new string('n', 100), DeviceState.Backoff, DiagnosisKind.SilentAfterConnect) with { NextAttemptAt = Snapshots.Now.AddSeconds(3) };
        var lines = Draw(width, 40, device);
        Assert.All(lines, l => Assert.True(l.TrimEnd().Length <= width, $"'{l}' has {l.Length} columns"));
        Assert.Equal(5, lines.Count);
        Assert.Contains("SilentAfterConn", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_let_a_name_draw_on_the_terminal()
    {
        var lines = Draw(140, 40, Snapshots.Device("bf01", "a\u001b[2Jb\nc [red]d[/]"));
        Assert.DoesNotContain(lines, l => l.Contains('\u001b', StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("a [2Jb c [red]d[/]", StringComparison.Ordinal));
    }

    private static List<string> Draw(int width, int height, params DeviceSnapshot[] devices)
    {
        var view = new FleetViewer("Akka engine: test", "http://127.0.0.1:8377").Look(new DeviceReplies.Devices([.. devices], []), Snapshots.Now);
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(FleetTable.Draw(view, width, height));
        return [.. text.ToString().TrimEnd('\n').Split('\n')];
    }
}
