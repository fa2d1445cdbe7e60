using TuyaActors.Node.Screen;
using TuyaActors.Node.Tests.Probes;
using LineWriter = TuyaActors.Node.Tests.Probes.LineWriter;

namespace TuyaActors.Node.Tests.Screen;

public sealed class WorkBarSpecs : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<int> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Terminal _terminal = new();

    public WorkBarSpecs() => _terminal.Environment = _terminal.Environment with { Time = _time };

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(5.0)]
    public async Task Should_show_on_standard_error_that_work_goes_on_and_leave_nothing_of_it(double? atMost)
    {
        var error = Watched();
        var running = RunAsync(atMost: atMost);
        _time.Advance(TimeSpan.FromSeconds(0.4));
        await error.FirstAsync(line => line.Contains("setting [values]", StringComparison.Ordinal));
        _work.SetResult(7);
        Assert.Equal(7, await running);
        // The cursor that was hidden is there again, and the lines are erased.
        Assert.EndsWith("\u001b[?25h", error.Text, StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
    }

    [Fact]
    public async Task Should_show_nothing_when_the_work_is_done_soon()
    {
        _terminal.AsPerson(colours: true);
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(0.3));
        _work.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Empty(_terminal.Error);
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task Should_show_nothing_to_another_program_and_beside_json(bool isTerminal, bool isErrorTerminal, bool isQuiet)
    {
        _terminal.AsPerson(colours: true);
        _terminal.Environment = _terminal.Environment with { IsTerminal = isTerminal, IsErrorTerminal = isErrorTerminal };
        var running = RunAsync(isQuiet);
        _time.Advance(TimeSpan.FromSeconds(10));
        _work.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_show_nothing_at_a_terminal_that_cannot_move_its_cursor()
    {
        _terminal.AsPerson();
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        _work.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Should_pass_a_failure_on_and_show_the_cursor_again()
    {
        var error = Watched();
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(0.4));
        await error.FirstAsync(line => line.Contains("setting [values]", StringComparison.Ordinal));
        _work.SetException(new InvalidOperationException("the moon fell"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.EndsWith("\u001b[?25h", error.Text, StringComparison.Ordinal);
    }

    private LineWriter Watched()
    {
        var error = new LineWriter();
        _terminal.AsPerson(colours: true).Environment = _terminal.Environment with { Error = error };
        return error;
    }

    private Task<int> RunAsync(bool isQuiet = false, double? atMost = null) =>
        WorkBar.RunAsync(_terminal.Environment, isQuiet, "setting [values]", atMost is { } seconds ? TimeSpan.FromSeconds(seconds) : null, () => _work.Task);
}
