#nullable disable
using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// What no other serializer is bound to. It bears the real one's name and number and writes what the real one writes, but only texts,
/// whole numbers and truth values: for more, a serializer has to be bound.
/// </summary>
internal sealed class NewtonSoftJsonSerializer : Serializer
{
    public NewtonSoftJsonSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(obj switch
    {
        string text => Quoted(text),
        int number => $$"""{"$":"I{{number.ToString(CultureInfo.InvariantCulture)}}"}""",
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => throw Refusal(obj.GetType().ToString()),
    });

    public override object FromBinary(byte[] bytes, Type type)
    {
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => root.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when root.TryGetInt64(out var number) => number,
            JsonValueKind.Object when root.TryGetProperty("$", out var wrapped) && wrapped.GetString() is ['I', .. var digits] =>
                int.Parse(digits, CultureInfo.InvariantCulture),
            _ => throw Refusal("this JSON: " + root.GetRawText()),
        };
    }

    private static SerializationException Refusal(string what) => new(
        $"The local engine's JSON serializer knows only string, int, long and bool, not {what}. Bind a serializer to the type "
        + "(akka.actor.serializers, akka.actor.serialization-bindings), or install the Akka packages and build with AkkaEngine=nuget.");

    // Escapes as little as the real one does.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var one in text)
        {
            _ = one switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u0085' or '\u2028' or '\u2029' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}"),
                _ => quoted.Append(one),
            };
        }

        return quoted.Append('"').ToString();
    }
}
