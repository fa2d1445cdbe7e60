using System.Text.Json;

namespace TuyaActors.Protocol.Discovery;

/// <summary>The fields of announcements and probes that mean something to us; one of an unexpected type counts as missing.</summary>
internal struct AnnouncementFields
{
    public string? DeviceId;
    public string? Address;
    public string? Version;
    public string? ProductKey;
    public string? Mac;
    public string? From;
    public bool Encrypted;
    public int? Active;

    /// <summary>Reads one object and nothing else.</summary>
    /// <exception cref="JsonException">The JSON is broken, or no object.</exception>
    public static AnnouncementFields Read(ReadOnlySpan<byte> json)
    {
        var fields = default(AnnouncementFields);
        var cursor = new JsonCursor(json);
        cursor.EnterObject();
        var first = true;
        while (cursor.NextMember(ref first, out var name))
        {
            fields.ReadField(ref cursor, name);
        }

        cursor.RequireEnd();
        return fields;
    }

    private void ReadField(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name)
    {
        switch (cursor.Peek())
        {
            case (byte)'"':
                ReadText(ref cursor, name);
                break;
            case (byte)'t' or (byte)'f':
                var flag = cursor.Peek() == (byte)'t';
                cursor.Skip();
                Encrypted = name.SequenceEqual("encrypt"u8) ? flag : Encrypted;
                break;
            case >= (byte)'0' and <= (byte)'9':
                var whole = cursor.ReadNumber(out var number, out _) && number <= int.MaxValue;
                Active = whole && name.SequenceEqual("active"u8) ? (int)number : Active;
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    private void ReadText(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name)
    {
        var text = cursor.ReadString();
        if (name.SequenceEqual("gwId"u8))
        {
            DeviceId = text;
        }
        else if (name.SequenceEqual("ip"u8))
        {
            Address = text;
        }
        else if (name.SequenceEqual("version"u8))
        {
            Version = text;
        }
        else if (name.SequenceEqual("productKey"u8))
        {
            ProductKey = text;
        }
        else if (name.SequenceEqual("mac"u8))
        {
            Mac = text;
        }
        else if (name.SequenceEqual("from"u8))
        {
            From = text;
        }
    }
}
