using System.Security.Cryptography;
using TuyaActors.Protocol.Frames;

namespace TuyaActors.Protocol.Tests.Frames;

public sealed class EcbCipherSpecs
{
    // FIPS 197, appendix C.1.
    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
    private static readonly byte[] Text = Convert.FromHexString("00112233445566778899aabbccddeeff");
    private static readonly byte[] Ciphertext = Convert.FromHexString("69c4e0d86a7b0430d8cdb78070b4c55a");

    [Fact]
    public void Should_give_the_standards_example_when_encrypting()
    {
        using var cipher = new EcbCipher(Key);
        var buffer = (byte[])Text.Clone();
        cipher.Encrypt(buffer, 0, 16);
        Assert.Equal(Ciphertext, buffer);
        cipher.Decrypt(Ciphertext, buffer);
        Assert.Equal(Text, buffer);
    }

    [Fact]
    public void Should_agree_with_the_platform_when_there_are_any_number_of_blocks()
    {
        var noise = SHA512.HashData(Key);
        for (var round = 0; round < 50; round++)
        {
            noise = SHA512.HashData(noise);
            using var aes = Aes.Create();
            aes.Key = noise[..16];
            for (var blocks = 0; blocks <= 13; blocks++)
            {
                byte[] text = [.. Enumerable.Range(0, blocks * 16).Select(i => (byte)(noise[i % 64] + i))];
                var expected = aes.EncryptEcb(text, PaddingMode.None);
                using var cipher = new EcbCipher(aes.Key);
                byte[] buffer = [0xee, .. text, 0xee];
                cipher.Encrypt(buffer, 1, text.Length);
                Assert.Equal([0xee, .. expected, 0xee], buffer);

                var back = new byte[text.Length + 1];
                cipher.Decrypt(expected, back);
                Assert.Equal([.. text, 0], back);

                var inPlace = (byte[])expected.Clone();
                cipher.Decrypt(inPlace, inPlace);
                Assert.Equal(text, inPlace);
            }
        }
    }
}
