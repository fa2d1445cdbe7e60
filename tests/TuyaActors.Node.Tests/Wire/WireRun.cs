using System.Text.Json;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Wire;

namespace TuyaActors.Node.Tests.Wire;

/// <summary>Runs <c>tuyactors wire</c> over lines and gives the answers.</summary>
internal static class WireRun
{
    public static async Task<JsonElement> OneAsync(string filter, string line) => Assert.Single(await LinesAsync(filter, line));

    public static async Task<IReadOnlyList<JsonElement>> LinesAsync(string filter, params string[] lines)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(string.Concat(lines.Select(line => line + "\n")));
        var environment = new CommandEnvironment { In = input, Out = output, Error = error };

        var code = await WireCommand.Create(environment).Parse([filter]).InvokeAsync();

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal("", error.ToString());
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }
}
