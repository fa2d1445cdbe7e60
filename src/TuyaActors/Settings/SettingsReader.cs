using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Configuration;

namespace TuyaActors.Settings;

/// <summary>Reads one section and says the full path of what it cannot use.</summary>
internal sealed class SettingsReader(Config section, string path)
{
    public TimeSpan Duration(string key, TimeSpan atLeast)
    {
        var value = Get(key, "a duration like 500ms, 5s or 2m", () => section.GetTimeSpan(key, null, allowInfinite: false));
        return value >= atLeast ? value : throw Refusal(key, $"a duration of at least {atLeast.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
    }

    public int Number(string key, int min, int max)
    {
        var allowed = $"a whole number from {min} to {max}";
        var value = Get(key, allowed, () => section.GetInt(key));
        return value >= min && value <= max ? value : throw Refusal(key, allowed);
    }

    public double Fraction(string key, double min, double max)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");
        var value = Get(key, allowed, () => section.GetDouble(key));
        return value >= min && value <= max ? value : throw Refusal(key, allowed);
    }

    public bool Switch(string key) => Get(key, "on or off", () => section.GetBoolean(key));

    public string Text(string key) => OptionalText(key) ?? throw Refusal(key, "a text that is not empty");

    /// <summary>Null for an empty text.</summary>
    public string? OptionalText(string key) => Get(key, "a text", () => section.GetString(key)) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public T OneOf<T>(string key)
        where T : struct, Enum
    {
        var allowed = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        var index = Array.IndexOf(allowed, OptionalText(key));
        return index >= 0 ? Enum.GetValues<T>()[index] : throw Refusal(key, $"one of {string.Join(", ", allowed)}");
    }

    public IPAddress Address(string key) =>
        IPAddress.TryParse(section.GetString(key), out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : throw Refusal(key, "an IPv4 address");

    public ImmutableArray<IPAddress> Addresses(string key) =>
    [
        .. Get(key, "a list of IPv4 addresses", () => section.GetValue(key).IsString() ? throw new FormatException("no list") : section.GetStringList(key))
            .Select(text => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address : throw Refusal(key, "a list of IPv4 addresses")),
    ];

    public ImmutableArray<int> Numbers(string key, int min, int max)
    {
        var allowed = $"a list of whole numbers from {min} to {max}";
        return
        [
            .. Get(key, allowed, () => section.GetValue(key).IsString() ? throw new FormatException("no list") : section.GetStringList(key))
                .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : throw Refusal(key, allowed)),
        ];
    }

    private T Get<T>(string key, string allowed, Func<T> read)
    {
        try
        {
            return read();
        }
        // What the two engines throw for a value of the wrong kind, or for none (ArgumentNullException).
        catch (Exception cause) when (cause is FormatException or OverflowException or ConfigurationException or InvalidCastException
            or NotSupportedException or ArgumentNullException)
        {
            throw Refusal(key, allowed, cause);
        }
    }

    private FleetSettingsException Refusal(string key, string allowed, Exception? cause = null) =>
        new($"{path}.{key} is '{Shown(key)}'; allowed is {allowed}", cause) { Path = $"{path}.{key}" };

    private string Shown(string key)
    {
        try
        {
            return section.GetString(key);
        }
        catch (Exception cause) when (cause is ConfigurationException or InvalidCastException)
        {
            return "an object";
        }
    }
}
