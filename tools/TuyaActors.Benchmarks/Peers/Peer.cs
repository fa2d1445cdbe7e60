using TuyaActors.Protocol;

namespace TuyaActors.Benchmarks.Peers;

/// <summary>Somebody who talks to devices, in a process of its own.</summary>
/// <param name="Label">What it is called where it is not there.</param>
/// <param name="Program">What runs it.</param>
/// <param name="Arguments">With what.</param>
internal sealed record Peer(string Label, string Program, params IReadOnlyList<string> Arguments)
{
    public static readonly Peer Fleet = new("fleet", Environment.ProcessPath!, "peer", "--client", "fleet");

    public static readonly Peer Bare = new("bare client", Environment.ProcessPath!, "peer", "--client", "bare");

    /// <summary>In which way, after its name.</summary>
    public string Way { get; init; } = "";

    /// <summary>Whether it holds many devices.</summary>
    public bool HoldsMany { get; init; } = true;

    /// <summary>Whether single commands are measured.</summary>
    public bool Commands { get; init; } = true;

    /// <summary>Whether it does nothing but send the same frame again and again.</summary>
    public bool OnlyFrame { get; init; }

    /// <summary>Whether it speaks that version.</summary>
    public bool Speaks(ProtocolVersion version) => !OnlyFrame || version == ProtocolVersion.V33;

    /// <summary>All of them, whether they are there or not; the scripts are in that folder.</summary>
    public static IReadOnlyList<Peer> All(string scripts)
    {
        var tinytuya = Path.Combine(scripts, "tinytuya_peer.py");
        return
        [
            Fleet,
            Bare,
            new Peer("tuyapi", "node", Path.Combine(scripts, "tuyapi.js")),
            new Peer("tinytuya", "python3", tinytuya, "threads") { Way = ", a thread each", Commands = false },
            new Peer("tinytuya", "python3", tinytuya, "monitor") { Way = ", Monitor", Commands = false },
            new Peer("tinytuya", "python3", tinytuya, "one") { HoldsMany = false },
            new Peer("tinytuya", "python3", tinytuya, "no-wait") { Way = ", sendWait off", HoldsMany = false },
            new Peer("Python raw socket", "python3", Path.Combine(scripts, "raw_socket.py")) { HoldsMany = false, OnlyFrame = true },
        ];
    }

    /// <summary>The folder of the scripts, above the program's own.</summary>
    public static string FindScripts()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tools", "peers") is var scripts && Directory.Exists(scripts))
                return scripts;
        }

        throw new DirectoryNotFoundException($"there is no tools/peers in {AppContext.BaseDirectory} or above it");
    }
}
