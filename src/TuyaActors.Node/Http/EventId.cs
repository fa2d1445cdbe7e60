using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace TuyaActors.Node.Http;

/// <summary>Ids of events: which feed, and the number in it: <c>1a2b3c4d-17</c>.</summary>
internal static class EventId
{
    /// <summary>Where a reader may say how far it is: a browser in the header, others in the query.</summary>
    public const string Parameter = "lastEventId";

    /// <summary>The id.</summary>
    public static string ToText(string run, long number) => string.Create(CultureInfo.InvariantCulture, $"{run}-{number}");

    /// <summary>How far the reader is; null: it does not say, or what it says is no id.</summary>
    public static (string Run, long Number)? Of(HttpRequest request)
    {
        var text = StringValues.IsNullOrEmpty(request.Headers["Last-Event-ID"]) ? request.Query[Parameter] : request.Headers["Last-Event-ID"];
        return text is [{ } id] && id.LastIndexOf('-') is > 0 and var dash
            && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (id[..dash], number)
            : null;
    }
}
