using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Protocol.Tests.Vectors;

public sealed class SessionVectorSpecs
{
    [Theory]
    [InlineData("v34")]
    [InlineData("v35")]
    public void Should_derive_the_peers_key_when_the_nonces_are_the_same(string version)
    {
        var start = VectorFile.All[$"{version}-neg-start"];
        var response = VectorFile.All[$"{version}-neg-resp"];
        var finish = VectorFile.All[$"{version}-neg-finish"];
        var key = Protocol.LocalKey.Parse(start.LocalKey!);
        using var client = new ClientSession(start.Version, key, Convert.FromHexString(start.LocalNonceHex!));
        using var device = new DeviceSession(start.Version, key, Convert.FromHexString(start.RemoteNonceHex!));

        Assert.Equal(start.Plaintext, client.Start());
        Assert.True(device.TryRespond(start.Plaintext, out var responded, out _));
        Assert.Equal(response.Plaintext, responded);
        Assert.True(client.TryAccept(responded, out var finished, out _));
        Assert.Equal(finish.Plaintext, finished);
        Assert.True(device.TryFinish(finished, out _));
        Assert.Equal(finish.SessionKeyHex, Convert.ToHexStringLower(client.SessionKey));
        Assert.Equal(finish.SessionKeyHex, Convert.ToHexStringLower(device.SessionKey));
    }

    [Theory]
    [InlineData("v34")]
    [InlineData("v35")]
    public void Should_refuse_the_device_when_its_proof_is_wrong(string version)
    {
        var vector = VectorFile.All[$"{version}-neg-resp-bad-hmac"];
        using var codec = vector.CreateReader();
        var message = Assert.Single(Reading.Of(codec, vector.Frame).Messages);
        Assert.Equal(CommandId.SessionResponse, message.Command);
        using var client = new ClientSession(vector.Version, Protocol.LocalKey.Parse(vector.LocalKey!), Convert.FromHexString(vector.LocalNonceHex!));
        client.Start();

        Assert.False(client.TryAccept(message.Payload.Span, out var finish, out var why));

        Assert.Null(finish);
        Assert.Contains("proof", why, StringComparison.Ordinal);
        Assert.True(client.SessionKey.IsEmpty);
    }
}
