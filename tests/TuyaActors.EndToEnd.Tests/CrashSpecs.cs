using TuyaActors.Crash;

namespace TuyaActors.EndToEnd;

/// <summary><c>tools/crash</c> in small.</summary>
[Collection(nameof(Alone))]
public sealed class CrashSpecs
{
    [Fact]
    public async Task Should_have_all_that_was_acknowledged_and_nothing_half_after_each_kill()
    {
        var folder = Directory.CreateTempSubdirectory("tuya-crash-");
        try
        {
            var options = new CrashOptions { Kills = 6, Seed = 1, Folder = folder.FullName, Program = Path.Combine(AppContext.BaseDirectory, "tuyactors.dll") };
            var result = await new CrashTrial(options, _ => { }).RunAsync(CancellationToken.None);
            Assert.Empty(result.Wrong);
            Assert.InRange(result.Acknowledged, 6, long.MaxValue);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
