using System.Text;
using System.Text.Json;

namespace TuyaActors.Protocol;

/// <summary>How JSON is read where the framework reads it, and what counts as text.</summary>
internal static class WireJson
{
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text that the bytes spell. Nearly all text is ASCII, which needs no counting of characters beforehand.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are no valid UTF-8.</exception>
    public static string Text(ReadOnlySpan<byte> utf8) => Ascii.IsValid(utf8)
        ? string.Create(utf8.Length, utf8, static (text, ascii) => Ascii.ToUtf16(ascii, text, out _))
        : StrictUtf8.GetString(utf8);

    // 64 levels: what System.Text.Json allows by default. Real payloads have four.
    public static readonly JsonReaderOptions ReaderOptions = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };
}
