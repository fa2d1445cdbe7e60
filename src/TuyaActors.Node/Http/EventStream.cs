using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace TuyaActors.Node.Http;

/// <summary>An answer of server-sent events. What is written goes out with the next flush, which waits for a reader that is slow.</summary>
internal sealed class EventStream
{
    /// <summary>What it is.</summary>
    public const string MediaType = "text/event-stream";

    private readonly PipeWriter _body;

    private EventStream(PipeWriter body) => _body = body;

    /// <summary>Begins the answer.</summary>
    public static async Task<EventStream> BeginAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        // A proxy that collects an answer before it passes it on would show nothing.
        response.Headers["X-Accel-Buffering"] = "no";
        var stream = new EventStream(response.BodyWriter);
        // Browsers wait 3 s or more by themselves; a node that restarts is back in one.
        stream.Write("retry: 1000\n\n"u8);
        await stream.FlushAsync(cancellationToken);
        return stream;
    }

    /// <summary>Writes one event.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="run">The first part of its id.</param>
    /// <param name="number">The second part of its id.</param>
    /// <param name="json">One line of JSON.</param>
    public void Write(string kind, string run, long number, ReadOnlySpan<byte> json)
    {
        Write("id: "u8);
        Encoding.ASCII.GetBytes(EventId.ToText(run, number), _body);
        Write("\n"u8);
        Write(kind, json);
    }

    /// <summary>Writes one event that nobody can go on behind.</summary>
    public void Write(string kind, ReadOnlySpan<byte> json)
    {
        Write("event: "u8);
        Encoding.ASCII.GetBytes(kind, _body);
        Write("\ndata: "u8);
        Write(json);
        Write("\n\n"u8);
    }

    /// <summary>Writes a line that nobody is shown: it keeps the connection alive, and finds out whether anybody is there.</summary>
    public void WriteAlive() => Write(": alive\n\n"u8);

    /// <summary>Sends what is written.</summary>
    /// <exception cref="OperationCanceledException">The reader has gone.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if ((await _body.FlushAsync(cancellationToken)).IsCompleted)
        {
            throw new OperationCanceledException("the reader has gone");
        }
    }

    private void Write(ReadOnlySpan<byte> bytes) => _body.Write(bytes);
}
