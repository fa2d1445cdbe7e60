using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Tests.Commands;

public sealed class OneShotSpecs : IDisposable
{
    private const string Id = "bf0123456789abcdefgh";
    private static readonly string[] Device = ["--id", Id, "--key", "0123456789abcdef", "--ip", "192.168.1.20"];
    private static readonly DeviceId DeviceId = new(Id);

    private readonly ScriptedFleet _fleet = new ScriptedFleet().With(Snapshots.Device(Id));
    private readonly Terminal _terminal;

    public OneShotSpecs() => _terminal = new Terminal(_fleet);

    [Fact]
    public async Task Should_print_all_values_as_one_line_of_json_when_status_is_confirmed()
    {
        _fleet.OnRefresh = Refreshed((1, true), (20, "x<y"));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["status", .. Device]));
        Assert.Equal($$$"""{"id":"{{{Id}}}","name":"Lamp","version":"3.4","address":"192.168.1.20","port":6668,"dps":{"1":true,"20":"x<y"}}""" + "\n", _terminal.Out);
        Assert.Empty(_terminal.Error);
        Assert.True(_terminal.WasEnded);
    }

    [Fact]
    public async Task Should_indent_when_a_person_looks()
    {
        _terminal.Environment = _terminal.Environment with { IsTerminal = true };
        _fleet.OnRefresh = Refreshed((1, true));
        await _terminal.RunAsync(["status", .. Device]);
        Assert.Contains("\n  \"dps\"", _terminal.Out, StringComparison.Ordinal);
        Assert.NotNull(JsonDocument.Parse(_terminal.Out));
    }

    [Fact]
    public async Task Should_show_what_was_reported_before_when_the_answer_is_only_an_acknowledgement()
    {
        _fleet.With(Snapshots.Device(Id) with { Reported = DpSet.Of((1, false)) });
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["status", .. Device]));
        Assert.Contains("\"dps\":{\"1\":false}", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("has not reported", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_print_the_value_alone_when_one_is_asked_for()
    {
        _fleet.OnRefresh = Refreshed((1, true), (20, "white"));
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["get", "20", .. Device]));
        Assert.Equal("\"white\"\n", _terminal.Out);
    }

    [Fact]
    public async Task Should_name_the_values_that_there_are_when_the_device_has_no_such_one()
    {
        _fleet.OnRefresh = Refreshed((1, true), (20, "white"));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["get", "9", .. Device]));
        Assert.Empty(_terminal.Out);
        Assert.Contains("reports no DP 9; it has 1, 20", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_send_all_values_at_once_when_several_are_set()
    {
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["set", "1=true", "21=colour", "--timeout", "2.5", .. Device]));
        var (id, dps, timeout) = Assert.Single(_fleet.Sets);
        Assert.Equal((DeviceId, DpSet.Of((1, true), (21, "colour")), TimeSpan.FromSeconds(2.5)), (id, dps, timeout));
        Assert.Contains("\"outcome\":\"confirmed\"", _terminal.Out, StringComparison.Ordinal);
    }

    public static TheoryData<CommandOutcome, int, string, string> Outcomes { get; } = new()
    {
        { new CommandOutcome.Confirmed(DeviceId, DpSet.Of((1, true))), ExitCode.Ok, "confirmed", "" },
        { new CommandOutcome.Acknowledged(DeviceId), ExitCode.Ok, "acknowledged", "has not reported" },
        { new CommandOutcome.Rejected(DeviceId, "the device said no", 1), ExitCode.Failed, "rejected", "said no (retcode 1)" },
        { new CommandOutcome.TimedOut(DeviceId, TimeSpan.FromSeconds(5)), ExitCode.Failed, "timedOut", "no answer within 5 s" },
        { new CommandOutcome.Offline(DeviceId, DeviceState.Backoff, Snapshots.Finding(DiagnosisKind.Refused), false), ExitCode.Failed, "offline", "hint: What to do about Refused." },
        { new CommandOutcome.Expired(DeviceId), ExitCode.Failed, "expired", "deadline" },
        { new CommandOutcome.Superseded(DeviceId), ExitCode.Failed, "superseded", "later commands" },
        { new CommandOutcome.Cancelled(DeviceId, "called off"), ExitCode.Failed, "cancelled", "called off" },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Should_tell_each_outcome_by_exit_code_json_and_sentence(CommandOutcome outcome, int code, string word, string sentence)
    {
        _fleet.OnSet = (_, _, _) => Task.FromResult(outcome);
        Assert.Equal(code, await _terminal.RunAsync(["set", "1=true", .. Device]));
        Assert.Equal(word, JsonDocument.Parse(_terminal.Out).RootElement.GetProperty("outcome").GetString());
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef\"", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeviceState.KeyRejected, DiagnosisKind.KeyRejected)]
    [InlineData(DeviceState.Backoff, DiagnosisKind.Refused)]
    [InlineData(DeviceState.Backoff, DiagnosisKind.Unreachable)]
    public async Task Should_not_wait_for_the_time_out_when_the_diagnosis_says_that_it_is_in_vain(DeviceState state, DiagnosisKind diagnosis)
    {
        _fleet.OnSet = NeverAsync;
        _fleet.Publish(Snapshots.Change(Id, DeviceState.Connecting, state, diagnosis));
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["set", "1=true", .. Device]));
        Assert.Contains($"diagnosis: {diagnosis} (tinytuya's 901): seen by the test", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"hint: What to do about {diagnosis}.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_wait_when_it_was_in_vain_before_anybody_listened()
    {
        _fleet.With(Snapshots.Device(Id, state: DeviceState.KeyRejected, diagnosis: DiagnosisKind.KeyRejected));
        _fleet.OnSet = NeverAsync;
        Assert.Equal(ExitCode.Failed, await _terminal.RunAsync(["set", "1=true", .. Device]));
        Assert.Contains("diagnosis: KeyRejected", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_wait_on_when_another_client_may_still_let_go()
    {
        var answer = new TaskCompletionSource<CommandOutcome>();
        _fleet.OnSet = (_, _, _) => answer.Task;
        var running = _terminal.RunAsync(["set", "1=true", .. Device]);
        await _fleet.Subscribed.Task;
        _fleet.Publish(Snapshots.Change(Id, DeviceState.Connecting, DeviceState.Backoff, DiagnosisKind.ResetOnConnect));
        answer.SetResult(new CommandOutcome.Confirmed(DeviceId, DpSet.Of((1, true))));
        Assert.Equal(ExitCode.Ok, await running);
    }

    [Fact]
    public async Task Should_doubt_the_version_too_when_it_was_told_and_the_key_is_refused()
    {
        _fleet.With(Snapshots.Device(Id, state: DeviceState.KeyRejected, diagnosis: DiagnosisKind.KeyRejected));
        _fleet.OnSet = NeverAsync;
        await _terminal.RunAsync(["set", "1=true", "--version", "3.3", .. Device]);
        Assert.Contains("hint: or it does not speak 3.3", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_the_fleet_when_it_is_interrupted()
    {
        using var end = new CancellationTokenSource();
        _fleet.OnSet = NeverAsync;
        var running = _terminal.RunUntilAsync(end.Token, ["set", "1=true", .. Device]);
        await _fleet.Subscribed.Task;
        await end.CancelAsync();
        Assert.Equal(ExitCode.Failed, await running);
        Assert.True(_terminal.WasEnded);
    }

    public void Dispose() => _terminal.Dispose();

    private static Func<DeviceId, CancellationToken, Task<CommandOutcome>> Refreshed(params (int, DpValue)[] dps) =>
        (id, _) => Task.FromResult<CommandOutcome>(new CommandOutcome.Confirmed(id, DpSet.Of(dps)));

    private static async Task<CommandOutcome> NeverAsync(DeviceId id, DpSet dps, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<CommandOutcome>();
        await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return await never.Task;
    }
}
