using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TuyaActors.Node.Http;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>What a command sent.</summary>
internal sealed record NodeAsked(string Method, string Path, string Query, string Body, string? IfMatch, string? LastEventId);

/// <summary>A node over HTTP that answers as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Method, string Path), Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentQueue<NodeAsked> _asked = new();
    private readonly WebApplication _app;
    private bool _isGone;

    private ScriptedNode()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url { get; private set; } = "";

    public IReadOnlyList<NodeAsked> Asked => [.. _asked];

    public static async Task<ScriptedNode> StartAsync()
    {
        var node = new ScriptedNode();
        await node._app.StartAsync();
        node.Url = node._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return node;
    }

    /// <summary>Answers with JSON; the path is without the query.</summary>
    public ScriptedNode On<T>(string method, string path, T body, int status = 200) => On(method, path, context => WriteAsync(context, body, status));

    /// <summary>Answers with a refusal.</summary>
    public ScriptedNode Refuses(string method, string path, int status, string detail) =>
        On(method, path, context => WriteAsync(context, new ProblemJson("about:blank", "Refused", status, detail), status, Problems.MediaType));

    /// <summary>Answers in any way.</summary>
    public ScriptedNode On(string method, string path, Func<HttpContext, Task> answer)
    {
        _answers[(method, path)] = answer;
        return this;
    }

    /// <summary>Has these devices, and nothing else to say of them.</summary>
    public ScriptedNode With(params DeviceJson[] devices)
    {
        On("GET", "/api/devices", context =>
        {
            var text = context.Request.Query["text"].ToString();
            var passed = devices.Where(device => text.Length == 0 || $"{device.Name}\n{device.Id}\n{device.ProductName}".Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
            var (skip, take) = (int.Parse(context.Request.Query["skip"].ToString()), int.Parse(context.Request.Query["take"].ToString()));
            return WriteAsync(context, new DevicesJson(passed.Count, skip, take, [.. passed.Skip(skip).Take(take)], []), 200);
        });
        foreach (var device in devices)
        {
            On("GET", $"/api/devices/{device.Id}", context => WriteAsync(context, device, 200));
        }

        return this;
    }

    /// <summary>Lets the request wait until whoever sent it has had enough.</summary>
    public static async Task NeverAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public static async Task WriteAsync<T>(HttpContext context, T body, int status, string mediaType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync(JsonText.Of(body));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone)
        {
            return;
        }

        _isGone = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        _asked.Enqueue(new NodeAsked(
            request.Method,
            request.Path,
            request.QueryString.Value ?? "",
            await reader.ReadToEndAsync(),
            request.Headers.IfMatch.FirstOrDefault(),
            request.Headers["Last-Event-ID"].FirstOrDefault()));
        if (_answers.TryGetValue((request.Method, request.Path.Value!), out var answer))
        {
            await answer(context);
            return;
        }

        await WriteAsync(context, new ProblemJson("about:blank", "Not served", 404, $"The test says nothing about {request.Method} {request.Path}."), 404, Problems.MediaType);
    }
}
