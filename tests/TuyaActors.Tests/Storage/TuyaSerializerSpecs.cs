using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

public sealed class TuyaSerializerSpecs
{
    private static readonly StoredCodecs Codecs = new(
        new StoredCodec<Note>("t.note", (json, note) => json.WriteString("text", note.Text), json => new Note(json.GetProperty("text").GetString()!)));

    [Fact]
    public void Should_write_one_object_of_json_and_read_it_back()
    {
        var bytes = TuyaSerializer.Write(new Note("grün"), Codecs);

        using var json = JsonDocument.Parse(bytes);
        Assert.Equal("grün", json.RootElement.GetProperty("text").GetString());
        Assert.Equal(new Note("grün"), TuyaSerializer.Read(bytes, "t.note", Codecs));
    }

    [Fact]
    public void Should_keep_what_it_does_not_know_byte_by_byte()
    {
        byte[] bytes = [0, 255, 7];

        var unknown = Assert.IsType<UnknownStored>(TuyaSerializer.Read(bytes, "t.later", Codecs));

        Assert.Equal("t.later", unknown.Manifest);
        Assert.Equal(bytes, TuyaSerializer.Write(unknown, Codecs));
        Assert.Equal("unknown 't.later' of 3 bytes", unknown.ToString());
    }

    [Theory]
    [InlineData("""{"text":"half""")]
    [InlineData("""{"words":"text"}""")]
    [InlineData("""["text"]""")]
    [InlineData("""{"text":5}""")]
    [InlineData("")]
    public void Should_not_take_what_is_broken_for_what_is_unknown(string text)
    {
        var refusal = Assert.Throws<SerializationException>(() => TuyaSerializer.Read(Encoding.UTF8.GetBytes(text), "t.note", Codecs));
        Assert.StartsWith("'t.note' cannot be read: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_to_write_what_has_no_codec() => Assert.Contains(
        nameof(Stranger), Assert.Throws<ArgumentException>(() => TuyaSerializer.Write(new Stranger(), Codecs)).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_refuse_two_codecs_of_one_name() =>
        Assert.Throws<ArgumentException>(() => new StoredCodecs(Empty<Note>("t.same"), Empty<Stranger>("t.same")));

    private static StoredCodec<T> Empty<T>(string manifest)
        where T : IStored => new(manifest, (_, _) => { }, _ => throw new FormatException());

    private sealed record Note(string Text) : IStored;

    private sealed record Stranger : IStored;
}
