namespace Akka.TestKit;

/// <summary>How the kit fails a test: the words of the test framework.</summary>
internal interface ITestKitAssertions
{
    void Fail(string format = "", params object[] args);

    void AssertTrue(bool condition, string format = "", params object[] args);

    void AssertEqual<T>(T expected, T actual, string format = "", params object[] args);
}

/// <summary>Marks a kit whose messages keep their own sender: telling something in its test does not make it the sender.</summary>
internal interface INoImplicitSender;
