using System.Diagnostics;
using System.Text.Json;
using TuyaActors.Storage;

namespace TuyaActors.Tests.Storage;

public sealed class DatabaseLockSpecs : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_let_one_in_and_say_who_that_is()
    {
        Assert.True(DatabaseLock.TryAcquire(_folder.Database, out var first, out _));
        using (first)
        {
            Assert.False(DatabaseLock.TryAcquire(_folder.Database, out _, out var holder));
            Assert.Equal(new LockHolder(Environment.ProcessId, null), holder);
            Assert.Equal($"process {Environment.ProcessId}", holder.ToString());

            first.Announce(new Uri("http://127.0.0.1:8377"));
            Assert.False(DatabaseLock.TryAcquire(_folder.Database, out _, out holder));
            Assert.Equal($"process {Environment.ProcessId}, which serves http://127.0.0.1:8377/", holder.ToString());
        }

        Assert.True(DatabaseLock.TryAcquire(_folder.Database, out var second, out _));
        second.Dispose();
        Assert.Empty(_folder.Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"pid":"x","url":null}""")]
    [InlineData("""{"pid":7}""")]
    [InlineData("""{"pid":7,"url":"nowhere"}""")]
    public void Should_know_no_more_than_the_holder_says(string said)
    {
        Assert.True(DatabaseLock.TryAcquire(_folder.Database, out var first, out _));
        using (first)
        {
            File.WriteAllText(_folder.Database + ".node", said);
            Assert.False(DatabaseLock.TryAcquire(_folder.Database, out _, out var holder));
            Assert.Equal("another process", holder.ToString());
        }
    }

    [Fact]
    public void Should_be_free_when_what_its_last_holder_said_is_left()
    {
        File.WriteAllText(_folder.Database + ".lock", "");
        File.WriteAllText(_folder.Database + ".node", """{"pid":7,"url":"http://127.0.0.1:1/"}""");
        Assert.True(DatabaseLock.TryAcquire(_folder.Database, out var held, out _));
        using (held)
        {
            using var said = JsonDocument.Parse(File.ReadAllText(_folder.Database + ".node"));
            Assert.Equal(Environment.ProcessId, said.RootElement.GetProperty("pid").GetInt32());
        }
    }

    [Fact]
    public void Should_be_kept_by_another_process_until_that_is_killed()
    {
        var path = _folder.Database + ".lock";
        File.WriteAllText(path, "");
        var start = new ProcessStartInfo("flock") { ArgumentList = { "--exclusive", "--no-fork", path, "sh", "-c", "echo held; read never" } };
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using var child = Process.Start(start)!;
        try
        {
            Assert.Equal("held", child.StandardOutput.ReadLine());
            Assert.False(DatabaseLock.TryAcquire(_folder.Database, out _, out var holder));
            Assert.Equal("another process", holder.ToString());
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
        }

        Assert.True(DatabaseLock.TryAcquire(_folder.Database, out var held, out _));
        held.Dispose();
    }

    [Fact]
    public void Should_say_where_it_cannot_be_taken()
    {
        var refusal = Assert.Throws<StorageException>(() => DatabaseLock.TryAcquire("/proc/fleet.db", out _, out _));
        Assert.StartsWith("The database /proc/fleet.db cannot be used: ", refusal.Message, StringComparison.Ordinal);
    }
}
