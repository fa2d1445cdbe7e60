using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace TuyaActors.Protocol.Discovery;

/// <summary>The JSON of announcements and probes.</summary>
internal static class Announcements
{
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Sighting? sighting, [NotNullWhen(false)] out string? why)
    {
        sighting = null;
        try
        {
            sighting = From(AnnouncementFields.Read(json), out why);
            return sighting is not null;
        }
        catch (JsonException broken)
        {
            why = $"The announcement is no valid JSON object: {broken.Message}";
            return false;
        }
    }

    public static bool TryParseProbe(ReadOnlySpan<byte> json, out IPAddress? answerTo)
    {
        answerTo = null;
        try
        {
            var fields = AnnouncementFields.Read(json);
            if (fields.From is null || fields.DeviceId is not null)
            {
                return false;
            }

            answerTo = IPAddress.TryParse(fields.Address, out var address) ? address : null;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static byte[] Write(Sighting sighting)
    {
        var encrypted = sighting.Encrypted && sighting.Version != ProtocolVersion.V31;
        var json = JsonSpelling.BeginObject();
        json.Text("ip"u8, sighting.Address.ToString());
        json.Text("gwId"u8, sighting.DeviceId);
        json.Number("active"u8, sighting.Active ?? 2);

        // Spelled so by the devices.
        json.Number("ablilty"u8, 0);
        json.Flag("encrypt"u8, encrypted);
        if (sighting.ProductKey is not null)
        {
            json.Text("productKey"u8, sighting.ProductKey);
        }

        if ((sighting.VersionText ?? sighting.Version?.ToText()) is { } version)
        {
            json.Text("version"u8, version);
        }

        if (sighting.Version == ProtocolVersion.V35)
        {
            json.Flag("token"u8, true);
            json.Flag("wf_cfg"u8, true);
        }

        if (sighting.Mac is not null)
        {
            json.Text("mac"u8, sighting.Mac);
        }

        return json.EndPayload();
    }

    private static Sighting? From(in AnnouncementFields fields, out string? why)
    {
        if (string.IsNullOrEmpty(fields.DeviceId))
        {
            why = "The announcement names no device (gwId).";
            return null;
        }

        if (!IPAddress.TryParse(fields.Address, out var address))
        {
            why = $"The announcement of {fields.DeviceId} names no address (ip).";
            return null;
        }

        why = null;
        ProtocolVersion? version = ProtocolVersions.TryParse(fields.Version, out var known) ? known : null;
        return new Sighting(fields.DeviceId, address, version, fields.Version, fields.ProductKey, fields.Encrypted)
        {
            Active = fields.Active,
            Mac = fields.Mac,
        };
    }
}
