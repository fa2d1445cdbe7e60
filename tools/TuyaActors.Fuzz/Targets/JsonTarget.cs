using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Fuzz.Targets;

/// <summary>Changed JSON against .NET's own document reader: both must agree on what is JSON.</summary>
internal sealed class JsonTarget(Corpus corpus) : IFuzzTarget
{
    public string Name => "json";

    public void Run(ref FuzzRandom random, out byte[] input)
    {
        input = Mutator.Mutate(ref random, random.Pick<byte[]>(corpus.Payloads), random.Pick<byte[]>(corpus.Payloads));
        PayloadChecks.Check(new WireMessage(1, CommandId.Status, 0, input, null));

        var parsed = DpSet.TryParse(input, out var dps, out var why);
        FuzzFailureException.Require(parsed == (dps is not null) && parsed == (why is null), "Either DPs or a reason.");
        var document = Document(input);
        FuzzFailureException.Require(!parsed || document is not null, "DPs were read from what is no JSON.");
        if (parsed)
        {
            PayloadChecks.CheckRoundTrip(dps!);
            CheckValues(dps!, document!.Value);
        }

        if (Utf8.IsValid(input))
        {
            CheckValue(Encoding.UTF8.GetString(input), document);
        }
    }

    private static void CheckValues(DpSet dps, JsonElement document)
    {
        foreach (var (id, value) in dps)
        {
            var element = document.GetProperty(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var same = value.Kind switch
            {
                DpKind.Null => element.ValueKind == JsonValueKind.Null,
                DpKind.Boolean => element.ValueKind == (value.AsBoolean() ? JsonValueKind.True : JsonValueKind.False),
                DpKind.Integer => element.GetRawText() == value.AsJson(),
                DpKind.String => element.GetString() == value.AsString(),
                _ => element.GetRawText() == value.AsJson(),
            };
            FuzzFailureException.Require(same, $"DP {id} was read as {value.Kind}, another value than it is.");
        }
    }

    private static void CheckValue(string text, JsonElement? document)
    {
        try
        {
            var value = DpValue.FromJson(text);
            FuzzFailureException.Require(document is not null, "A value was read from what is no JSON.");
            FuzzFailureException.Require(value == DpValue.FromJson(value.AsJson()), "A value changed by being written and read.");
        }
        catch (FormatException)
        {
            FuzzFailureException.Require(document is null, "JSON was refused as a value.");
        }
    }

    private static JsonElement? Document(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
