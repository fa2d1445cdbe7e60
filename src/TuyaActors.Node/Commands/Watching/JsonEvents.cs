using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Remote;

namespace TuyaActors.Node.Commands.Watching;

/// <summary>Each event as the node's line of JSON; those about the stream itself get their name into it.</summary>
/// <param name="environment">The world.</param>
/// <param name="tellsSnapshots">Whether how the devices stand is told.</param>
/// <param name="countsSnapshots">Whether that is an event, and not only what comes before the events.</param>
internal sealed class JsonEvents(CommandEnvironment environment, bool tellsSnapshots, bool countsSnapshots) : IEventWriter
{
    // As the node writes them.
    private static readonly JsonSerializerOptions Letters = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Written Write(NodeEvent happened)
    {
        var isOfStream = happened.Kind is "ready" or "lagged";
        if (happened.Kind == "snapshot" && !tellsSnapshots)
        {
            return Written.Nothing;
        }

        return !environment.TryWriteLine(isOfStream ? Named(happened) : Encoding.UTF8.GetString(happened.Json.Span)) ? Written.ToNobody
            : isOfStream || (happened.Kind == "snapshot" && !countsSnapshots) ? Written.Nothing
            : Written.Event;
    }

    private static string Named(NodeEvent happened)
    {
        var json = new JsonObject { ["event"] = happened.Kind };
        foreach (var (name, value) in JsonNode.Parse(happened.Json.Span)?.AsObject() ?? [])
        {
            json[name] = value?.DeepClone();
        }

        return json.ToJsonString(Letters);
    }
}
