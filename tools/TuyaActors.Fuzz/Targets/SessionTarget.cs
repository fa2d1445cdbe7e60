using TuyaActors.Protocol;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Fuzz.Targets;

/// <summary>Negotiations of which one step was changed: agreed only where nothing was.</summary>
internal sealed class SessionTarget : IFuzzTarget
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");

    public string Name => "session";

    public void Run(ref FuzzRandom random, out byte[] input)
    {
        var nonces = new byte[32];
        random.Fill(nonces);
        var version = random.OneIn(2) ? ProtocolVersion.V34 : ProtocolVersion.V35;
        using var client = new ClientSession(version, Key, nonces.AsSpan(0, 16));
        using var device = new DeviceSession(version, Key, nonces.AsSpan(16));
        var changed = random.Below(3);
        input = [];

        var start = client.Start();
        if (changed == 0)
        {
            input = start = Mutator.Mutate(ref random, start, nonces);
        }

        var startIsOwn = start.AsSpan().SequenceEqual(nonces.AsSpan(0, 16));
        if (!device.TryRespond(start, out var response, out var why))
        {
            FuzzFailureException.Require(start.Length != 16 && why.Length > 0, "A start of the right length was refused.");
            return;
        }

        var sound = response;
        if (changed == 1)
        {
            input = response = Mutator.Mutate(ref random, response, nonces);
        }

        // The proof covers the client's nonce alone; a changed device nonce shows at the finish.
        var proofIsSound = startIsOwn && response.Length == 48 && response.AsSpan(16).SequenceEqual(sound.AsSpan(16));
        FuzzFailureException.Require(client.TryAccept(response, out var finish, out why) == proofIsSound, "A device was believed without its proof, or not believed with it.");
        if (finish is null)
        {
            FuzzFailureException.Require(client.SessionKey.IsEmpty && why!.Length > 0, "A refused device leaves no key and a reason.");
            return;
        }

        var soundFinish = finish;
        if (changed == 2)
        {
            input = finish = Mutator.Mutate(ref random, finish, nonces);
        }

        var finished = finish.AsSpan().SequenceEqual(soundFinish) && response.AsSpan().SequenceEqual(sound);
        FuzzFailureException.Require(device.TryFinish(finish, out _) == finished, "A client was believed without its proof, or not believed with it.");
        FuzzFailureException.Require(!finished || client.SessionKey.SequenceEqual(device.SessionKey), "The sides agree on two keys.");
    }
}
