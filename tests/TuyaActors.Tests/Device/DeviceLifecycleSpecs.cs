using TuyaActors.Device;
using TuyaActors.Messages;

namespace TuyaActors.Tests.Device;

public sealed class DeviceLifecycleSpecs
{
    // "!": illegal. Columns and rows are checked against the enums, so a new state or trigger without its cells fails.
    private const string Table = """
        .               Stopped     Resolving   Waiting     Connecting  Negotiating Online      Backoff     KeyRejected Asleep      Idle
        Start           Resolving   !           !           !           !           !           !           !           !           !
        Stop            Stopped     Stopped     Stopped     Stopped     Stopped     Stopped     Stopped     Stopped     Stopped     Stopped
        AddressKnown    !           Waiting     !           !           !           !           !           !           !           !
        Admitted        !           !           Connecting  !           !           !           !           !           !           !
        TcpConnected    !           !           !           Negotiating !           !           !           !           !           !
        Greeted         !           !           !           Online      Online      !           !           !           !           !
        Failed          !           !           !           Backoff     Backoff     Backoff     !           !           !           !
        KeyFailedTwice  !           !           !           KeyRejected KeyRejected KeyRejected !           !           !           !
        RetryDue        !           !           !           !           !           !           Resolving   !           !           Resolving
        Sighted         Stopped     Resolving   Waiting     Connecting  Negotiating Online      Resolving   KeyRejected Resolving   Idle
        ConnectNow      Stopped     Resolving   Waiting     Connecting  Negotiating Online      Resolving   Resolving   Resolving   Resolving
        Renew           Stopped     Resolving   Resolving   Resolving   Resolving   Resolving   Resolving   Resolving   Resolving   Resolving
        FellAsleep      !           Asleep      !           Asleep      Asleep      Asleep      !           !           !           !
        Released        !           !           !           !           !           Idle        !           !           !           !
        """;

    // A device behind a gateway goes where its gateway says: the way out of reach and back is not in the table.
    private static readonly DeviceState[] States = [.. Enum.GetValues<DeviceState>().Where(state => state != DeviceState.OutOfReach)];

    private static readonly Dictionary<(DeviceState, LifecycleTrigger), DeviceState?> Cells = Read();

    public static TheoryData<DeviceState, string> Everything
    {
        get
        {
            var all = new TheoryData<DeviceState, string>();
            foreach (var state in States)
            {
                foreach (var trigger in Enum.GetNames<LifecycleTrigger>())
                    all.Add(state, trigger);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Should_go_where_the_table_says(DeviceState state, string name)
    {
        var trigger = Enum.Parse<LifecycleTrigger>(name);
        Assert.True(Cells.TryGetValue((state, trigger), out var next), $"the table has no cell for {state} and {trigger}");

        if (next is { } expected)
        {
            Assert.Equal(expected, DeviceLifecycle.Next(state, trigger));
            return;
        }

        var illegal = Assert.Throws<IllegalTransitionException>(() => DeviceLifecycle.Next(state, trigger));
        Assert.Equal((state, trigger), (illegal.State, illegal.Trigger));
        Assert.Contains($"{state}", illegal.Message, StringComparison.Ordinal);
        Assert.Contains($"{trigger}", illegal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_have_a_connection_exactly_where_one_can_end()
    {
        foreach (var state in States)
            Assert.Equal(Cells[(state, LifecycleTrigger.Failed)] is not null, state.HasConnection());
    }

    [Fact]
    public void Should_leave_every_state_again_and_reach_every_state()
    {
        var reached = new HashSet<DeviceState> { DeviceState.Stopped };
        var open = new Queue<DeviceState>(reached);
        while (open.TryDequeue(out var from))
        {
            foreach (var ((_, _), to) in Cells.Where(cell => cell.Key.Item1 == from && cell.Value is not null))
            {
                if (reached.Add(to!.Value))
                    open.Enqueue(to.Value);
            }
        }

        Assert.Equal(States.ToHashSet(), reached);
    }

    private static Dictionary<(DeviceState, LifecycleTrigger), DeviceState?> Read()
    {
        var rows = Table.Split('\n', StringSplitOptions.TrimEntries).Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var states = rows[0].Skip(1).Select(name => Enum.Parse<DeviceState>(name)).ToList();
        return rows.Skip(1)
            .SelectMany(row => row.Skip(1).Select((cell, i) => (Key: (states[i], Enum.Parse<LifecycleTrigger>(row[0])), To: cell == "!" ? default(DeviceState?) : Enum.Parse<DeviceState>(cell))))
            .ToDictionary(cell => cell.Key, cell => cell.To);
    }
}
