using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TuyaActors.Hosting;
using TuyaActors.Node.Clustering;
using TuyaActors.Node.Http;
using TuyaActors.Node.Http.Access;
using TuyaActors.Node.Serving;

namespace TuyaActors.Node.Tests.Probes;

/// <summary>The HTTP face on a real server with a scripted fleet behind it, and somebody who asks it.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogKeeper _log;

    private Browser(WebApplication app, LogKeeper log, Uri address)
    {
        (_app, _log) = (app, log);
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What was logged as information or worse.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    public static async Task<Browser> OpenAsync(ITuyaFleet fleet, Action<WebApplication>? more = null, NodeAccess? access = null, TimeProvider? time = null, ListenAddress? at = null, IClusterView? cluster = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var log = new LogKeeper();
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(fleet);
        builder.Services.AddKeyedSingleton(TuyaFleets.DefaultName, fleet);
        builder.Services.AddSingleton(new NodeFacts(Snapshots.Now, IsSimulated: more is not null));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (cluster is not null)
        {
            builder.Services.AddSingleton(cluster);
        }

        builder.ConfigureNodeHttp([at ?? new ListenAddress(IPAddress.Loopback, 0)], access);
        var app = builder.Build();
        app.UseNodeHttp();
        more?.Invoke(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Browser(app, log, new Uri(address));
    }

    /// <summary>All that is served.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => await ReadAsync(await Client.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body, string mediaType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType));
        return await ReadAsync(await Client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        return await ReadAsync(await Client.SendAsync(request));
    }

    /// <summary>Any request; the body is JSON, and the headers come as name and value in turn.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, string? body = null, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        for (var i = 0; i < headers.Length; i += 2)
        {
            request.Headers.TryAddWithoutValidation(headers[i], headers[i + 1]);
        }

        using var response = await Client.SendAsync(request);
        var (status, element) = await ReadAsync(response);
        return (status, element, response.Headers);
    }

    /// <summary>Stops the node, while its clients are still there.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<(HttpStatusCode, JsonElement)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Contains("json", response.Content.Headers.ContentType?.MediaType ?? "", StringComparison.Ordinal);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return (response.StatusCode, document.RootElement.Clone());
        }
    }
}
