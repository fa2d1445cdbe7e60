using System.CommandLine;
using TuyaActors.Node.Cli;

namespace TuyaActors.Node.Wire;

/// <summary>
/// <c>tuyactors wire</c>: filters for people who look at captures. One JSON object a line in, one a line out, in the same order; a bad
/// line is answered with an error and does not stop the filter.
/// </summary>
internal static class WireCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var wire = new NodeCommand(
            "wire",
            "Decode and encode captured frames: one JSON object a line in, one a line out.",
            "wire decode < frames.jsonl");
        wire.Subcommands.Add(Filter(
            environment,
            "decode",
            "Bytes to messages. In: version, direction (d2c, c2d, udp), local_key, session_key_hex?, frame_hex.",
            """wire decode <<< '{"version":"3.3","direction":"d2c","local_key":"0123456789abcdef","frame_hex":"000055aa00000001000000090000000c000000006dc772860000aa55"}'""",
            WireDecoder.Decode));
        wire.Subcommands.Add(Filter(
            environment,
            "encode",
            "Messages to bytes. In: version, direction, local_key, session_key_hex?, seqno, cmd, payload or payload_hex, retcode?, iv_hex?.",
            """wire encode <<< '{"version":"3.3","direction":"c2d","local_key":"0123456789abcdef","seqno":1,"cmd":10,"payload":"{}"}'""",
            WireEncoder.Encode));
        wire.Subcommands.Add(Filter(
            environment,
            "session",
            "Nonces to the session key and the negotiation's payloads. In: version (3.4, 3.5), local_key, local_nonce_hex, remote_nonce_hex.",
            """wire session <<< '{"version":"3.4","local_key":"0123456789abcdef","local_nonce_hex":"30313233343536373839616263646566","remote_nonce_hex":"66656463626139383736353433323130"}'""",
            WireSessions.Derive));
        return wire;
    }

    private static NodeCommand Filter(CommandEnvironment environment, string name, string description, string example, WireAnswer answer)
    {
        var command = new NodeCommand(name, description, example);
        command.SetAction((_, end) => new WireFilter(answer).RunAsync(environment, end));
        return command;
    }
}
