using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Commands.Devices;

/// <summary><c>tuyactors devices ...</c>, wherever the definitions are.</summary>
public abstract class DevicesSpecs : IAsyncLifetime, IDisposable
{
    private const string Key = "fedcba98-secret!";

    private readonly Terminal _terminal = new();

    internal Terminal Terminal => _terminal;

    /// <summary>The options that say where.</summary>
    private protected abstract string[] Where { get; }

    public virtual Task InitializeAsync()
    {
        _terminal.Variables["TUYA_LOCAL_KEY"] = Key;
        return Task.CompletedTask;
    }

    public virtual Task DisposeAsync()
    {
        // Whatever was done, the key is not told.
        Assert.DoesNotContain("secret", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _terminal.Dispose();

    [Fact]
    public async Task Should_add_show_and_list_a_device()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--ip", "192.0.2.7", "--version", "3.4", "--port", "16668", "--group", "Hall", "--tag", "attic", "--tag", "night");
        Assert.Equal("'Hall lamp' (lamp) is added, revision 1", _terminal.OutLines[^1]);
        await OkAsync("show", "hall LAMP");
        Assert.Contains("key         ***", _terminal.OutLines);
        Assert.Contains("address     192.0.2.7", _terminal.OutLines);
        Assert.Contains("tags        attic night", _terminal.OutLines);
        await OkAsync("list");
        Assert.Matches(@"^name +", _terminal.OutLines[^2]);
        Assert.Matches(@"^Hall lamp +.* Hall +attic night +", _terminal.OutLines[^1]);
        Assert.StartsWith("1 device", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_and_list_for_programs()
    {
        await AddAsync("lamp", "Hall lamp");
        await AddAsync("plug", "Attic plug");
        await OkAsync("show", "lamp", "--json");
        Assert.True(JsonElement.Parse(_terminal.OutLines[^1]).GetProperty("hasKey").GetBoolean());
        await OkAsync("list", "--json");
        Assert.Equal(["plug", "lamp"], Listed());
    }

    [Theory]
    [InlineData("--tag", "ATTIC", "plug")]
    [InlineData("--group", "hall", "lamp")]
    [InlineData("--text", "LAMP", "lamp")]
    [InlineData("--text", "xyz", null)]
    public async Task Should_list_only_those_that_are_wanted(string option, string value, string? id)
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--group", "Hall");
        await OkAsync("add", "plug", "--name", "Plug", "--tag", "attic");
        await OkAsync("list", "--json", option, value);
        Assert.Equal(id is null ? [] : [id], Listed());
        await OkAsync("list", option, value);
        Assert.Contains($"{(id is null ? 0 : 1)} of 2 devices", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_there_is_such_a_device_already()
    {
        await AddAsync("lamp", "Hall lamp");
        Assert.Equal(ExitCode.Failed, await RunAsync("add", "lamp"));
        Assert.Equal("The fleet has a device with the id 'lamp' already.", Errors[^1]);
    }

    [Fact]
    public async Task Should_change_only_what_is_named()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--ip", "192.0.2.7", "--version", "3.4", "--group", "Hall");
        await OkAsync("update", "Hall lamp", "--name", "Lamp", "--ip", "auto", "--version", "auto", "--group", "", "--connection", "on-demand", "--product", "Bulb");
        Assert.Equal("'Lamp' (lamp) is changed, revision 2", _terminal.OutLines[^1]);
        await OkAsync("show", "lamp", "--json");
        var lamp = JsonElement.Parse(_terminal.OutLines[^1]);
        Assert.Equal(("Lamp", "on-demand", "Bulb", true), (lamp.GetProperty("name").GetString(), lamp.GetProperty("connection").GetString(), lamp.GetProperty("productName").GetString(), lamp.GetProperty("hasKey").GetBoolean()));
        Assert.All(["address", "version", "group"], field => Assert.False(lamp.TryGetProperty(field, out _)));
        await OkAsync("update", "lamp", "--name", "Lamp");
        Assert.Equal("'Lamp' (lamp) was so already, revision 2", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_change_a_key_only_when_that_is_meant()
    {
        await AddAsync("lamp", "Hall lamp");
        _terminal.Variables["TUYA_LOCAL_KEY"] = "another-secret!!";
        await OkAsync("update", "lamp", "--name", "Lamp");
        await OkAsync("import", _terminal.File("same.json", $$"""[{"id":"lamp","key":"{{Key}}"}]"""));
        Assert.StartsWith("0 added, 0 updated, 1 unchanged", _terminal.OutLines[^1], StringComparison.Ordinal);
        await OkAsync("update", "lamp");
        Assert.Equal("'Lamp' (lamp) is changed, revision 3", _terminal.OutLines[^1]);
        await OkAsync("update", "lamp", "--key-file", _terminal.File("key.txt", "a-third-secret!!\n"), "--group", "Hall");
        Assert.Equal("'Lamp' (lamp) is changed, revision 4", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_not_overwrite_what_another_has_changed()
    {
        await AddAsync("lamp", "Hall lamp");
        await OkAsync("update", "lamp", "--name", "One", "--revision", "1");
        Assert.Equal(ExitCode.Failed, await RunAsync("update", "lamp", "--name", "Two", "--revision", "1"));
        Assert.Equal("'lamp': it was changed meanwhile (revision 2, expected 1); look at it again", Errors[^1]);
        Assert.Equal(ExitCode.Failed, await RunAsync("remove", "lamp", "--revision", "1"));
        Assert.Equal(ExitCode.Failed, await RunAsync("tag", "lamp", "--add", "x", "--revision", "1"));
        await OkAsync("remove", "lamp", "--revision", "2");
    }

    [Fact]
    public async Task Should_tag_group_and_remove_several()
    {
        await AddAsync("lamp", "Hall lamp");
        await AddAsync("plug", "Plug");
        await OkAsync("tag", "lamp", "plug", "--add", "night", "--add", "lights");
        await OkAsync("tag", "Plug", "--remove", "NIGHT");
        Assert.Equal(["'Hall lamp' (lamp) has the tags lights night, revision 2", "'Plug' (plug) has the tags lights night, revision 2", "'Plug' (plug) has the tags lights, revision 3"], _terminal.OutLines[2..]);
        await OkAsync("group", "lamp", "plug", "--to", "Hall");
        await OkAsync("group", "lamp", "--none");
        Assert.Equal("'Plug' (plug) is in the group 'Hall', revision 4", _terminal.OutLines[^2]);
        Assert.Equal("'Hall lamp' (lamp) is in no group, revision 4", _terminal.OutLines[^1]);
        await OkAsync("remove", "lamp", "plug");
        Assert.Equal("'Hall lamp' (lamp) is removed", _terminal.OutLines[^2]);
        await OkAsync("list");
        Assert.Equal("'Plug' (plug) is removed", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_not_let_a_name_turn_the_line_round()
    {
        await AddAsync("lamp", "evil\u202eemag");
        await OkAsync("update", "lamp", "--group", "Hall");
        await OkAsync("tag", "lamp", "--add", "night");
        await OkAsync("group", "lamp", "--none");
        await OkAsync("show", "lamp");
        await OkAsync("list");
        await OkAsync("remove", "lamp");
        Assert.DoesNotContain('\u202e', _terminal.Out + _terminal.Error);
        Assert.Contains("evil emag", _terminal.OutLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_change_nothing_when_one_of_several_is_unknown()
    {
        await AddAsync("lamp", "Hall lamp");
        Assert.Equal(ExitCode.Failed, await RunAsync("remove", "lamp", "gone"));
        Assert.EndsWith("has no device with the id or name 'gone' among its 1.", Errors[^1], StringComparison.Ordinal);
        await OkAsync("show", "lamp");
    }

    [Fact]
    public async Task Should_want_an_id_when_a_name_is_borne_twice()
    {
        await AddAsync("one", "Lamp");
        await AddAsync("two", "lamp");
        Assert.Equal(ExitCode.BadUsage, await RunAsync("remove", "LAMP"));
        Assert.EndsWith("has 2 devices named 'LAMP'; give the id of one: one, two.", Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_keep_a_gateway_that_has_devices_behind_it()
    {
        await AddAsync("gate", "Gateway");
        await OkAsync("add", "child", "--gateway", "gate", "--cid", "a4c1");
        Assert.Equal(ExitCode.Failed, await RunAsync("remove", "gate"));
        Assert.Contains("behind it; remove", Errors[^1], StringComparison.Ordinal);
        await OkAsync("remove", "child", "gate");
    }

    [Fact]
    public async Task Should_import_the_same_file_twice_and_say_what_changed()
    {
        await AddAsync("lamp", "Hall lamp");
        var file = _terminal.File("devices.json", $$$$"""{"devices":[{"id":"lamp","name":"Lamp","key":"{{{{Key}}}}"},{"id":"plug","name":"Plug","key":"another-secret!!","mapping":{"1":{"code":"switch"}}}]}""");
        await OkAsync("import", file, "--dry-run");
        Assert.Equal(["~ Lamp (lamp): name", "+ Plug (plug)", "1 added, 1 updated, 0 unchanged (a dry run: nothing was changed)"], _terminal.OutLines[1..]);
        Assert.Equal(ExitCode.Failed, await RunAsync("show", "plug"));
        await OkAsync("import", file);
        Assert.Equal("1 added, 1 updated, 0 unchanged", _terminal.OutLines[^1]);
        await OkAsync("import", file, "--json");
        Assert.Equal("""{"dryRun":false,"added":0,"updated":0,"unchanged":2,"changes":[],"refused":[],"problems":[]}""", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_tell_what_an_import_left_out()
    {
        var file = _terminal.File("devices.json", $$"""
            [
            {"id":"good","key":"{{Key}}"},
            {"id":"bad","key":"short-secret"}
            ]
            """);
        Assert.Equal(ExitCode.Failed, await RunAsync("import", "--strict", file));
        Assert.Equal("'devices.json' has 1 problem; with strict that is refused, and nothing was changed.", Errors[^1]);
        Assert.Equal(ExitCode.Failed, await RunAsync("import", file));
        Assert.Equal("devices.json line 3, field 'key': A local key has 16 characters; this one has 12.", Errors[^1]);
        Assert.Equal("1 added, 0 updated, 0 unchanged, 1 left out", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_change_the_master_key_and_keep_the_devices_keys()
    {
        await AddAsync("lamp", "Hall lamp");
        Assert.Equal(ExitCode.Ok, await _terminal.RunAsync(["keys", "rotate", .. Where]));
        Assert.StartsWith("all local keys are sealed with master key ", _terminal.OutLines[^1], StringComparison.Ordinal);
        await OkAsync("import", _terminal.File("same.json", $$"""[{"id":"lamp","key":"{{Key}}"}]"""));
        Assert.StartsWith("0 added, 0 updated, 1 unchanged", _terminal.OutLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_import_from_standard_input()
    {
        _terminal.Environment = _terminal.Environment with { In = new StringReader($$"""[{"id":"lamp","key":"{{Key}}"}]""") };
        await OkAsync("import", "-");
        Assert.Equal("1 added, 0 updated, 0 unchanged", _terminal.OutLines[^1]);
    }

    [Fact]
    public async Task Should_export_without_keys_and_take_that_back_unchanged()
    {
        await OkAsync("add", "lamp", "--name", "Hall lamp", "--ip", "192.0.2.7", "--version", "3.4", "--connection", "on-demand", "--port", "16668", "--group", "Hall", "--tag", "night");
        var file = _terminal.PathOf("out.json");
        await OkAsync("export", file);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal($"wrote {file}, without keys", Errors[^1]);
        await OkAsync("import", file);
        Assert.Equal("0 added, 0 updated, 1 unchanged", _terminal.OutLines[^1]);
        Assert.Equal(ExitCode.BadUsage, await RunAsync("export", file));
        Assert.Contains("is there already; --force replaces it", _terminal.Error, StringComparison.Ordinal);
        await OkAsync("export", file, "--force");
        await OkAsync("export");
        Assert.Equal((await File.ReadAllLinesAsync(file))[^3..], _terminal.OutLines[^3..]);
    }

    [Theory]
    [InlineData("'bad id'", "add", "bad id")]
    [InlineData("--key: A local key has 16", "add", "x", "--key", "short-secret")]
    [InlineData("--version is '4'", "add", "x", "--version", "4")]
    [InlineData("--ip is '8'; allowed", "add", "x", "--ip", "8")]
    [InlineData("--connection is 'often'; allowed: persistent, on-demand, battery", "add", "x", "--connection", "often")]
    [InlineData("tags: ", "add", "x", "--tag", "two words")]
    [InlineData("no tag is named", "tag", "x")]
    [InlineData("which group?", "group", "x")]
    [InlineData("which group?", "group", "x", "--to", "y", "--none")]
    [InlineData("several are named", "remove", "x", "y", "--revision", "1")]
    [InlineData("there is no file", "import", "no-such-file.json")]
    public async Task Should_end_with_2_when_the_command_line_is_wrong(string sentence, params string[] args)
    {
        Assert.Equal(ExitCode.BadUsage, await RunAsync(args));
        Assert.Contains(sentence, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_want_a_key_or_a_gateway()
    {
        _terminal.Variables.Clear();
        Assert.Equal(ExitCode.BadUsage, await RunAsync("add", "x"));
        Assert.Contains("--key is missing", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadUsage, await RunAsync("update", "x"));
        Assert.Contains("nothing to change is given", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_show_keys_on_a_terminal()
    {
        _terminal.Environment = _terminal.Environment with { IsTerminal = true };
        Assert.Equal(ExitCode.BadUsage, await RunAsync("export", "--with-keys"));
        Assert.Contains("keys are not shown on a terminal", _terminal.Error, StringComparison.Ordinal);
    }

    /// <summary>What the one document of JSON has that lists the devices.</summary>
    private protected abstract string ListName { get; }

    private IEnumerable<string?> Listed() => JsonElement.Parse(_terminal.OutLines[^1]).GetProperty(ListName).EnumerateArray().Select(device => device.GetProperty("id").GetString());

    private protected string[] Errors => _terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private protected Task<int> RunAsync(params string[] args) => _terminal.RunAsync(["devices", .. args, .. Where]);

    private protected async Task OkAsync(params string[] args)
    {
        var code = await RunAsync(args);
        Assert.True(code == ExitCode.Ok, $"{string.Join(' ', args)} ended with {code}: {_terminal.Error}");
    }

    private protected Task AddAsync(string id, string name) => OkAsync("add", id, "--name", name);
}
