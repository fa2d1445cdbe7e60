using System.Net;
using System.Reflection;
using System.Text;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Faults;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests.Faults;

public sealed class FaultPlayerSpecs : IAsyncLifetime, IDisposable
{
    private static readonly PropertyInfo[] Faults = typeof(DeviceFaults).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private readonly Stage _stage = new();
    private readonly List<string> _told = [];
    private FaultPlayer? _player;

    private IReadOnlyList<SimulatedDevice> Devices => _stage.Simulator.Devices;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            _stage.Simulator.Add(new SimulatedDeviceOptions { Name = $"plug {i}", Port = 0, Version = ProtocolVersions.All[i % 5] });
        }

        await _stage.Simulator.StartAsync();
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    public void Dispose() => _player?.Dispose();

    [Fact]
    public void Should_break_and_mend_at_the_times_that_were_said()
    {
        Play("""[{"names":["Plug 1"],"indexes":["3-4",9],"faults":{"silent":true},"from":"10s","for":"5s","every":"20s"}]""");

        Assert.Empty(Broken());
        After(9.999);
        Assert.Empty(Broken());
        After(0.001);
        Assert.Equal([1, 3, 4, 9], Broken());
        After(5);
        Assert.Empty(Broken());
        After(15);
        Assert.Equal([1, 3, 4, 9], Broken());
        Assert.Equal(8, _player!.Begun);
    }

    [Fact]
    public void Should_break_all_of_some_versions_at_once_and_for_good_when_nothing_else_is_said()
    {
        Play("""[{"versions":["3.1","3.5"],"faults":{"silent":true}}]""");

        Assert.Equal([0, 4, 5, 9], Broken());
        After(3600);
        Assert.Equal([0, 4, 5, 9], Broken());
    }

    [Fact]
    public void Should_draw_another_share_each_time_and_the_same_for_the_same_seed()
    {
        var runs = new List<string>();
        foreach (var seed in (int[])[7, 7, 8])
        {
            Play($$"""[{"share":0.3,"faults":{"silent":true},"for":"1s","every":"1s","seed":{{seed}}}]""");
            var run = new List<string>();
            for (var second = 0; second < 20; second++)
            {
                Assert.Equal(3, Broken().Length);
                run.Add(string.Join(',', Broken()));
                After(1);
            }

            Assert.True(run.Distinct().Count() > 5);
            runs.Add(string.Join(' ', run));
            _player!.Dispose();
            Mend();
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public void Should_give_each_device_one_of_several()
    {
        Play("""[{"faults":[{"silent":true},{"lostReplies":1},{"replyDelay":"5s"}],"seed":3}]""");

        var given = Devices.Select(d => d.Faults).Distinct().ToList();
        Assert.Equal(3, given.Count);
        Assert.All(given, faults => Assert.Contains(faults, (DeviceFaults[])[new() { Silent = true }, new() { LostReplies = 1 }, new() { ReplyDelay = TimeSpan.FromSeconds(5) }]));
    }

    [Fact]
    public void Should_come_in_time_to_every_kind_when_random_and_leave_nothing_behind()
    {
        var met = new HashSet<string>();
        Play("""[{"share":0.5,"faults":"random","for":"900ms","every":"1s"}]""");
        for (var second = 0; second < 200; second++)
        {
            foreach (var device in Devices)
            {
                met.UnionWith(Faults.Where(fault => !Equals(fault.GetValue(device.Faults), fault.GetValue(DeviceFaults.None))).Select(fault => fault.Name));
            }

            After(0.95);
            Assert.Empty(Broken());
            After(0.05);
        }

        Assert.Equal(Faults.Select(fault => fault.Name).Order(), met.Order());
        After(0.95);
        Assert.All(Devices, d => Assert.Equal((IPAddress.Loopback, true), (d.EndPoint.Address, d.IsListening)));
        Assert.Empty(_told);
    }

    [Fact]
    public void Should_leave_to_a_device_what_another_entry_still_wants()
    {
        Play(
            """
            [{"indexes":0,"faults":{"lostReplies":0.1,"silent":true},"for":"30s"},
             {"indexes":0,"faults":{"lostReplies":0.9,"garbage":1},"from":"10s","for":"10s"},
             {"indexes":0,"faults":{"lostReplies":0.5},"from":"15s","for":"30s"}]
            """);

        After(10);
        Assert.Equal(new DeviceFaults { LostReplies = 0.9, Silent = true, Garbage = 1 }, Devices[0].Faults);
        After(10);
        Assert.Equal(new DeviceFaults { LostReplies = 0.5, Silent = true }, Devices[0].Faults);
        After(10);
        Assert.Equal(new DeviceFaults { LostReplies = 0.5 }, Devices[0].Faults);
        After(15);
        Assert.Equal(DeviceFaults.None, Devices[0].Faults);
    }

    [Fact]
    public void Should_neither_mend_nor_break_again_what_somebody_has_changed_meanwhile()
    {
        Play("""[{"indexes":3,"faults":{"wedged":true,"silent":true},"for":"10s"}]""");

        Devices[3].Kill();
        Devices[3].Start();
        Devices[3].Faults = Devices[3].Faults with { Silent = false, Garbage = 1 };
        After(20);

        Assert.Equal(new DeviceFaults { Garbage = 1 }, Devices[3].Faults);
    }

    [Fact]
    public void Should_say_what_cannot_be_done_and_go_on()
    {
        // All devices stand on one address: their ports are free there, but 0.0.0.1 is no address of this machine.
        Play("""[{"indexes":2,"faults":{"addressShift":-16777216},"for":"1s"},{"indexes":[2,3],"faults":{"addressShift":16777216},"from":"2s"}]""");
        After(3);

        Assert.Equal(3, _told.Count);
        Assert.Contains("plug 2: The simulated device plug 2 cannot listen on 126.0.0.1", _told[0], StringComparison.Ordinal);
        Assert.Empty(Broken());
        Assert.All(Devices, d => Assert.True(d.IsListening));
    }

    [Fact]
    public void Should_do_nothing_more_when_it_is_ended()
    {
        Play("""[{"faults":{"silent":true},"from":"1s","for":"2s","every":"5s"}]""");
        After(1);
        _player!.Dispose();
        After(100);
        Assert.Equal(10, Broken().Length);
    }

    private void Play(string plan)
    {
        _player = new FaultPlayer(_stage.Simulator, FaultPlan.Parse(Encoding.UTF8.GetBytes(plan)), _told.Add);
        _player.Start();
    }

    private void After(double seconds) => _stage.Time.Advance(TimeSpan.FromSeconds(seconds));

    private int[] Broken() => [.. Devices.Index().Where(d => d.Item.Faults != DeviceFaults.None).Select(d => d.Index)];

    private void Mend()
    {
        foreach (var device in Devices)
        {
            device.Faults = DeviceFaults.None;
        }
    }
}
