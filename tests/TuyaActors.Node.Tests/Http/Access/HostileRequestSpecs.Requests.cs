using System.Text;

namespace TuyaActors.Node.Tests.Http.Access;

/// <summary>The table.</summary>
public sealed partial class HostileRequestSpecs
{
    private const string Host = "Host: {host}\r\n";
    private const string Token = "Authorization: Bearer {token}\r\n";
    private const string Json = "Content-Type: application/json\r\n";
    private const string Head = Host + Token;

    private static readonly Hostile[] Requests =
    [
        // Who it is meant for.
        new("a name that was rebound to us", Get("/api/devices", "Host: evil.example\r\n" + Token), 421, "evil.example"),
        new("a name that was rebound, with our port", Get("/", "Host: evil.example:8377\r\n"), 421, "Wrong host"),
        new("a name that only begins like ours", Get("/healthz/live", "Host: localhost.evil.example\r\n"), 421, ""),
        new("an allowed name with something before it", Get("/api/devices", "Host: evil.home.example.org\r\n" + Token), 421, ""),
        new("an address that is not ours", Get("/api/devices", "Host: 192.168.1.1\r\n" + Token), 421, ""),
        new("loopback in a spelling of its own", Get("/api/devices", "Host: 2130706433\r\n" + Token), 421, ""),
        new("no host in HTTP/1.1", Get("/api/devices", Token), 400, ""),
        new("no host in HTTP/1.0", Encoding.Latin1.GetBytes("GET /api/devices HTTP/1.0\r\n" + Token + "\r\n"), 421, ""),
        new("two hosts", Get("/api/devices", Head + "Host: evil.example\r\n"), 400, ""),
        new("a host with a path", Get("/api/devices", "Host: {host}/../\r\n" + Token), 400, ""),
        new("a host with a name before it", Get("/api/devices", "Host: evil@{host}\r\n" + Token), 400, ""),
        new("a request line with a whole URL of another", Encoding.Latin1.GetBytes("GET http://evil.example/api/devices HTTP/1.1\r\n" + Head + "\r\n"), 400, ""),
        new("a request line with a whole URL and its host", Encoding.Latin1.GetBytes("GET http://evil.example/api/devices HTTP/1.1\r\nHost: evil.example\r\n" + Token + "\r\n"), 421, ""),
        new("a tunnel", Encoding.Latin1.GetBytes("CONNECT {host} HTTP/1.1\r\n" + Head + "\r\n"), [400, 404, 405], ""),

        // Who sends it.
        new("a page of elsewhere", Get("/api/devices", Head + "Origin: http://evil.example\r\n"), 403, "evil.example"),
        new("a page without an origin", Get("/api/devices", Head + "Origin: null\r\n"), 403, ""),
        new("a page of another port", Get("/api/devices", Head + "Origin: http://127.0.0.1:1\r\n"), 403, ""),
        new("an origin with more than an origin", Get("/api/devices", Head + "Origin: http://{host}/page\r\n"), 403, ""),
        new("an origin with a name before it", Get("/api/devices", Head + "Origin: http://x@{host}\r\n"), 403, ""),
        new("an origin of another scheme", Get("/api/devices", Head + "Origin: file://{host}\r\n"), 403, ""),
        new("two origins", Get("/api/devices", Head + "Origin: http://{host}\r\nOrigin: http://evil.example\r\n"), 403, ""),
        new("a foreign page's post, without what asks first", Post("/api/devices/lamp/reconnect", "", Head + "Origin: http://evil.example\r\nContent-Type: text/plain\r\n"), 403, ""),
        new("a foreign page's script tag", Get("/api/devices", Head + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403, "elsewhere"),
        new("a page of another port's image", Get("/api/devices", Head + "Sec-Fetch-Site: same-site\r\n"), 403, ""),
        new("an answer for another page", Encoding.Latin1.GetBytes("OPTIONS /api/devices HTTP/1.1\r\n" + Head + "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"), 403, ""),

        // With what.
        new("no token", Get("/api/devices", Host), 401, "asks for its token"),
        new("no token, for what is not there", Get("/api/nothing", Host), 401, ""),
        new("no token, and another method", Encoding.Latin1.GetBytes("DELETE /api/devices HTTP/1.1\r\n" + Host + "\r\n"), 401, ""),
        new("no token, for health in full", Get("/healthz/ready", Host), 401, ""),
        new("no token, by a path in other letters", Get("/API/Devices", Host), 401, ""),
        new("no token, by a path that is cleaned", Get("/healthz/live/../../api/devices", Host), 401, ""),
        new("a wrong token", Get("/api/devices", Host + "Authorization: Bearer WrongWrongWrongWrong\r\n"), 401, "not this node's token"),
        new("half of the token", Get("/api/devices", Host + "Authorization: Bearer the-right-tok\r\n"), 401, ""),
        new("an empty token", Get("/api/devices", Host + "Authorization: Bearer \r\n"), 401, ""),
        new("an empty header", Get("/api/devices", Host + "Authorization:\r\n"), 401, ""),
        new("the token by another scheme", Get("/api/devices", Host + "Authorization: Basic {token}\r\n"), 401, ""),
        new("the token without a scheme", Get("/api/devices", Host + "Authorization: {token}\r\n"), 401, ""),
        new("the token with more behind it", Get("/api/devices", Host + "Authorization: Bearer {token} x\r\n"), 401, ""),
        new("the token twice", Get("/api/devices", Host + Token + Token), 401, ""),
        new("the token in the query", Get("/api/devices?token={token}", Host), 400, "no secret may stand in an address"),
        new("the token in the query, in other letters", Get("/api/devices?Access-Token={token}", Head), 400, "no secret"),
        new("the token in the query, in disguise", Get("/api/devices?%74oken={token}", Head), 400, "no secret"),
        new("a local key in the query", Post("/api/definitions?local_key=fedcba98-secret!", "{}", Head + Json), 400, "no secret"),
        new("a local key in the query of the page", Get("/?key=fedcba98-secret!", Host), 400, "no secret"),
        new("the token as a cookie", Get("/api/devices", Host + "Cookie: tuyactors={token}\r\n"), 401, ""),
        new("a cookie of another token", Get("/api/devices", Host + "Cookie: tuyactors={foreign cookie}\r\n"), 401, ""),
        new("a cookie that has expired", Get("/api/devices", Host + "Cookie: tuyactors={old cookie}\r\n"), 401, ""),
        new("a cookie that is cut off", Get("/api/devices", Host + "Cookie: tuyactors={cookie}x\r\n"), 401, ""),
        new("a cookie with a later end", Get("/api/devices", Host + "Cookie: tuyactors=v1.99999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"), 401, ""),
        new("a cookie of nothing", Get("/api/devices", Host + "Cookie: tuyactors=..\r\n"), 401, ""),
        new("a cookie of a thousand dots", Get("/api/devices", Host + $"Cookie: tuyactors={new string('.', 1000)}\r\n"), 401, ""),
        new("a cookie, and a change by nobody's page", Post("/api/devices/lamp/reconnect", "", Host + "Cookie: tuyactors={cookie}\r\n"), 403, "Origin"),
        new("a cookie, and a change by a page of another port", Post("/api/devices/lamp/reconnect", "", Host + "Cookie: tuyactors={cookie}\r\nOrigin: http://127.0.0.1:1\r\n"), 403, ""),
        new("a session for a wrong token", Post("/api/session", """{"token":"WrongWrongWrongWrong"}""", Host + Json), 401, "not this node's token"),
        new("a session for no token", Post("/api/session", "{}", Host + Json), 400, "token: it is missing"),
        new("a session for a number", Post("/api/session", """{"token":1}""", Host + Json), 400, "it is no text"),
        new("a session for the token and more", Post("/api/session", """{"token":"{token}","admin":true}""", Host + Json), 400, "admin"),
        new("a session by a form", Post("/api/session", "token=WrongWrongWrongWrong", Host + "Content-Type: application/x-www-form-urlencoded\r\n"), 415, ""),

        // How much.
        new("a body that is too large", Post("/api/devices/lamp/dps", new string(' ', 70_000), Head + Json), 413, "too large"),
        new("a body that says it is too large", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Content-Length: 99999999999\r\n\r\n"), 413, "too large"),
        new("a body that is too large, in chunks", Chunked("/api/devices/lamp/dps", [.. Enumerable.Repeat(new string(' ', 10_000), 8)]), 413, "too large"),
        new("a body without an end", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Content-Length: -1\r\n\r\n"), 400, ""),
        new("too many headers", Get("/api/devices", Head + string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: y\r\n"))), 431, ""),
        new("a header that is too long", Get("/api/devices", Head + $"X-Long: {new string('y', 20_000)}\r\n"), 431, ""),
        new("a request line that is too long", Get("/api/devices?text=" + new string('x', 9_000), Head), 414, ""),
        new("a path that is very long", Get("/api/devices/" + new string('x', 7_000), Head), 404, ""),
        new("a method that is very long", Encoding.Latin1.GetBytes($"{new string('X', 9_000)} / HTTP/1.1\r\n{Head}\r\n"), [400, 414], ""),

        // JSON.
        new("JSON that is very deep", Post("/api/devices/lamp/dps", """{"1":""" + new string('[', 30_000) + new string(']', 30_000) + "}", Head + Json), 400, "no valid JSON"),
        new("JSON that is very deep, in a definition", Patch(new string('[', 30_000)), 400, "no valid JSON"),
        new("JSON that is very deep, in tags", Post("/api/definitions/lamp/tags", new string('{', 30_000), Head + Json), 400, ""),
        new("JSON that is very deep, in a session", Post("/api/session", new string('[', 30_000), Host + Json), 400, "no valid JSON"),
        new("JSON that is very deep, in an import", Post("/api/definitions/import", new string('[', 30_000), Head + Json), [400, 422], ""),
        new("JSON that is very deep, in a command to many", Post("/api/commands/set", """{"devices":""" + new string('[', 300_000), Head + Json), 400, "no valid JSON"),
        new("JSON that is very deep, as a key", Send("PUT", "/api/devices/lamp/key", new string('[', 30_000), Head + Json), 400, "no valid JSON"),
        new("a list for an object", Post("/api/devices/lamp/dps", "[1,2]", Head + Json), 400, "JSON array"),
        new("a text for an object", Post("/api/definitions", "\"lamp\"", Head + Json), 400, "no JSON object"),
        new("a number for a name", Patch("""{"name":7}"""), 400, "name: it is no text"),
        new("a text for a port", Patch("""{"port":"7"}"""), 400, "port"),
        new("a number beyond all numbers", Patch("""{"port":1e999}"""), 400, "port"),
        new("an object for tags", Patch("""{"tags":{"a":1}}"""), 400, "tags"),
        new("a key that is too short, which is not repeated", Patch("""{"key":"WrongWrongWrongWrong"}"""), 400, "no local key"),
        new("a field that nobody knows", Patch("""{"__proto__":{"admin":true}}"""), 400, "__proto__"),
        new("a field twice", Patch("""{"name":"one","name":"two"}"""), 400, "name"),
        new("a DP twice", Post("/api/devices/lamp/dps", """{"1":true,"1":false}""", Head + Json), 400, "twice"),
        new("a DP twice, in two spellings", Post("/api/devices/lamp/dps", """{"1":true,"01":false}""", Head + Json), 400, ""),
        new("a token twice", Post("/api/session", """{"token":"{token}","token":"WrongWrongWrongWrong"}""", Host + Json), 400, ""),
        new("tags twice", Post("/api/definitions/lamp/tags", """{"add":["a"],"add":["b"]}""", Head + Json), 400, ""),
        new("a field twice, in a command to many", Post("/api/commands/set", """{"devices":{"ids":["lamp"],"ids":["other"]},"dps":{"1":true}}""", Head + Json), 400, "devices.ids: it is given twice"),
        new("a key twice", Send("PUT", "/api/devices/lamp/key", """{"key":"fedcba98-secret!","key":"fedcba98-secret!"}""", Head + Json), 400, "key: it is given twice"),
        new("a key that is none, which is not repeated", Send("PUT", "/api/devices/lamp/key", """{"key":"WrongWrongWrongWrong"}""", Head + Json), 400, "no local key"),
        new("a time beyond all times", Post("/api/commands/set", """{"devices":{"all":true},"dps":{"1":true},"timeout":1e999}""", Head + Json), 400, "timeout"),
        new("what is no UTF-8, in a command to many", Post("/api/commands/set", "{\"devices\":{\"names\":[\"\xff\"]},\"dps\":{\"1\":true}}", Head + Json), 400, "UTF-8"),
        new("half of a character, in a command to many", Post("/api/commands/set", """{"devices":{"names":["\ud800"]},"dps":{"1":true}}""", Head + Json), 400, "devices.names"),
        new("what is no UTF-8", Patch("{\"name\":\"\xff\xfe\"}"), 400, "UTF-8"),
        new("what is no UTF-8, as a DP", Post("/api/devices/lamp/dps", "{\"1\":\"\xc3\x28\"}", Head + Json), 400, "UTF-8"),
        new("what is no UTF-8, as a name of a field", Post("/api/devices/lamp/dps", "{\"\xff\":1}", Head + Json), 400, "UTF-8"),
        new("half of a character", Patch("""{"name":"\ud800"}"""), 400, ""),
        new("half of a character, as a DP", Post("/api/devices/lamp/dps", """{"1":"\ud800"}""", Head + Json), 400, ""),
        new("half of a character, as a name of a field", Patch("""{"\ud800":1}"""), 400, ""),
        new("half of a character, as a token", Post("/api/session", """{"token":"\ud800"}""", Host + Json), 400, ""),
        new("half of a character, as a tag", Post("/api/definitions/lamp/tags", """{"add":["\ud800"]}""", Head + Json), 400, ""),
        new("what is no UTF-8, in an import", Post("/api/definitions/import", "[{\"id\":\"new\",\"name\":\"\xff\",\"key\":\"fedcba98-secret!\"}]", Head + Json), [200, 400, 422], ""),
        new("half of a character, in an import", Post("/api/definitions/import", """[{"id":"new","name":"\ud800","key":"fedcba98-secret!"}]""", Head + Json), [200, 400, 422], ""),
        new("half of a character, in details", Patch("""{"details":{"note":"\ud800"}}"""), 400, ""),
        new("a NUL in JSON", Patch("{\"name\":\"a\0b\"}"), 400, ""),
        new("UTF-16", Patch("\xff\xfe{\0}\0"), 400, ""),
        new("nothing at all", Post("/api/devices/lamp/dps", "", Head + Json), 400, "no valid JSON"),
        new("another charset", Post("/api/devices/lamp/dps", "{}", Head + "Content-Type: text/json; charset=utf-16\r\n"), [400, 415], ""),

        // Paths.
        new("dots", Get("/../../etc/passwd", Head), 404, ""),
        new("dots in disguise", Get("/%2e%2e/%2e%2e/etc/passwd", Head), 404, ""),
        new("dots in a double disguise", Get("/%252e%252e/etc/passwd", Head), 404, ""),
        new("dots behind the page", Get("/page/app.js/..%2f..%2fetc/passwd", Head), 404, ""),
        new("dots with backslashes", Get("/..\\..\\etc\\passwd", Head), [400, 404], ""),
        new("two slashes", Get("//evil.example/api/devices", Head), 404, ""),
        new("two slashes inside", Get("/api//devices", Head), 404, ""),
        new("an encoded slash in an id", Get("/api/devices/lamp%2Fdps", Head), 404, ""),
        new("a NUL in the path", Get("/api/devices/lamp%00", Head), [400, 404], ""),
        new("a bare NUL in the path", Get("/api/devices/lamp\0", Head), 400, ""),
        new("half an escape", Get("/api/devices/%zz", Head), 404, ""),
        new("no UTF-8 in the path", Get("/api/devices/%ff%fe", Head), [400, 404], ""),
        new("a line break in an id", Get("/api/devices/lamp%0d%0aSet-Cookie:%20x=y", Head), 404, "lamp"),
        new("a line break in an id that is added", Post("/api/definitions", """{"id":"lamp\r\nSet-Cookie: x=y"}""", Head + Json), 400, ""),
        new("a line break in a file's name", Post("/api/definitions/import?file=a%0d%0aSet-Cookie:%20x=y", "nonsense", Head + Json), 422, ""),
        new("a line break in a header", Encoding.Latin1.GetBytes("GET /api/devices HTTP/1.1\r\n" + Head + "X-One: a\rb\r\n\r\n"), 400, ""),
        new("no path", Encoding.Latin1.GetBytes("GET  HTTP/1.1\r\n" + Head + "\r\n"), 400, ""),
        new("a star for a path", Encoding.Latin1.GetBytes("GET * HTTP/1.1\r\n" + Head + "\r\n"), [400, 404, 405], ""),

        // Queries.
        new("a parameter that nobody knows", Get("/api/devices?admin=true", Head), 400, "admin"),
        new("a parameter with a line break", Get("/api/devices?sta%0d%0ate=online", Head), 400, ""),
        new("a number beyond all numbers, in a query", Get("/api/devices?take=99999999999999999999", Head), 400, "take"),
        new("no number, in a query", Post("/api/scan?seconds=NaN", "", Head), 400, "seconds"),
        new("a time before all times", Get("/api/live?every=-1", Head), 400, "every"),
        new("a kind of event that there is not", Get("/api/events?kind=everything", Head), 400, "kind"),
        new("no UTF-8 in a query", Get("/api/events?device=%ff%fe", Head), 404, "%ff%fe"),

        // Methods.
        new("a method that is not for it", Encoding.Latin1.GetBytes("DELETE /api/devices HTTP/1.1\r\n" + Head + "\r\n"), 405, "There is no DELETE for /api/devices; allowed: GET"),
        new("a method that nobody knows", Encoding.Latin1.GetBytes("BREW /api/devices HTTP/1.1\r\n" + Head + "\r\n"), 405, "allowed: GET"),
        new("an echo", Encoding.Latin1.GetBytes("TRACE /api/devices HTTP/1.1\r\n" + Head + "\r\n"), 405, ""),
        new("another method in a header", Post("/api/definitions/lamp", "", Head + "X-HTTP-Method-Override: DELETE\r\n"), 405, ""),
        new("what is not there", Get("/api/nothing", Head), 404, "nothing for GET /api/nothing"),

        // HTTP itself.
        new("a length and chunks", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"), 400, ""),
        new("two lengths", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}x"), 400, ""),
        new("a length that is none", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Content-Length: +2\r\n\r\n{{}}"), 400, ""),
        new("chunks of another name", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), [400, 501], ""),
        new("a chunk of no length", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"), 400, ""),
        new("a chunk of all lengths", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{{}}\r\n0\r\n\r\n"), 400, ""),
        new("a chunk without its end", Encoding.Latin1.GetBytes($"POST /api/devices/lamp/dps HTTP/1.1\r\n{Head}{Json}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}xx0\r\n\r\n"), 400, ""),
        new("a header with a space before the colon", Encoding.Latin1.GetBytes("GET /api/devices HTTP/1.1\r\nHost : evil.example\r\n" + Head + "\r\n"), 400, ""),
        new("a header that is continued", Encoding.Latin1.GetBytes("GET /api/devices HTTP/1.1\r\n" + Head + " X: y\r\n\r\n"), 400, ""),
        new("HTTP of another version", Encoding.Latin1.GetBytes("GET /api/devices HTTP/9.9\r\n" + Head + "\r\n"), 505, ""),
        new("HTTP/2 without asking", Encoding.Latin1.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), [0, 400, 505], ""),
        new("an upgrade", Get("/api/devices", Head + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nOrigin: http://evil.example\r\n"), 403, ""),
        new("TLS", [0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00, 0xa1, 0x03, 0x03, .. new byte[100], (byte)'\r', (byte)'\n'], [0, 400], ""),
        new("nonsense", [.. Enumerable.Range(0, 256).Select(b => (byte)b), (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'], [0, 400], ""),
    ];

    private static byte[] Get(string path, string headers) => Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\n{headers}\r\n");

    private static byte[] Post(string path, string body, string headers) => Send("POST", path, body, headers);

    private static byte[] Patch(string body) => Send("PATCH", "/api/definitions/lamp", body, Head + Json);

    // The token is put in later: until then the length is that of the text with it.
    private static byte[] Send(string method, string path, string body, string headers) =>
        Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\n{headers}Content-Length: {body.Replace("{token}", Target.Secret, StringComparison.Ordinal).Length}\r\n\r\n{body}");

    private static byte[] Chunked(string path, IReadOnlyList<string> chunks) =>
        Encoding.Latin1.GetBytes($"POST {path} HTTP/1.1\r\n{Head}{Json}Transfer-Encoding: chunked\r\n\r\n{string.Concat(chunks.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n"))}0\r\n\r\n");

    /// <summary>One line of the table.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Bytes">What is sent.</param>
    /// <param name="Status">The statuses that are right; 0: the connection ends without an answer.</param>
    /// <param name="Says">What the answer has to say, if it says anything.</param>
    private sealed record Hostile(string Name, byte[] Bytes, int[] Status, string Says)
    {
        public Hostile(string name, byte[] bytes, int status, string says)
            : this(name, bytes, [status], says)
        {
        }
    }
}
