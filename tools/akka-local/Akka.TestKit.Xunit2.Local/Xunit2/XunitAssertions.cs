using System.Globalization;
using Xunit;

namespace Akka.TestKit.Xunit2;

/// <summary>Fails tests in the words of xunit.</summary>
internal sealed class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object[] args) => Assert.Fail(Format(format, args));

    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.True(condition, condition ? null : Format(format, args));

    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args)
    {
        try
        {
            Assert.Equal(expected, actual);
        }
        catch (Xunit.Sdk.EqualException mismatch) when (!string.IsNullOrEmpty(format))
        {
            Assert.Fail($"{Format(format, args)} {mismatch.Message}");
        }
    }

    // Without arguments it is text, in which braces mean nothing.
    private static string Format(string format, object[] args) =>
        args is null or { Length: 0 } ? format ?? "" : string.Format(CultureInfo.InvariantCulture, format ?? "", args);
}
