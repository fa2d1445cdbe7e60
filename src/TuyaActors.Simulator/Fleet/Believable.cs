using TuyaActors.Protocol;

namespace TuyaActors.Simulator.Fleet;

/// <summary>Ids, keys and cids that look like real ones.</summary>
internal static class Believable
{
    private const string Hexadecimal = "0123456789abcdef";
    private const string LowerCase = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Newer firmware draws its keys from all of these, so that whoever pastes one into a shell or into XML learns about quoting.</summary>
    private const string KeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'()*+,-./:;<=>?@[]^_`{|}~\"";

    /// <summary>22 characters: <c>bf</c>, 16 hexadecimal ones, four letters or digits.</summary>
    public static string DeviceId(Random random) => string.Concat("bf", Draw(random, Hexadecimal, 16), Draw(random, LowerCase, 4));

    /// <summary>16 printable characters.</summary>
    public static LocalKey LocalKey(Random random) => Protocol.LocalKey.Parse(Draw(random, KeyCharacters, Protocol.LocalKey.Length));

    /// <summary>A Zigbee address: 16 hexadecimal characters.</summary>
    public static string Cid(Random random) => string.Concat("a4c138", Draw(random, Hexadecimal, 10));

    private static string Draw(Random random, string characters, int count) => new(random.GetItems<char>(characters, count));
}
