using System.Buffers.Text;
using System.Text.Json;

namespace TuyaActors.Protocol.Payloads;

/// <summary>
/// The fields that payloads of either direction bear, read in one pass wherever they stand: up to 3.3 at the root, from 3.4 on in
/// <c>data</c>. A field of an unexpected type is passed over; only broken JSON is an error.
/// </summary>
internal struct PayloadFields
{
    private DpSet? _rootDps;
    private DpSet? _dataDps;

    /// <summary>Whether to read the device's id: a client knows whom it listens to.</summary>
    public bool WantsIdentity;

    public string? DeviceId;
    public string? Cid;
    public string? RequestType;
    public string? StrangeDp;
    public long? T;
    public List<int>? DpIds;
    public List<string>? Online;
    public List<string>? Offline;
    public List<string>? Nearby;

    /// <summary>The DPs; those at the root count where there are two sets. Null where there is none.</summary>
    public readonly DpSet? Dps => _rootDps ?? _dataDps;

    public readonly bool ListsSubDevices => Online is not null || Offline is not null || Nearby is not null;

    /// <summary>Reads one object and nothing else.</summary>
    /// <exception cref="JsonException">The JSON is broken, or no object.</exception>
    public static void Read(ReadOnlySpan<byte> json, bool wantsIdentity, out PayloadFields fields)
    {
        fields = new PayloadFields { WantsIdentity = wantsIdentity };
        var cursor = new JsonCursor(json);
        fields.ReadObject(ref cursor, atRoot: true);
        cursor.RequireEnd();
    }

    private void ReadObject(ref JsonCursor cursor, bool atRoot)
    {
        cursor.EnterObject();
        var first = true;
        while (cursor.NextMember(ref first, out var name))
        {
            ReadField(ref cursor, FieldNames.Find(name), atRoot);
        }
    }

    private void ReadField(ref JsonCursor cursor, Field field, bool atRoot)
    {
        switch (field, cursor.Peek())
        {
            case (Field.Dps, (byte)'{'):
                ReadDps(ref cursor, atRoot);
                break;
            case (Field.Data, (byte)'{') when atRoot:
                ReadObject(ref cursor, atRoot: false);
                break;
            case (Field.Cid, (byte)'"'):
                Cid = cursor.ReadString() ?? Cid;
                break;
            case (Field.DeviceId, (byte)'"') when WantsIdentity:
                DeviceId = cursor.ReadString() ?? DeviceId;
                break;
            case (Field.GatewayId, (byte)'"') when WantsIdentity:
                // Read in any case, so that the cursor passes over it.
                var gateway = cursor.ReadString();
                DeviceId ??= gateway;
                break;
            case (Field.RequestType, (byte)'"'):
                RequestType = cursor.ReadString();
                break;
            case (Field.Time, (byte)'"'):
                ReadTimeText(ref cursor);
                break;
            case (Field.Time, (byte)'-' or (>= (byte)'0' and <= (byte)'9')):
                T = cursor.ReadNumber(out var number, out _) ? number : T;
                break;
            case (Field.DpIds, (byte)'['):
                DpIds = Numbers(ref cursor);
                break;
            case (Field.Online, (byte)'['):
                Online = Texts(ref cursor);
                break;
            case (Field.Offline, (byte)'['):
                Offline = Texts(ref cursor);
                break;
            case (Field.Nearby, (byte)'['):
                Nearby = Texts(ref cursor);
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    private void ReadDps(ref JsonCursor cursor, bool atRoot)
    {
        var dps = DpSet.ReadObject(ref cursor, out var strange);
        StrangeDp ??= strange;
        if (atRoot)
        {
            _rootDps = dps;
        }
        else
        {
            _dataDps = dps;
        }
    }

    private void ReadTimeText(ref JsonCursor cursor)
    {
        var text = cursor.ReadRawString(out _);
        if (Utf8Parser.TryParse(text, out long seconds, out var consumed) && consumed == text.Length)
        {
            T = seconds;
        }
    }

    private static List<int> Numbers(ref JsonCursor cursor)
    {
        var numbers = new List<int>();
        cursor.EnterArray();
        var first = true;
        while (cursor.NextItem(ref first))
        {
            if (cursor.Peek() is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
            {
                cursor.Skip();
            }
            else if (cursor.ReadNumber(out var number, out _) && number is >= int.MinValue and <= int.MaxValue)
            {
                numbers.Add((int)number);
            }
        }

        return numbers;
    }

    private static List<string> Texts(ref JsonCursor cursor)
    {
        var texts = new List<string>();
        cursor.EnterArray();
        var first = true;
        while (cursor.NextItem(ref first))
        {
            if (cursor.Peek() != (byte)'"')
            {
                cursor.Skip();
            }
            else if (cursor.ReadString() is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }
}
