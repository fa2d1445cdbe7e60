using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>What a client says that does not mind the rules, byte by byte, and what it hears.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _heard = [];

    private RawHttp()
    {
    }

    public static async Task<RawHttp> ConnectAsync(Uri node)
    {
        var client = new RawHttp();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(node.Host), node.Port));
        return client;
    }

    /// <summary>One request, and its answer; fails where there is more than one.</summary>
    public static async Task<RawAnswer> AskAsync(Uri node, byte[] request)
    {
        using var client = await ConnectAsync(node);
        await client.SendAsync(request);
        var answer = await client.AnswerAsync();
        if (answer.Status == 413)
        {
            // The server reads on for some seconds, so that its answer is not lost with what is still being sent.
            return answer;
        }

        client.EndSending();
        var another = await client.AnswerAsync();
        Assert.True(another.Status == 0, $"a second answer: {another.Head}");
        return answer;
    }

    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                sent += await _socket.SendAsync(bytes.AsMemory(sent));
            }
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            // It had heard enough.
        }
    }

    private void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.NotConnected or SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // The other side was quicker.
        }
    }

    /// <summary>The next answer; of status 0 where the connection ends without one.</summary>
    public async Task<RawAnswer> AnswerAsync()
    {
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await HearAsync())
            {
                return new RawAnswer(0, Text(), "");
            }
        }

        var head = Text()[..end];
        var length = head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line[15..], CultureInfo.InvariantCulture)).FirstOrDefault();
        while (_heard.Count < end + 4 + length && await HearAsync())
        {
            // The rest of the body.
        }

        var body = Text().Substring(end + 4, Math.Min(length, _heard.Count - end - 4));
        _heard.RemoveRange(0, end + 4 + body.Length);
        return new RawAnswer(int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture), head, body);
    }

    public void Dispose() => _socket.Dispose();

    private string Text() => Encoding.Latin1.GetString([.. _heard]);

    private async Task<bool> HearAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            var length = await _socket.ReceiveAsync(buffer);
            _heard.AddRange(buffer.AsSpan(0, length));
            return length > 0;
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return false;
        }
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">Its status; 0: there was none.</param>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">What follows.</param>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    /// <summary>A header's value; null: it is not there.</summary>
    public string? Header(string name) =>
        Head.Split("\r\n").Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
}
