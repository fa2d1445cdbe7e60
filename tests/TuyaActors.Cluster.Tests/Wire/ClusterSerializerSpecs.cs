using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using FsCheck;
using FsCheck.Fluent;
using TuyaActors.Cluster.Wire;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

public sealed class ClusterSerializerSpecs
{
    private static readonly DeviceId Lamp = new("lamp");

    public static TheoryData<string> Manifests => [.. WireTypes.All.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<int> OddOnes => [.. Enumerable.Range(0, WireExamples.Odd.Length)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Should_read_what_it_has_written(string manifest) => AssertComesBack(WireExamples.Of(manifest));

    [Theory]
    [MemberData(nameof(OddOnes))]
    public void Should_read_what_it_has_written_when_little_is_in_it(int which) => AssertComesBack(WireExamples.Odd[which]);

    [Fact]
    public async Task Should_be_what_an_actor_system_serializes_with_when_it_is_configured_so()
    {
        using var system = ActorSystem.Create("wire", ClusterHocon.Serialization);
        try
        {
            foreach (var message in WireExamples.All.Where(example => example is IClusterMessage))
            {
                var serializer = Assert.IsType<ClusterSerializer>(system.Serialization.FindSerializerFor(message));
                Assert.Equal(6669, serializer.Identifier);

                var read = system.Serialization.Deserialize(serializer.ToBinary(message), 6669, Serialization.ManifestFor(serializer, message));

                Assert.Equal(WireText.Of(message), WireText.Of(read));
            }

            var fromNewer = system.Serialization.Deserialize([1, 2], 6669, "host.dance");
            Assert.Equal("host.dance", Assert.IsType<UnknownMessage>(fromNewer).Manifest);
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Fact]
    public void Should_keep_any_dps_to_the_letter() => Prop.ForAll(DpSets.ToArbitrary(), dps =>
    {
        var read = (DeviceEvents.DpsReported)Read(new DeviceEvents.DpsReported(Lamp, dps, DpSet.Empty, ReportCause.Push, default));

        Assert.Equal(dps, read.Dps);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Should_keep_a_value_that_is_nested_as_deep_as_a_device_may_send_it()
    {
        var deep = DpSet.Of((1, DpValue.FromJson(new string('[', 64) + new string(']', 64))));
        var message = new ExchangeMessages.Batch(1, 1, [new LinkItems.Stands(1, new DeviceSnapshot(Lamp) { Name = "", State = default, Since = default, Reported = deep })]);

        AssertComesBack(message);
    }

    [Fact]
    public void Should_keep_an_id_that_is_none() => AssertComesBack(new FleetReply.Refused(default, "no"));

    [Fact]
    public void Should_read_an_array_that_was_never_made_as_empty()
    {
        var look = (HostMessages.Look)Read(new HostMessages.Look(Lamp, default));
        var key = (HeadMessages.TransitKey)Read(new HeadMessages.TransitKey("k", default));

        Assert.Equal((false, 0), (look.Added.IsDefault, look.Added.Length));
        Assert.Equal((false, 0), (key.PublicKey.IsDefault, key.PublicKey.Length));
    }

    [Theory]
    [InlineData("host.leave", "", "'host.leave' from another node cannot be read: ")]
    [InlineData("host.leave", "null", "there is nothing")]
    [InlineData("host.leave", """{"host":"lamp","isMoved":""", "'host.leave'")]
    [InlineData("host.leave", """{"host":"a lamp","isMoved":true}""", "device id 'a lamp' has a character at position 2 that is not allowed")]
    [InlineData("host.leave", """{"host":5}""", "'host.leave'")]
    [InlineData("host.leave", """[]""", "'host.leave'")]
    [InlineData("host.look", """{"host":"lamp","added":{}}""", "an array is wanted")]
    [InlineData("host.look", """{"host":"lamp","added":[null]}""", "an item of an array is missing")]
    [InlineData("host.carry", """{"host":"lamp"}""", "'message' of Carry is missing")]
    [InlineData("host.carry", """{"message":null}""", "'message' of Carry is missing")]
    [InlineData("host.carry", """{"message":"cmd.set"}""", "a message inside another is an object")]
    [InlineData("host.carry", """{"message":{}}""", "a message inside another has no body")]
    [InlineData("host.carry", """{"message":{"v":{},"$":"cmd.set"}}""", "does not say first what it is")]
    [InlineData("host.carry", """{"message":{"$":"cmd.set","v":null}}""", "a message inside another has no body")]
    [InlineData("host.sighted", """{"sighting":{"address":"nowhere"}}""", "'nowhere' is no IP address")]
    [InlineData("host.sighted", """{"sighting":{"deviceId":"lamp"}}""", "'address' of DeviceSighting is missing")]
    [InlineData("link.hosted", """{"state":null}""", "'link.hosted'")]
    [InlineData("link.hosted", """{"state":[]}""", "'link.hosted'")]
    [InlineData("link.open", """{"interest":{"kinds":"States"}}""", "kinds of events are an array of names")]
    [InlineData("link.batch", """{"items":[null]}""", "an item of an array is missing")]
    [InlineData("ev.state", """{"endPoint":"192.168.1.300:6668"}""", "'192.168.1.300:6668' is no address with a port")]
    [InlineData("ev.dps", """{"dps":{"0":true}}""", "'0' is no DP id: a number from 1 to 65535 is wanted")]
    [InlineData("ev.dps", """{"dps":[]}""", "DPs are an object from DP id to value")]
    [InlineData("got.silence", """{"outcome":{"$":"cmd.refresh","v":{}}}""", "'cmd.refresh' is no outcome")]
    [InlineData("head.key", """{"publicKey":"*"}""", "'head.key'")]
    public void Should_say_what_is_wrong_when_the_bytes_are_no_such_message(string manifest, string json, string sentence)
    {
        var broken = Assert.Throws<SerializationException>(() => ClusterSerializer.Read(Encoding.UTF8.GetBytes(json), manifest));

        Assert.Contains(sentence, broken.Message, StringComparison.Ordinal);
    }

    private static Gen<DpSet> DpSets =>
        from dps in Gen.ListOf(
            from id in Gen.Choose(DpSet.MinId, DpSet.MaxId)
            from value in Values
            select KeyValuePair.Create(id, value))
        select DpSet.Create(dps);

    private static Gen<DpValue> Values => Gen.OneOf(
        ArbMap.Default.GeneratorFor<bool>().Select(DpValue.FromBoolean),
        ArbMap.Default.GeneratorFor<long>().Select(DpValue.FromInt64),
        ArbMap.Default.GeneratorFor<UnicodeString>().Select(text => DpValue.FromString(WellFormed(text.Get))),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => DpValue.FromRaw(bytes)),
        Gen.Elements("null", "-0", "1.0", "1E+9", "0.1000", "99999999999999999999", "\"\\ud800\"", "[ ]", "{\"a\" :\t[1,\n2.50] }", "\"\\u0041\"").Select(DpValue.FromJson));

    // Half of a surrogate pair is no text: of a device it comes as JSON and is kept so, and a program that sets it sends the device a U+FFFD.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertComesBack(object message)
    {
        var read = Read(message);

        Assert.Equal(WireText.Of(message), WireText.Of(read));
    }

    private static object Read(object message) => ClusterSerializer.Read(ClusterSerializer.Write(message), WireTypes.ManifestOf(message));
}
