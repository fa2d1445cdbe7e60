using TuyaActors.Settings;

namespace TuyaActors.Hosting.Tests;

public sealed class DevicesFileSpecs : IDisposable
{
    private const string Good = """{ "id": "lamp", "name": "Hall lamp", "key": "0123456789abcdef", "version": "3.4" }""";
    private const string Broken = """{ "id": "plug", "key": "short-key" }""";

    private readonly string _path = Path.GetTempFileName();
    private readonly TuyaFleetOptions _options = new();

    [Fact]
    public void Should_add_the_devices_of_a_file()
    {
        File.WriteAllText(_path, $"[{Good}]");

        _options.AddDevicesFile(_path);

        Assert.Equal("Hall lamp", Assert.Single(_options.Devices).Name);
    }

    [Fact]
    public void Should_refuse_a_file_with_a_problem_unless_somebody_is_told()
    {
        File.WriteAllText(_path, $"[{Good},\n{Broken}]");

        var refusal = Assert.Throws<FleetSettingsException>(() => _options.AddDevicesFile(_path));
        Assert.StartsWith($"{Path.GetFileName(_path)} line 2, field 'key': ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short-key", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_options.Devices);

        var told = new List<string>();
        _options.AddDevicesFile(_path, told.Add);
        Assert.Equal([refusal.Message], told);
        Assert.Single(_options.Devices);
    }

    [Fact]
    public void Should_say_that_there_is_no_file()
    {
        var refusal = Assert.Throws<FleetSettingsException>(() => _options.AddDevicesFile(_path + ".missing"));
        Assert.StartsWith("the devices file cannot be read: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_path + ".missing", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
