using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using TuyaActors.Messages;
using TuyaActors.Protocol;

namespace TuyaActors.Cluster.Tests.Wire;

/// <summary>A message with all that can be read of it as text, so that two can be compared that have collections in them.</summary>
internal static class WireText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DpValue dp => $"{dp.Kind} {dp.AsJson()}",
        DpSet dps => $"{{{string.Join(", ", dps.Select(dp => $"{dp.Key}: {Of(dp.Value)}"))}}}",
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IPAddress => $"IPAddress {value}",
        DeviceId or Enum or IPEndPoint or TimeSpan => $"{value.GetType().Name} {value}",
        _ when value.GetType().IsPrimitive => $"{value.GetType().Name} {string.Create(CultureInfo.InvariantCulture, $"{value}")}",
        ISet<DeviceId> set => $"{{{string.Join(", ", set.Select(id => id.Value).Order(StringComparer.Ordinal))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name} {{{string.Join(", ", Members(value.GetType()).Select(member => $"{member.Name} = {Of(member.GetValue(value))}"))}}}",
    };

    /// <summary>What a record says of itself, what it derives included.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(member => member.Name, StringComparer.Ordinal);
}
