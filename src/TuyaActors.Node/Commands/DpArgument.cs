using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TuyaActors.Node.Json;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Commands;

/// <summary>Reads DPs as people type them: <c>1=true 20=white 24={"h":120}</c>.</summary>
internal static class DpArgument
{
    /// <summary>Reads <c>DP=VALUE</c>: VALUE is JSON, or a bare word as a string.</summary>
    public static bool TryParse(string text, out (int Id, DpValue Value) dp, [NotNullWhen(false)] out string? why)
    {
        dp = default;
        var equals = text.IndexOf('=');
        if (equals < 0)
        {
            why = $"'{text}' is no DP=VALUE; write for example 1=true.";
            return false;
        }

        if (!TryParseId(text[..equals], out var id, out why) || !TryParseValue(id, text[(equals + 1)..], out var value, out why))
        {
            return false;
        }

        dp = (id, value);
        return true;
    }

    /// <summary>Reads a DP's id.</summary>
    public static bool TryParseId(string text, out int id, [NotNullWhen(false)] out string? why)
    {
        why = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id is >= DpSet.MinId and <= DpSet.MaxId
            ? null
            : $"DP is '{text}'; allowed: {DpSet.MinId} to {DpSet.MaxId}.";
        return why is null;
    }

    private static bool TryParseValue(int id, string text, out DpValue value, [NotNullWhen(false)] out string? why)
    {
        value = default;
        why = null;
        if (text.Length == 0)
        {
            why = $"DP {id} has no value; for an empty text write {id}='\"\"'.";
            return false;
        }

        try
        {
            value = DpValue.FromJson(text);
            return true;
        }
        catch (FormatException broken)
        {
            // A word that starts like JSON is a slip, and sent as text it might confuse the device.
            if (text[0] is '{' or '[' or '"')
            {
                why = $"DP {id}: the value is no valid JSON: {(broken.InnerException is JsonException cause ? JsonProblem.Of(cause) : broken.Message)}";
                return false;
            }

            if (text.ToLowerInvariant() is "true" or "false" or "null")
            {
                why = $"DP {id}: '{text}' is neither JSON nor clearly a text; write {id}={text.ToLowerInvariant()}, or {id}='\"{text}\"' for the text.";
                return false;
            }

            value = text;
            return true;
        }
    }
}
