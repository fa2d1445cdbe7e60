using System.Net.ServerSentEvents;
using TuyaActors.Node.Json;
using TuyaActors.Node.Running;

namespace TuyaActors.Node.Remote;

/// <summary>One event of a node.</summary>
/// <param name="Kind">Its name: state, dps, ready, lagged ...</param>
/// <param name="Json">What it says, one line.</param>
internal sealed record NodeEvent(string Kind, ReadOnlyMemory<byte> Json);

/// <summary>What happens at a node, for as long as somebody wants to know: when the node goes away, it is waited for, and followed on from where it was.</summary>
/// <param name="fleet">Whose.</param>
/// <param name="path">The stream, with its parameters.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Gets a sentence when the node goes away, and when it is back.</param>
internal sealed class EventFeed(RemoteFleet fleet, string path, TimeProvider time, Action<string> tell)
{
    // A node that restarts is back in a second or two; one that is updated takes longer, and is not to be knocked at all the time.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private string _last = "";

    /// <summary>Follows the node until <paramref name="take"/> has enough (then null), or the node refuses from the start.</summary>
    /// <param name="take">Gets each event; false: that is enough.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NodeUnreachableException">The node does not answer at the start.</exception>
    public async Task<ProblemJson?> FollowAsync(Func<NodeEvent, bool> take, CancellationToken cancellationToken)
    {
        var (wasThere, isAway, wait) = (false, false, FirstWait);
        while (true)
        {
            string why;
            try
            {
                using var response = await fleet.Node.SendAsync(
                    new NodeRequest(HttpMethod.Get, path) { LastEventId = _last }, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
                if (!response.IsSuccessStatusCode)
                {
                    var problem = fleet.Node.ProblemOf(response, await fleet.Node.ReadBytesAsync(response, cancellationToken));
                    if (!wasThere)
                    {
                        return problem;
                    }

                    // It may not have all its devices yet.
                    why = problem.Detail;
                }
                else
                {
                    if (isAway)
                    {
                        tell($"{fleet.Where} is there again");
                    }

                    (wasThere, isAway, wait) = (true, false, FirstWait);
                    if (await ReadAsync(response, take, cancellationToken))
                    {
                        return null;
                    }

                    why = $"{fleet.Where} has ended the stream";
                }
            }
            catch (NodeUnreachableException gone) when (wasThere)
            {
                why = gone.Message;
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException && wasThere)
            {
                why = $"{fleet.Where} has gone: {broken.Message}";
            }

            if (!isAway)
            {
                tell($"{why.TrimEnd('.')}; trying again until it is back");
                isAway = true;
            }

            await Task.Delay(wait, time, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    // True when the reader has enough; false when the stream has ended.
    private async Task<bool> ReadAsync(HttpResponseMessage response, Func<NodeEvent, bool> take, CancellationToken cancellationToken)
    {
        await using var stream = new WatchedStream(await response.Content.ReadAsStreamAsync(cancellationToken), time);
        var parser = SseParser.Create(stream, static (kind, data) => new NodeEvent(kind, data.ToArray()));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            _last = parser.LastEventId;
            if (!take(item.Data))
            {
                return true;
            }
        }

        return false;
    }
}
