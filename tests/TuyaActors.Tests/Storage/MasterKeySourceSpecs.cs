using TuyaActors.Settings;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

public sealed class MasterKeySourceSpecs : IDisposable
{
    private static readonly string Fives = new('5', 64);

    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_make_a_file_beside_the_database_at_the_first_start_and_find_it_at_the_next()
    {
        var made = Open(hasContent: false);
        Assert.Equal(_folder.KeyFile, made.Place);
        Assert.Equal(made.CurrentKeyId, Open(hasContent: true).CurrentKeyId);
        Assert.Equal(made.CurrentKeyId, Open(hasContent: false).CurrentKeyId);
    }

    [Fact]
    public void Should_not_make_another_one_where_something_is_sealed_already()
    {
        var refusal = Assert.Throws<StorageException>(() => Open(hasContent: true));
        Assert.StartsWith($"The master key file {_folder.KeyFile} is missing, and the local keys in {_folder.Database} are sealed with it.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void Should_take_the_key_before_the_named_file_before_the_file_of_the_settings_before_the_one_beside_the_database()
    {
        var (named, set) = (_folder.Database + ".named", _folder.Database + ".set");
        KeyFile.Write(named, [MasterKey.New()]);
        KeyFile.Write(set, [MasterKey.New()]);
        KeyFile.Write(_folder.KeyFile, [MasterKey.New()]);
        var settings = _folder.Settings with { KeyFile = set };

        Assert.Equal("the environment variable TUYA_MASTER_KEY", Open(settings, key: Fives, file: named).Place);
        Assert.Equal(named, Open(settings, file: named).Place);
        Assert.Equal(set, Open(settings).Place);
        Assert.Equal(_folder.KeyFile, Open(_folder.Settings).Place);
        Assert.Equal(_folder.KeyFile, Open(_folder.Settings, key: "", file: "").Place);
        Assert.Equal(KeyFile.Read(named).Select(key => key.Id), Open(settings, file: named).KeyIds);
    }

    [Fact]
    public void Should_not_make_a_file_that_the_environment_names()
    {
        var named = _folder.Database + ".named";
        var refusal = Assert.Throws<StorageException>(() => Open(_folder.Settings, file: named));
        Assert.StartsWith($"The master key file {named} cannot be read: ", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files());
    }

    [Theory]
    [InlineData("abc-secret")]
    [InlineData("5555555555555555555555555555555555555555555555555555555555555555,")]
    [InlineData("5555555555555555555555555555555555555555555555555555555555555555 secret")]
    public void Should_refuse_a_variable_that_is_no_key_without_quoting_it(string value) => Assert.Equal(
        "The environment variable TUYA_MASTER_KEY is no master key; allowed are 44 characters of base64 or 64 hexadecimal digits, several with ',' between. Nothing was changed.",
        Assert.Throws<StorageException>(() => Open(_folder.Settings, key: value)).Message);

    [Fact]
    public void Should_ask_for_one_where_it_has_no_place_of_its_own()
    {
        var refusal = Assert.Throws<StorageException>(() => Open(_folder.Settings with { Mode = PersistenceMode.System }));
        Assert.Equal(
            "Local keys are stored sealed, and there is no master key: set TUYA_MASTER_KEY, TUYA_MASTER_KEY_FILE or tuya.persistence.key-file.", refusal.Message);
    }

    private KeyVault Open(bool hasContent) => MasterKeySource.Open(_folder.Settings, hasContent, DatabaseFolder.Nothing);

    private static KeyVault Open(PersistenceSettings settings, string? key = null, string? file = null) => MasterKeySource.Open(settings, hasContent: true, variable => variable switch
    {
        "TUYA_MASTER_KEY" => key,
        "TUYA_MASTER_KEY_FILE" => file,
        _ => null,
    });
}
