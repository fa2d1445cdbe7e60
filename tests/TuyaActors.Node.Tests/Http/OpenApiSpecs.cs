using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using TuyaActors.Node.Http;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

public sealed class OpenApiSpecs : IAsyncLifetime
{
    private Browser _browser = null!;
    private ReadResult _read = null!;

    private Microsoft.OpenApi.OpenApiDocument Document => _read.Document!;

    public async Task InitializeAsync()
    {
        _browser = await Browser.OpenAsync(new ScriptedFleet());
        _read = Microsoft.OpenApi.OpenApiDocument.Parse(await _browser.Client.GetStringAsync(new Uri(Node.Http.OpenApiDocument.Path, UriKind.Relative)), "json");
    }

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public void Should_be_a_valid_document()
    {
        Assert.Empty(_read.Diagnostic!.Errors);
        Assert.Empty(_read.Diagnostic.Warnings);
        Assert.Equal("tuyactors", Document.Info.Title);
        Assert.Equal("bearer", Document.Components!.SecuritySchemes!["token"].Scheme);
    }

    [Fact]
    public void Should_describe_each_endpoint_of_the_API()
    {
        var mapped = _browser.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) || endpoint.RoutePattern.RawText is "/metrics")
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Order(StringComparer.Ordinal);
        var described = Document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => $"{operation.Key} {path.Key}"))
            .Where(operation => operation.Contains(" /api/", StringComparison.Ordinal) || operation.EndsWith(" /metrics", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(mapped, described);
    }

    [Fact]
    public void Should_say_of_each_operation_what_it_does_takes_and_answers()
    {
        foreach (var (path, item) in Document.Paths)
        {
            foreach (var (method, operation) in item.Operations!)
            {
                Assert.False(string.IsNullOrEmpty(operation.Summary), $"{method} {path} has no summary");
                Assert.False(string.IsNullOrEmpty(operation.OperationId), $"{method} {path} has no id");
                Assert.Contains(operation.Responses!, response => response.Key.StartsWith('2'));
                Assert.All(operation.Parameters ?? [], parameter => Assert.True(parameter.In == ParameterLocation.Path || parameter.Description!.Length > 10, $"{method} {path}: {parameter.Name}"));
            }
        }

        var ids = Document.Paths.SelectMany(path => path.Value.Operations!.Values.Select(operation => operation.OperationId)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Should_give_examples_of_bodies_that_are_taken()
    {
        var body = Document.Paths["/api/commands/set"].Operations![HttpMethod.Post].RequestBody!.Content!["application/json"];
        Assert.True(ManyBody.TryRead(System.Text.Encoding.UTF8.GetBytes(body.Example!.ToJsonString()), wantsDps: true, out _, out _, out var why), why);
    }

    [Fact]
    public void Should_describe_what_writes_itself()
    {
        var reported = Document.Components!.Schemas!["DeviceJson"].Properties!["reported"];
        Assert.Equal(JsonSchemaType.Object, reported.Type);
        Assert.Contains("keyRejected", Document.Paths["/api/devices"].Operations![HttpMethod.Get].Parameters!.Single(p => p.Name == "state").Schema!.Items!.Enum!.Select(word => word.ToString()));
    }
}
