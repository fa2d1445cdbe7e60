using System.Text;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Faults;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests.Faults;

public sealed class FaultPlanSpecs
{
    public static TheoryData<string, int, string> Mistakes { get; } = new()
    {
        { "{}", 1, "the plan is an object; allowed: a list of entries" },
        { "[\n1]", 2, "[0] is 1; allowed: an object with 'faults'" },
        { "[\n{}]", 2, "[0].faults is missing" },
        { """[{"faults":"refuse"}]""", 1, "[0].faults is \"refuse\"; allowed: an object" },
        { """[{"faults":[]}]""", 1, "[0].faults is a list; allowed: an object" },
        { "[{\"faults\":{}},\n{\"faults\":\n{\"garbage\":2}}]", 3, "[1].faults.garbage is 2; allowed: 0 to 1" },
        { "[{\"faults\":[{},\n{\"garbage\":true}]}]", 2, "[0].faults[1].garbage is true; allowed: 0 to 1" },
        { """[{"faults":{},"device":"x"}]""", 1, "[0].device is not known; allowed: ids, names, indexes, versions, share" },
        { """[{"faults":{},"share":0}]""", 1, "[0].share is 0; allowed: above 0 and up to 1" },
        { """[{"faults":{},"versions":["3.4","3.6"]}]""", 1, "[0].versions is \"3.6\"; allowed: \"3.1\"" },
        { """[{"faults":{},"indexes":"5-2"}]""", 1, "[0].indexes is \"5-2\"; allowed: a number from 0, a range" },
        { """[{"faults":{},"indexes":-1}]""", 1, "[0].indexes is -1; allowed" },
        { """[{"faults":{},"ids":[7]}]""", 1, "[0].ids is 7; allowed: a text" },
        { """[{"faults":{},"from":"soon"}]""", 1, "[0].from is \"soon\"; allowed: durations" },
        { """[{"faults":{},"for":0}]""", 1, "[0].for is 0; allowed: above 0" },
        { """[{"faults":{},"every":"1m"}]""", 1, "[0].every is given without 'for'" },
        { """[{"faults":{},"every":"1m","for":"2m"}]""", 1, "[0].for is 2m; allowed: up to 'every' (1m)" },
        { """[{"faults":"random","seed":-1}]""", 1, "[0].seed is -1; allowed: whole numbers" },
    };

    public static TheoryData<string, int, string> Strangers { get; } = new()
    {
        { """[{"faults":{},"ids":["nobody"]}]""", 1, "[0].ids[0] is \"nobody\"; allowed: the ids of the 2 simulated devices, such as" },
        { "[{\"faults\":{},\"names\":\n\"Nobody's plug\"}]", 2, "[0].names is \"Nobody's plug\"; allowed: the names of the 2 simulated devices, such as \"first\"" },
        { """[{"faults":{},"indexes":[0,"2-9"]}]""", 1, "[0].indexes[1] is \"2-9\"; allowed: 0 to 1, because there are 2 simulated devices" },
        { """[{"faults":{},"names":["first"],"versions":"3.5"}]""", 1, "concerns no device" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Should_say_line_field_value_and_what_is_allowed(string json, int line, string sentence)
    {
        var wrong = Assert.Throws<FaultPlanException>(() => FaultPlan.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(line, wrong.Line);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Should_say_which_devices_are_not_there(string json, int line, string sentence)
    {
        await using var stage = new Stage();
        stage.Simulator.AddRange([new SimulatedDeviceOptions { Name = "first", Port = 0 }, new SimulatedDeviceOptions { Name = "second", Port = 0, Version = ProtocolVersion.V35 }]);
        var plan = FaultPlan.Parse(Encoding.UTF8.GetBytes(json));

        var wrong = Assert.Throws<FaultPlanException>(() => plan.Check(stage.Simulator.Devices));

        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(line, wrong.Line);
    }
}
