using System.Security.Cryptography;
using TuyaActors.Protocol.Sessions;

namespace TuyaActors.Protocol.Tests.Sessions;

/// <summary>What every version that negotiates must do.</summary>
public abstract class SessionSpecs(ProtocolVersion version)
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");
    private static readonly LocalKey OtherKey = LocalKey.Parse("0123456789abcdeg");

    [Fact]
    public void Should_agree_on_a_key_when_both_hold_the_local_key()
    {
        var (client, device) = Pair();
        using (client)
        using (device)
        {
            Agree(client, device);

            Assert.Equal(16, client.SessionKey.Length);
            Assert.Equal(client.SessionKey, device.SessionKey);
        }
    }

    [Fact]
    public void Should_agree_on_another_key_when_a_nonce_changes()
    {
        using var client = new ClientSession(version, Key, Nonce(1));
        using var device = new DeviceSession(version, Key, Nonce(2));
        using var nextClient = new ClientSession(version, Key, Nonce(3));
        using var nextDevice = new DeviceSession(version, Key, Nonce(2));
        Agree(client, device);
        Agree(nextClient, nextDevice);

        Assert.NotEqual(client.SessionKey.ToArray(), nextClient.SessionKey.ToArray());
    }

    [Fact]
    public void Should_refuse_the_device_when_its_local_key_is_another()
    {
        using var client = new ClientSession(version, Key, Nonce(1));
        using var device = new DeviceSession(version, OtherKey, Nonce(2));
        Assert.True(device.TryRespond(client.Start(), out var response, out _));

        Assert.False(client.TryAccept(response, out var finish, out var why));

        Assert.Null(finish);
        Assert.Contains("local key", why, StringComparison.Ordinal);
        Assert.True(client.SessionKey.IsEmpty);
        Assert.False(client.TryAccept(response, out _, out _));
    }

    [Fact]
    public void Should_refuse_the_client_when_its_proof_is_wrong()
    {
        var (client, device) = Pair();
        using (client)
        using (device)
        {
            Assert.True(device.TryRespond(client.Start(), out var response, out _));
            Assert.True(client.TryAccept(response, out var finish, out _));
            finish[31] ^= 1;

            Assert.False(device.TryFinish(finish, out var why));

            Assert.NotEmpty(why);
            Assert.True(device.SessionKey.IsEmpty);
            finish[31] ^= 1;
            Assert.False(device.TryFinish(finish, out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(47)]
    [InlineData(49)]
    [InlineData(4096)]
    public void Should_refuse_when_a_payload_has_another_length(int length)
    {
        var (client, device) = Pair();
        using (client)
        using (device)
        {
            var start = client.Start();
            Assert.False(client.TryAccept(new byte[length], out _, out var why));
            Assert.Contains($"{length}", why, StringComparison.Ordinal);

            if (length != 16)
            {
                Assert.False(device.TryRespond(new byte[length], out _, out why));
                Assert.Contains($"{length}", why, StringComparison.Ordinal);
                Assert.False(device.TryRespond(start, out _, out _));
            }

            Assert.False(device.TryFinish(new byte[length], out _));
        }
    }

    [Fact]
    public void Should_refuse_when_a_step_comes_out_of_turn()
    {
        var (client, device) = Pair();
        using (client)
        using (device)
        {
            Assert.False(client.TryAccept(new byte[48], out _, out var why));
            Assert.NotEmpty(why);
            Assert.False(device.TryFinish(new byte[32], out why));
            Assert.NotEmpty(why);

            Agree(client, device);

            Assert.Throws<InvalidOperationException>(() => client.Start());
            Assert.False(client.TryAccept(new byte[48], out _, out _));
            Assert.False(device.TryRespond(new byte[16], out _, out _));
            Assert.False(device.TryFinish(new byte[32], out _));
            Assert.Equal(client.SessionKey, device.SessionKey);
        }
    }

    [Fact]
    public void Should_withhold_the_devices_key_when_the_client_has_not_proved_itself()
    {
        var (client, device) = Pair();
        using (client)
        using (device)
        {
            Assert.True(device.TryRespond(client.Start(), out _, out _));

            Assert.True(device.SessionKey.IsEmpty);
        }
    }

    [Fact]
    public void Should_clear_the_key_when_disposed()
    {
        var (client, device) = Pair();
        Agree(client, device);
        var clientKey = client.SessionKey;
        var deviceKey = device.SessionKey;

        client.Dispose();
        device.Dispose();

        Assert.False(clientKey.ContainsAnyExcept((byte)0));
        Assert.False(deviceKey.ContainsAnyExcept((byte)0));
        Assert.True(client.SessionKey.IsEmpty);
        Assert.True(device.SessionKey.IsEmpty);
    }

    [Fact]
    public void Should_refuse_to_begin_when_nonce_or_version_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new ClientSession(version, Key, new byte[15]));
        Assert.Throws<ArgumentException>(() => new DeviceSession(version, Key, new byte[17]));
        Assert.Throws<ArgumentException>(() => new ClientSession(ProtocolVersion.V33, Key, new byte[16]));
        Assert.Throws<ArgumentException>(() => new DeviceSession(ProtocolVersion.V31, Key, new byte[16]));
    }

    private static void Agree(ClientSession client, DeviceSession device)
    {
        Assert.True(device.TryRespond(client.Start(), out var response, out var why), why);
        Assert.True(client.TryAccept(response, out var finish, out why), why);
        Assert.True(device.TryFinish(finish, out why), why);
    }

    private static byte[] Nonce(byte seed) => SHA256.HashData([seed])[..16];

    private (ClientSession Client, DeviceSession Device) Pair() => (new(version, Key, Nonce(1)), new(version, Key, Nonce(2)));
}

/// <inheritdoc/>
public sealed class Session34Specs() : SessionSpecs(ProtocolVersion.V34);

/// <inheritdoc/>
public sealed class Session35Specs() : SessionSpecs(ProtocolVersion.V35);
