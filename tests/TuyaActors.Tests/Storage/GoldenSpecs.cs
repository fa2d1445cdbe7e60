using System.Reflection;
using System.Text.Json;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

/// <summary>
/// What some version has written is kept in golden/ and stays as it is: <c>&lt;manifest&gt;.json</c>, and <c>&lt;manifest&gt;~&lt;n&gt;.json</c> for what
/// was written otherwise at another time.
/// </summary>
public sealed class GoldenSpecs
{
    private const string Prefix = "golden/";

    private static readonly string[] Kept =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))];

    public static TheoryData<string> Files => [.. Kept];

    public static TheoryData<string> Manifests => [.. StoredCodecs.Product.All.Select(codec => codec.Manifest)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_read_what_was_ever_written_and_write_no_less(string file)
    {
        var golden = Read(file);
        var manifest = file[Prefix.Length..^".json".Length].Split('~')[0];

        var stored = TuyaSerializer.Read(golden, manifest, StoredCodecs.Product);

        Assert.Equal(StoredCodecs.Product.Of(manifest)?.Type, stored.GetType());
        Assert.Equal(manifest, StoredCodecs.Product.Of(stored).Manifest);
        using var before = JsonDocument.Parse(golden);
        using var after = JsonDocument.Parse(TuyaSerializer.Write(stored, StoredCodecs.Product));
        AssertHasAll(before.RootElement, after.RootElement, manifest);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_pass_over_what_a_newer_program_adds(string file)
    {
        var golden = Read(file);
        var manifest = file[Prefix.Length..^".json".Length].Split('~')[0];
        byte[] extended = [.. """{"later-things":{"of":["a newer","program"]},"""u8, .. golden.AsSpan(1)];

        Assert.Equal(Written(golden, manifest), Written(extended, manifest));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Should_have_a_golden_file_of_each_manifest(string manifest) => Assert.Contains($"{Prefix}{manifest}.json", Kept);

    [Fact]
    public void Should_have_a_codec_for_each_type_that_is_marked()
    {
        var marked = typeof(IStored).Assembly.GetTypes()
            .Where(type => typeof(IStored).IsAssignableFrom(type) && !type.IsAbstract && type != typeof(UnknownStored))
            .ToHashSet();

        Assert.Equal(marked, StoredCodecs.Product.All.Select(codec => codec.Type).ToHashSet());
        Assert.All(marked, type => Assert.True(type.IsSealed, $"{type} is not sealed: what is derived from it would have no codec"));
    }

    [Fact]
    public void Should_have_short_manifests_of_plain_letters() =>
        Assert.All(StoredCodecs.Product.All, codec => Assert.Matches("^[a-z]+\\.[a-z0-9]{1,16}$", codec.Manifest));

    // Properties may be added, and none may be lost or become another.
    private static void AssertHasAll(JsonElement before, JsonElement after, string path)
    {
        Assert.True(before.ValueKind == after.ValueKind, $"{path} was {before.ValueKind} and is {after.ValueKind}");
        switch (before.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in before.EnumerateObject())
                {
                    Assert.True(after.TryGetProperty(property.Name, out var now), $"{path}.{property.Name} is lost");
                    AssertHasAll(property.Value, now, $"{path}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                Assert.True(before.GetArrayLength() == after.GetArrayLength(), $"{path} has another length");
                foreach (var ((was, now), i) in before.EnumerateArray().Zip(after.EnumerateArray()).Select((pair, i) => (pair, i)))
                    AssertHasAll(was, now, $"{path}[{i}]");
                break;
            default:
                Assert.True(before.GetRawText() == after.GetRawText(), $"{path} was {before.GetRawText()} and is {after.GetRawText()}");
                break;
        }
    }

    private static string Written(byte[] bytes, string manifest) =>
        System.Text.Encoding.UTF8.GetString(TuyaSerializer.Write(TuyaSerializer.Read(bytes, manifest, StoredCodecs.Product), StoredCodecs.Product));

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().TrimEnd("\n"u8).ToArray();
    }
}
