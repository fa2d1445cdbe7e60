using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Conformance.Tests.Persistence;

public sealed class SerializationSpecs : TestKit.Xunit2.TestKit
{
    public SerializationSpecs()
        : base(ConfigurationFactory.ParseString(
            """
            akka.actor {
              serializers {
                tool = "Akka.Conformance.Tests.Persistence.SerializationSpecs+ToolSerializer, Akka.Conformance.Tests"
                hammer = "Akka.Conformance.Tests.Persistence.SerializationSpecs+HammerSerializer, Akka.Conformance.Tests"
              }
              serialization-bindings {
                "Akka.Conformance.Tests.Persistence.SerializationSpecs+ITool, Akka.Conformance.Tests" = tool
                "Akka.Conformance.Tests.Persistence.SerializationSpecs+Hammer, Akka.Conformance.Tests" = hammer
              }
              serialization-identifiers {
                "Akka.Conformance.Tests.Persistence.SerializationSpecs+ToolSerializer, Akka.Conformance.Tests" = 2001
              }
              serialization-settings.hammer {
                weight = heavy
              }
            }
            """))
    {
    }

    public interface ITool;

    [Fact]
    public void Should_find_the_serializer_of_the_type()
    {
        var serializer = Assert.IsType<HammerSerializer>(Sys.Serialization.FindSerializerFor(new Hammer()));

        Assert.Equal(2002, serializer.Identifier);
        Assert.Equal("hammer", serializer.Manifest(new Hammer()));
    }

    [Fact]
    public void Should_find_the_serializer_of_an_interface_and_its_number_in_the_configuration()
    {
        var serializer = Assert.IsType<ToolSerializer>(Sys.Serialization.FindSerializerFor(new Saw()));

        Assert.Equal(2001, serializer.Identifier);
        Assert.True(serializer.IncludeManifest);
    }

    [Fact]
    public void Should_give_its_system_to_a_serializer_and_its_settings_to_one_that_has_some() =>
        Assert.Equal($"heavy of {Sys.Name}", Encoding.UTF8.GetString(Sys.Serialization.FindSerializerFor(new Hammer()).ToBinary(new Hammer())));

    [Fact]
    public void Should_read_by_the_number_and_the_manifest()
    {
        Assert.IsType<Hammer>(Sys.Serialization.Deserialize([], 2002, "hammer"));
        Assert.IsType<Saw>(Sys.Serialization.Deserialize([], 2001, "Akka.Conformance.Tests.Persistence.SerializationSpecs+Saw, Akka.Conformance.Tests"));
    }

    [Fact]
    public void Should_not_read_what_has_an_unknown_number() =>
        Assert.Contains("4711", Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([], 4711, "")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a \"quoted\" \\ back\nslash", """
        "a \"quoted\" \\ back\nslash"
        """)]
    [InlineData(5, """{"$":"I5"}""")]
    [InlineData(-5, """{"$":"I-5"}""")]
    [InlineData(5L, "5")]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void Should_write_simple_values_as_json_when_nothing_else_is_bound(object value, string json)
    {
        var serializer = Sys.Serialization.FindSerializerFor(value);

        Assert.Equal(1, serializer.Identifier);
        Assert.Equal(json, Encoding.UTF8.GetString(serializer.ToBinary(value)));
        Assert.Equal(value, Sys.Serialization.Deserialize(serializer.ToBinary(value), 1, ""));
    }

    [Fact]
    public void Should_write_bytes_as_they_are()
    {
        byte[] bytes = [1, 2, 3];

        var serializer = Sys.Serialization.FindSerializerFor(bytes);

        Assert.Equal(4, serializer.Identifier);
        Assert.Equal(bytes, serializer.ToBinary(bytes));
        Assert.Equal(bytes, Sys.Serialization.Deserialize(bytes, 4, ""));
    }

    public sealed class Saw : ITool;

    public sealed class Hammer;

    /// <summary>Its manifest is the type's name.</summary>
    public sealed class ToolSerializer : Serializer
    {
        public ToolSerializer(ExtendedActorSystem system)
            : base(system)
        {
        }

        public override bool IncludeManifest => true;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type type) => Activator.CreateInstance(type)!;
    }

    public sealed class HammerSerializer : SerializerWithStringManifest
    {
        private readonly string _weight;

        public HammerSerializer(ExtendedActorSystem system, Config settings)
            : base(system) => _weight = settings.GetString("weight");

        public override int Identifier => 2002;

        public override string Manifest(object o) => "hammer";

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes($"{_weight} of {system.Name}");

        public override object FromBinary(byte[] bytes, string manifest) => manifest == "hammer"
            ? new Hammer()
            : throw new SerializationException($"cannot read '{manifest}'");
    }
}
