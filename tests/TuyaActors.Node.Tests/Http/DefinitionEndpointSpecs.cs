using System.Net;
using System.Text.Json;
using TuyaActors.Node.Tests.Probes;

namespace TuyaActors.Node.Tests.Http;

/// <summary>The HTTP face of the definitions, in front of a real fleet.</summary>
public sealed class DefinitionEndpointSpecs : IAsyncLifetime
{
    private const string Key = "fedcba98-secret!";
    private const string Lamp = $$"""{"id":"lamp","name":"Hall lamp","key":"{{Key}}","address":"192.0.2.7","version":"3.4","tags":["attic"]}""";

    private NodeUnderTest _node = null!;

    public async Task InitializeAsync() => _node = await NodeUnderTest.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Should_take_in_a_device_and_never_tell_its_key()
    {
        var (status, body, headers) = await PostAsync("/api/definitions", Lamp);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("\"1\"", "/api/definitions/lamp"), (headers.ETag!.Tag, headers.Location!.OriginalString));
        Assert.Equal(
            """{"id":"lamp","name":"Hall lamp","hasKey":true,"version":"3.4","address":"192.0.2.7","port":6668,"connection":"persistent","tags":["attic"],"revision":1}""",
            Without(body, "changedAt"));
        var (_, again, tag) = await _node.Browser.SendAsync(HttpMethod.Get, "/api/definitions/lamp");
        Assert.Equal((body.GetRawText(), "\"1\""), (again.GetRawText(), tag.ETag!.Tag));
        Assert.Equal($$"""{"definitions":[{{body.GetRawText()}}]}""", (await _node.Browser.GetAsync("/api/definitions")).Body.GetRawText());
    }

    [Fact]
    public async Task Should_change_only_what_is_named()
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, headers) = await PatchAsync("""{"name":"Attic lamp","address":null,"group":"Upstairs","details":{"mac":"aa","local_key":"x","note":"fedcba98-secret!"}}""");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (status, headers.ETag!.Tag));
        Assert.Equal(
            """{"id":"lamp","name":"Attic lamp","hasKey":true,"version":"3.4","port":6668,"connection":"persistent","group":"Upstairs","tags":["attic"],"details":{"mac":"aa"},"revision":2}""",
            Without(body, "changedAt"));
    }

    [Fact]
    public async Task Should_refuse_a_change_of_a_revision_that_is_gone()
    {
        await PostAsync("/api/definitions", Lamp);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync("""{"name":"one"}""", "If-Match", "\"1\"")).Status);
        var (status, body, _) = await PatchAsync("""{"name":"two"}""", "If-Match", "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
        Assert.Equal("'lamp': it was changed meanwhile (revision 2, expected 1); look at it again", body.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _node.Browser.SendAsync(HttpMethod.Delete, "/api/definitions/lamp", null, "If-Match", "\"1\"")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PostAsync("/api/definitions/lamp/tags", """{"add":["x"]}""", "If-Match", "\"1\"")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync("""{"name":"three"}""", "If-Match", "*")).Status);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"x\"")]
    [InlineData("\"\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\", \"2\"")]
    public async Task Should_answer_400_to_an_if_match_that_is_no_revision(string tag)
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, _) = await PatchAsync("""{"name":"x"}""", "If-Match", tag);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(body.GetProperty("errors").TryGetProperty("If-Match", out _));
    }

    [Fact]
    public async Task Should_give_and_take_tags()
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, _) = await PostAsync("/api/definitions/lamp/tags", """{"add":["night","lights"],"remove":["attic"]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["lights", "night"], body.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public async Task Should_take_a_device_out()
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, _) = await _node.Browser.SendAsync(HttpMethod.Delete, "/api/definitions/lamp", null, "If-Match", "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "'Hall lamp' (lamp) is removed"), (status, body.GetProperty("done").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await _node.Browser.GetAsync("/api/definitions/lamp")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _node.Browser.SendAsync(HttpMethod.Delete, "/api/definitions/lamp")).Status);
    }

    [Theory]
    [InlineData("/api/definitions", "{", "body")]
    [InlineData("/api/definitions", "[1]", "body")]
    [InlineData("/api/definitions", "{}", "id")]
    [InlineData("/api/definitions", """{"id":"a b"}""", "id")]
    [InlineData("/api/definitions", """{"id":"a","key":"short-secret"}""", "key")]
    [InlineData("/api/definitions", """{"id":"a","key":5}""", "key")]
    [InlineData("/api/definitions", """{"id":"a","name":5}""", "name")]
    [InlineData("/api/definitions", """{"id":"a","version":"3.9"}""", "version")]
    [InlineData("/api/definitions", """{"id":"a","version":3.4}""", "version")]
    [InlineData("/api/definitions", """{"id":"a","address":"8"}""", "address")]
    [InlineData("/api/definitions", """{"id":"a","port":0}""", "port")]
    [InlineData("/api/definitions", """{"id":"a","port":"6668"}""", "port")]
    [InlineData("/api/definitions", """{"id":"a","connection":"often"}""", "connection")]
    [InlineData("/api/definitions", """{"id":"a","gateway":""}""", "gateway")]
    [InlineData("/api/definitions", """{"id":"a","tags":["two words"]}""", "tags")]
    [InlineData("/api/definitions", """{"id":"a","tags":"one"}""", "tags")]
    [InlineData("/api/definitions", """{"id":"a","details":5}""", "details")]
    [InlineData("/api/definitions", """{"id":"a","colour":"red"}""", "colour")]
    [InlineData("/api/definitions/lamp/tags", "[]", "body")]
    [InlineData("/api/definitions/lamp/tags", "{}", "body")]
    [InlineData("/api/definitions/lamp/tags", """{"add":"x"}""", "add")]
    [InlineData("/api/definitions/lamp/tags", """{"give":["x"]}""", "give")]
    [InlineData("/api/definitions/import?dryRun=perhaps", "[]", "dryRun")]
    [InlineData("/api/definitions/import?strict=1", "[]", "strict")]
    public async Task Should_name_the_field_of_a_bad_request(string path, string request, string field)
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, _) = await PostAsync(path, request);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out var why), body.GetRawText());
        Assert.Contains("allowed", $"{why} {(field is "body" or "gateway" or "id" ? "allowed" : "")}", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/definitions", Lamp, HttpStatusCode.Conflict, "has a device with the id 'lamp' already")]
    [InlineData("POST", "/api/definitions", """{"id":"new"}""", HttpStatusCode.UnprocessableEntity, "it has no local key")]
    [InlineData("POST", "/api/definitions", """{"id":"child","gateway":"gone","cid":"c"}""", HttpStatusCode.UnprocessableEntity, "its gateway 'gone' is not in the fleet")]
    [InlineData("PATCH", "/api/definitions/lamp", """{"key":null}""", HttpStatusCode.UnprocessableEntity, "it has no local key")]
    [InlineData("PATCH", "/api/definitions/lamp", """{"id":"other"}""", HttpStatusCode.BadRequest, "an id cannot be changed")]
    [InlineData("PATCH", "/api/definitions/gone", "{}", HttpStatusCode.NotFound, "no device with the id 'gone'")]
    [InlineData("POST", "/api/definitions/gone/tags", """{"add":["x"]}""", HttpStatusCode.NotFound, "no device with the id 'gone'")]
    [InlineData("PATCH", "/api/definitions/no%20id", "{}", HttpStatusCode.NotFound, "no device with the id 'no id'")]
    public async Task Should_refuse_what_contradicts_the_fleet(string method, string path, string request, HttpStatusCode status, string detail)
    {
        await PostAsync("/api/definitions", Lamp);
        var answer = await _node.Browser.SendAsync(HttpMethod.Parse(method), path, request);
        Assert.Equal(status, answer.Status);
        Assert.Contains(detail, answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_import_and_say_by_name_what_changed()
    {
        await PostAsync("/api/definitions", Lamp);
        const string File = """[{"id":"lamp","name":"Hall lamp","key":"0123456789abcde!","ip":"192.0.2.8"},{"id":"plug","name":"Plug","key":"0123456789abcdef"},{"id":"bad","key":"x"}]""";
        var (status, dry, _) = await PostAsync("/api/definitions/import?dryRun=true&file=mine.json", File);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((true, 1, 1, 0), (dry.GetProperty("dryRun").GetBoolean(), dry.GetProperty("added").GetInt32(), dry.GetProperty("updated").GetInt32(), dry.GetProperty("unchanged").GetInt32()));
        Assert.Equal("mine.json line 1, field 'key': A local key has 16 characters; this one has 1.", dry.GetProperty("problems")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _node.Browser.GetAsync("/api/definitions/plug")).Status);

        var (_, wet, _) = await PostAsync("/api/definitions/import", File);
        Assert.Equal(dry.GetProperty("changes").GetRawText(), wet.GetProperty("changes").GetRawText());
        Assert.Contains("\"fields\":[\"key\",\"address\"]", wet.GetProperty("changes").GetRawText(), StringComparison.Ordinal);
        var (_, twice, _) = await PostAsync("/api/definitions/import", File);
        Assert.Equal((0, 0, 2), (twice.GetProperty("added").GetInt32(), twice.GetProperty("updated").GetInt32(), twice.GetProperty("unchanged").GetInt32()));
    }

    [Theory]
    [InlineData("?strict=true", """[{"id":"good","key":"0123456789abcdef"},{"id":"bad","key":"x"}]""", "with strict that is refused")]
    [InlineData("", """[{"id":"bad","key":"x"}]""", "has no good device")]
    [InlineData("", "not json", "has no good device")]
    public async Task Should_refuse_a_bad_file_as_a_whole(string query, string file, string detail)
    {
        var (status, body, _) = await PostAsync($"/api/definitions/import{query}", file);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(detail, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("devices.json line 1", body.GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"definitions":[]}""", (await _node.Browser.GetAsync("/api/definitions")).Body.GetRawText());
    }

    [Fact]
    public async Task Should_take_an_import_that_is_larger_than_other_requests_may_be()
    {
        var file = JsonSerializer.Serialize(Enumerable.Range(0, 100).Select(i => new { id = $"d{i}", key = "0123456789abcdef", mapping = new string('m', 1000) }));
        Assert.Equal(100, (await PostAsync("/api/definitions/import", file)).Body.GetProperty("added").GetInt32());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync("/api/definitions", file)).Status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?withKeys=true", HttpStatusCode.BadRequest)]
    [InlineData("?withKeys", HttpStatusCode.BadRequest)]
    public async Task Should_export_without_keys_whatever_is_asked(string query, HttpStatusCode wanted)
    {
        await PostAsync("/api/definitions", Lamp);
        var (status, body, _) = await _node.Browser.SendAsync(HttpMethod.Get, $"/api/definitions/export{query}");
        Assert.Equal(wanted, status);
        Assert.DoesNotContain(Key, body.GetRawText(), StringComparison.Ordinal);
        if (status == HttpStatusCode.OK)
        {
            Assert.Equal(("lamp", ""), (body[0].GetProperty("id").GetString(), body[0].GetProperty("key").GetString()));
        }
    }

    private Task<(HttpStatusCode Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> PostAsync(string path, string body, params string[] headers) =>
        _node.Browser.SendAsync(HttpMethod.Post, path, body, headers);

    private Task<(HttpStatusCode Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> PatchAsync(string body, params string[] headers) =>
        _node.Browser.SendAsync(HttpMethod.Patch, "/api/definitions/lamp", body, headers);

    private static string Without(JsonElement body, string field) =>
        $"{{{string.Join(',', body.EnumerateObject().Where(p => p.Name != field).Select(p => $"\"{p.Name}\":{p.Value.GetRawText()}"))}}}";
}
