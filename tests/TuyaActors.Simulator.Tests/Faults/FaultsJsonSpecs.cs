using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Faults;

namespace TuyaActors.Simulator.Tests.Faults;

public sealed class FaultsJsonSpecs
{
    private const string Everything =
        """
        {"noPower":true,"refuse":true,"resetOnConnect":true,"silent":true,"stallNegotiation":true,"wedged":true,"unannounced":true,"replyDelay":"5s","lostReplies":0.25,"corruptFrames":0.5,"garbage":1,"cutFrames":0.1,"duplicatePushes":true,"pushesPerSecond":100,"fragmentBytes":7,"fragmentPause":"20ms","seqnoGap":4,"wrongKeyAfter":"2m","version":"3.4","addressShift":-3,"mostDpsPerControl":1,"closesAfterReply":true,"closesWhenIdleFor":"1500ms","awakeFor":"5s","asleepFor":"1h"}
        """;

    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "[]", "line 1: faults is a list; allowed: an object such as {\"replyDelay\":\"5s\"}." },
        { "{\n\"refuse\": 1}", "line 2: faults.refuse is 1; allowed: true and false." },
        { "{\"lostReplies\":1.5}", "line 1: faults.lostReplies is 1.5; allowed: 0 to 1." },
        { "{\n\n\"replyDelay\":\"5 parsecs\"}", "line 3: faults.replyDelay is \"5 parsecs\"; allowed: durations such as \"500ms\"" },
        { "{\"replyDelay\":\"-5s\"}", "faults.replyDelay is \"-5s\"; allowed: durations" },
        { "{\"replyDelay\":\"1000h\"}", "faults.replyDelay is \"1000h\"; allowed: durations" },
        { "{\"version\":3.4}", "faults.version is 3.4; allowed: 3.1, 3.2, 3.3, 3.4, 3.5 (as text)." },
        { "{\"version\":\"4.0\"}", "faults.version is \"4.0\"; allowed: 3.1" },
        { "{\"seqnoGap\":1.5}", "faults.seqnoGap is 1.5; allowed: whole numbers from 0 to 1000000." },
        { "{\"refused\":true}", "line 1: faults.refused is no fault; allowed: noPower, refuse" },
        { "{\"refuse\":true,\n \"refuse\":false}", "line 2: refuse is given twice." },
        { "{\"asleepFor\":\"5s\"}", "faults.asleepFor is given without awakeFor" },
        { "{\"refuse\":", "this is no JSON" },
        { "{}\n {}", "line 2: this is no JSON" },
        { "", "this is no JSON" },
    };

    [Fact]
    public void Should_read_what_it_has_written_for_every_fault_there_is()
    {
        var faults = FaultsJson.Parse(Encoding.UTF8.GetBytes(Everything));

        Assert.Equal(Everything.Trim(), Text(faults));
        var properties = typeof(DeviceFaults).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.Equal(properties.Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(), FaultsJson.Names.Order());
        Assert.All(properties, p => Assert.NotEqual(p.GetValue(DeviceFaults.None), p.GetValue(faults)));
        Assert.Equal((TimeSpan.FromMinutes(2), ProtocolVersion.V34), (faults.WrongKeyAfter, faults.Version));
    }

    [Fact]
    public void Should_write_nothing_for_a_sound_device()
    {
        Assert.Equal("{}", Text(DeviceFaults.None));
        Assert.Equal("""{"wrongKeyAfter":"0s"}""", Text(new DeviceFaults { WrongKeyAfter = TimeSpan.Zero }));
        Assert.Equal(DeviceFaults.None, FaultsJson.Parse("{ /* sound */ }"u8.ToArray()));
        Assert.Equal(TimeSpan.FromSeconds(1.5), FaultsJson.Parse("{\"replyDelay\":1.5,}"u8.ToArray()).ReplyDelay);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Should_say_line_field_value_and_what_is_allowed(string json, string sentence)
    {
        var wrong = Assert.Throws<FaultPlanException>(() => FaultsJson.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(sentence, $"line {wrong.Line}: {wrong.Message}", StringComparison.Ordinal);
    }

    private static string Text(DeviceFaults faults)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            FaultsJson.Write(json, faults);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
