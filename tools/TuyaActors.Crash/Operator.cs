using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TuyaActors.Crash;

/// <summary>
/// Somebody who adds, changes, imports and removes definitions as fast as they are acknowledged. Its devices are its own, so it knows what they
/// must be.
/// </summary>
internal sealed class Operator(int number, Random random, Ledger ledger, Func<long> nextContent)
{
    private const int Devices = 25;
    private const int Batch = 5;

    private string Id(int device) => $"crash-{number}-{device}";

    /// <summary>Until the node is gone; tells each acknowledgement.</summary>
    public async Task WorkAsync(HttpClient node, Action acknowledged, CancellationToken end)
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                if (random.Next(10) == 0)
                    await ImportAsync(node, end);
                else
                    await ChangeAsync(node, Id(random.Next(Devices)), end);
                acknowledged();
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            // The node was killed with the question on its way: the ledger has it as open.
        }
    }

    private async Task ChangeAsync(HttpClient node, string id, CancellationToken end)
    {
        var content = nextContent();
        if (ledger.Known(id) is null)
        {
            ledger.Ask(id, content);
            Take(await node.PostAsync("api/definitions", Json(Content.Body(id, content)), end), HttpStatusCode.Created, id);
        }
        else if (random.Next(4) == 0)
        {
            ledger.Ask(id, null);
            Take(await node.DeleteAsync($"api/definitions/{id}", end), HttpStatusCode.OK, id);
        }
        else
        {
            ledger.Ask(id, content);
            Take(await node.PatchAsync($"api/definitions/{id}", Json(Content.Body(null, content)), end), HttpStatusCode.OK, id);
        }
    }

    private async Task ImportAsync(HttpClient node, CancellationToken end)
    {
        var batch = Enumerable.Range(random.Next(Devices - Batch), Batch).Select(device => (Id: Id(device), Content: nextContent())).ToList();
        foreach (var (id, content) in batch)
            ledger.Ask(id, content);
        using var answer = await node.PostAsync("api/definitions/import", Json(JsonSerializer.Serialize(batch.Select(b => Content.Entry(b.Id, b.Content)))), end);
        await RequireAsync(answer, HttpStatusCode.OK, end);
        foreach (var (id, _) in batch)
            ledger.Acknowledged(id);
    }

    private void Take(HttpResponseMessage answer, HttpStatusCode wanted, string id)
    {
        using (answer)
        {
            if (answer.StatusCode != wanted)
                throw new InvalidOperationException($"{id}: the node answered {(int)answer.StatusCode} where {(int)wanted} is right.");
            ledger.Acknowledged(id);
        }
    }

    private static async Task RequireAsync(HttpResponseMessage answer, HttpStatusCode wanted, CancellationToken end)
    {
        if (answer.StatusCode != wanted)
            throw new InvalidOperationException($"The node answered {(int)answer.StatusCode} where {(int)wanted} is right: {await answer.Content.ReadAsStringAsync(end)}");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
