using System.Text.Json;
using TuyaActors.Protocol;
using TuyaActors.Simulator.Profiles;
using TuyaActors.Simulator.Tests.Probes;

namespace TuyaActors.Simulator.Tests;

public sealed class DevicesFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tuya-simulator-").FullName;

    [Fact]
    public async Task Should_hold_every_field_that_tinytuya_reads()
    {
        await using var stage = new Stage();
        stage.Simulator.AddRange(SimulatedFleet.Create(12));

        using var file = JsonDocument.Parse(stage.Simulator.ToDevicesJson());
        var entries = file.RootElement.EnumerateArray().ToArray();

        Assert.Equal(12 + stage.Simulator.Devices.Sum(device => device.SubDevices.Count), entries.Length);
        foreach (var device in stage.Simulator.Devices)
        {
            var entry = entries.Single(entry => Text(entry, "id") == device.Id);
            Assert.Equal(device.Name, Text(entry, "name"));
            Assert.Equal(device.Key.Reveal(), Text(entry, "key"));
            Assert.Equal(device.EndPoint.Address.ToString(), Text(entry, "ip"));
            Assert.Equal(device.Version.ToText(), Text(entry, "version"));
            Assert.Equal(device.Profile.Category, Text(entry, "category"));
            Assert.Equal(device.Profile.ProductName, Text(entry, "product_name"));
            Assert.False(entry.TryGetProperty("port", out _));
            AssertMapping(device.Profile, entry.GetProperty("mapping"));
            foreach (var sub in device.SubDevices)
            {
                var child = entries.Single(entry => entry.TryGetProperty("node_id", out var node) && node.GetString() == sub.Cid);
                Assert.Equal(device.Id, Text(child, "parent"));
                Assert.Equal(sub.Name, Text(child, "name"));
                Assert.Equal("", Text(child, "key"));
                Assert.True(child.GetProperty("sub").GetBoolean());
                Assert.False(child.TryGetProperty("ip", out _));
                AssertMapping(sub.Profile, child.GetProperty("mapping"));
            }
        }

        Assert.Equal(entries.Length, entries.Select(entry => Text(entry, "id")).Distinct().Count());
    }

    [Fact]
    public async Task Should_name_the_port_when_it_is_another_than_6668()
    {
        var (stage, device) = await Stage.WithPlugAsync(ProtocolVersion.V33);
        await using var end = stage;

        using var file = JsonDocument.Parse(stage.Simulator.ToDevicesJson());

        Assert.Equal(device.EndPoint.Port, file.RootElement[0].GetProperty("port").GetInt32());
    }

    [Fact]
    public async Task Should_replace_a_file_as_a_whole_and_keep_it_from_others()
    {
        await using var stage = new Stage();
        stage.Simulator.AddRange(SimulatedFleet.Create(3));
        var path = Path.Combine(_folder, "devices.json");
        await File.WriteAllTextAsync(path, "old");

        stage.Simulator.WriteDevicesFile(path);

        Assert.Equal(stage.Simulator.ToDevicesJson(), await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Should_leave_nothing_behind_when_it_cannot_write()
    {
        await using var stage = new Stage();
        var taken = Path.Combine(_folder, "a-folder");
        Directory.CreateDirectory(taken);

        Assert.ThrowsAny<Exception>(() => stage.Simulator.WriteDevicesFile(taken));
        Assert.ThrowsAny<IOException>(() => stage.Simulator.WriteDevicesFile(Path.Combine(_folder, "missing", "devices.json")));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertMapping(DeviceProfile profile, JsonElement mapping)
    {
        foreach (var dp in profile.DataPoints)
        {
            var entry = mapping.GetProperty($"{dp.Id}");
            Assert.Equal(dp.Code, Text(entry, "code"));
            Assert.Equal(dp.Type.ToString(), Text(entry, "type"));
            var values = entry.GetProperty("values");
            if (dp.Type is DpType.Integer)
            {
                Assert.Equal((dp.Minimum, dp.Maximum, dp.Scale, dp.Unit), (values.GetProperty("min").GetInt64(), values.GetProperty("max").GetInt64(), values.GetProperty("scale").GetInt32(), Text(values, "unit")));
            }
            else if (dp.Type is DpType.Enum)
            {
                Assert.Equal(dp.Words, values.GetProperty("range").EnumerateArray().Select(word => word.GetString()!));
            }
        }

        Assert.Equal(profile.DataPoints.Count, mapping.EnumerateObject().Count());
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
}
