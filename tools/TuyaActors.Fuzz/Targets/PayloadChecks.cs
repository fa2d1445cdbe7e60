using System.Text;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Fuzz.Targets;

/// <summary>What must hold for any payload whatever.</summary>
internal static class PayloadChecks
{
    public static void Check(in WireMessage message)
    {
        var content = ReplyParser.Parse(message);
        FuzzFailureException.Require((content.Kind == ReplyKind.Empty) == message.Payload.IsEmpty, "Empty is what has no payload.");
        FuzzFailureException.Require(content.Kind != ReplyKind.Raw || content.Problem is not null, "A raw payload has a reason.");
        FuzzFailureException.Require(content.Kind is not (ReplyKind.Json or ReplyKind.DataUnvalid) || content.Text is not null, "JSON and refusals have a text.");
        FuzzFailureException.Require(content.Kind == ReplyKind.Dps || content.Dps.Count == 0, "Only DPS have DPs.");
        if (content.Dps.Count > 0)
        {
            CheckRoundTrip(content.Dps);
        }

        if (DeviceReplies.TryParseRequest(message, out var request) && request.Dps.Count > 0)
        {
            CheckRoundTrip(request.Dps);
        }
    }

    public static void CheckRoundTrip(DpSet dps)
    {
        var json = dps.ToJson();
        FuzzFailureException.Require(DpSet.TryParse(Encoding.UTF8.GetBytes(json), out var again, out var why), $"What was written cannot be read: {why}");
        FuzzFailureException.Require(dps.Equals(again) && json == again!.ToJson(), "DPs changed by being written and read.");
    }
}
