using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using TuyaActors.Cluster.Wire;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>
/// What goes from node to node is kept in Golden/: <c>&lt;manifest&gt;.json</c> as it is written now, and <c>&lt;manifest&gt;~&lt;n&gt;.json</c> as it was
/// written by another version, which stays as it is. Where a change is meant, <c>tools/approve-wire</c> writes the one and keeps the other.
/// </summary>
public sealed class WireGoldenSpecs
{
    // What a message is about has no default: an older version has written it, or has not known the message at all.
    private static readonly string[] Needed =
    [
        "/$", "/v", "/message", "/reply", "/interest", "/device", "/event", "/storage", "/sighting", "/definition", "/history", "/outcome", "/recording",
        "head.change/command", "move.get/key", "/sighting/address", "/addresses/0/address",
    ];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Files => [.. System.IO.Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Manifests => ClusterSerializerSpecs.Manifests;

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Should_write_each_message_as_it_was_approved(string manifest)
    {
        var written = ClusterSerializer.Write(WireExamples.Of(manifest));
        if (Environment.GetEnvironmentVariable("TUYA_APPROVE_WIRE") is { Length: > 0 } folder)
            Approve(folder, manifest, written);
        else
            Assert.Equal(Encoding.UTF8.GetString(Golden(manifest)), Encoding.UTF8.GetString(written));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Should_read_each_message_as_it_is_written_now(string manifest) =>
        Assert.Equal(WireText.Of(WireExamples.Of(manifest)), WireText.Of(ClusterSerializer.Read(Golden(manifest), manifest)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_read_what_was_ever_written_and_write_no_less(string file)
    {
        var golden = Golden(file);
        var manifest = file.Split('~')[0];

        var message = ClusterSerializer.Read(golden, manifest);

        Assert.Equal(WireTypes.TypeOf(manifest), message.GetType());
        using var before = JsonDocument.Parse(golden);
        using var after = JsonDocument.Parse(ClusterSerializer.Write(message));
        AssertHasAll(before.RootElement, after.RootElement, manifest);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_pass_over_what_a_newer_version_adds(string file)
    {
        var golden = Golden(file);
        var manifest = file.Split('~')[0];
        var extended = JsonEdit.Extended(golden);

        Assert.True(extended.Length > golden.Length);
        Assert.Equal(WireText.Of(ClusterSerializer.Read(golden, manifest)), WireText.Of(ClusterSerializer.Read(extended, manifest)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_give_its_default_to_what_an_older_version_does_not_have(string file)
    {
        var golden = Golden(file);
        var manifest = file.Split('~')[0];
        foreach (var path in JsonEdit.Paths(golden))
        {
            var without = JsonEdit.Without(golden, path);
            if (Needed.Any((manifest + path).EndsWith))
            {
                Assert.Throws<SerializationException>(() => ClusterSerializer.Read(without, manifest));
                continue;
            }

            var read = ClusterSerializer.Read(without, manifest);

            Assert.Empty(WireGraph.MissingIn(read));
            Assert.Equal(Encoding.UTF8.GetString(without), Encoding.UTF8.GetString(JsonEdit.Without(ClusterSerializer.Write(read), path)));
        }
    }

    private static void Approve(string folder, string manifest, byte[] written)
    {
        var path = Path.Combine(folder, manifest + ".json");
        byte[] now = [.. written, (byte)'\n'];
        if (File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(now))
            File.Move(path, Enumerable.Range(1, int.MaxValue).Select(n => Path.Combine(folder, $"{manifest}~{n}.json")).First(former => !File.Exists(former)));
        File.WriteAllBytes(path, now);
    }

    private static byte[] Golden(string file) => File.ReadAllBytes(Path.Combine(Folder, file + ".json")).AsSpan().TrimEnd("\n"u8).ToArray();

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
}
