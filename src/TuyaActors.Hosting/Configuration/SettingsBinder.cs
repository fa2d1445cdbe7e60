using System.Globalization;
using System.Text;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using TuyaActors.Settings;

namespace TuyaActors.Hosting.Configuration;

/// <summary>
/// Turns a section of <c>IConfiguration</c> into the fleet's HOCON. The reference says which keys there are, so that every setting can be
/// given either way; a key that it does not have is refused. Values are checked where HOCON's are.
/// </summary>
internal sealed class SettingsBinder
{
    private const string Root = "tuya";

    private readonly StringBuilder _hocon = new();
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);

    private SettingsBinder()
    {
    }

    /// <param name="section">What to read; a section that is not there says nothing.</param>
    /// <param name="besides">The key at the top that is no setting; <c>null</c>: all are.</param>
    /// <exception cref="FleetSettingsException">A key is unknown, or not what it should be; the message begins with its path.</exception>
    public static BoundSettings Bind(IConfiguration section, string? besides)
    {
        if (section is IConfigurationSection { Value: { Length: > 0 } } text && !text.GetChildren().Any())
            throw Refusal(text.Path, "must be a section");
        var binder = new SettingsBinder();
        binder.Read(section, FleetSettings.Reference.GetConfig(Root), Root, besides);
        return new BoundSettings(binder._hocon.ToString(), binder._origins);
    }

    private void Read(IConfiguration section, Config reference, string path, string? besides)
    {
        var allowed = reference.AsEnumerable().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            if (besides is not null && KeyWords.Same(child.Key, besides))
                continue;
            if (allowed.Keys.FirstOrDefault(key => KeyWords.Same(key, child.Key)) is not { } key)
                throw Unknown(child, allowed.Keys.Append(besides).OfType<string>());
            var isSection = child.GetChildren().Any();
            if (allowed[key].IsObject())
                ReadSection(child, reference.GetConfig(key), $"{path}.{key}", isSection);
            else if (allowed[key].IsString())
                ReadValue(child, $"{path}.{key}", isSection);
            else
                ReadList(child, $"{path}.{key}", isSection);
        }
    }

    private void ReadSection(IConfigurationSection child, Config reference, string path, bool isSection)
    {
        if (!isSection && !string.IsNullOrEmpty(child.Value))
            throw Refusal(child.Path, "must be a section");
        Read(child, reference, path, null);
    }

    private void ReadValue(IConfigurationSection child, string path, bool isSection)
    {
        if (isSection)
            throw Refusal(child.Path, "must be a value, not a section");
        // JSON's null: not set.
        if (child.Value is { } value)
            Emit(child, path, HoconWords.Quoted(Spelled(value)));
    }

    private void ReadList(IConfigurationSection child, string path, bool isSection)
    {
        var items = child.GetChildren().ToList();
        if (items.Find(item => item.GetChildren().Any()) is { } nested)
            throw Refusal(nested.Path, "must be a value, not a section");
        if (isSection)
            Emit(child, path, $"[{string.Join(", ", items.Select(item => HoconWords.Quoted(item.Value ?? "")))}]");
        else if (child.Value is { Length: > 0 } text)
            Emit(child, path, HoconWords.Quoted(text));
        else if (child.Value is not null)
            Emit(child, path, "[]");
    }

    private void Emit(IConfigurationSection child, string path, string value)
    {
        _origins[path] = child.Path;
        _hocon.Append(path).Append(" = ").AppendLine(value);
    }

    // JSON's true arrives here as "True", and .NET writes durations its own way.
    private static string Spelled(string value) => value switch
    {
        _ when bool.TryParse(value, out var on) => on ? "on" : "off",
        _ when value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) =>
            string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => value,
    };

    private static FleetSettingsException Unknown(IConfigurationSection child, IEnumerable<string> allowed)
    {
        var keys = allowed.Select(KeyWords.Pascal).Order(StringComparer.Ordinal).ToList();
        var meant = KeyWords.Nearest(child.Key, keys) is { } nearest ? $"did you mean {nearest}? " : "";
        return Refusal(child.Path, $"unknown; {meant}There are: {string.Join(", ", keys)}".Replace("; There", "; there", StringComparison.Ordinal));
    }

    private static FleetSettingsException Refusal(string path, string why) => new($"{path}: {why}") { Path = path };
}
