using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using TuyaActors.Protocol.Frames;
using TuyaActors.Protocol.Tests.Vectors;

namespace TuyaActors.Protocol.Tests.Frames;

/// <summary>What the codec of every version must do; run once for each.</summary>
public abstract class WireCodecSpecs(ProtocolVersion version) : IDisposable
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");

    private readonly WireCodec _client = new(version, WireSide.Client, Key);
    private readonly WireCodec _device = new(version, WireSide.Device, Key);

    public static TheoryData<CommandId> Commands => [.. Enum.GetValues<CommandId>()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Should_arrive_at_the_device_as_it_was_sent_when_a_client_speaks(CommandId command)
    {
        var payload = Payload(command);

        var message = Assert.Single(Reading.Of(_device, Encode(_client, 7, command, payload)).Messages);

        Assert.Equal(7u, message.Seqno);
        Assert.Equal(command, message.Command);
        Assert.Null(message.Retcode);
        Assert.Equal(payload, message.Payload.ToArray());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Should_arrive_at_the_client_as_it_was_sent_when_a_device_speaks(CommandId command)
    {
        var payload = Payload(command);

        var message = Assert.Single(Reading.Of(_client, Encode(_device, uint.MaxValue, command, payload, 1)).Messages);

        Assert.Equal(uint.MaxValue, message.Seqno);
        Assert.Equal(command, message.Command);
        Assert.Equal(1u, message.Retcode);
        Assert.Equal(payload, message.Payload.ToArray());
    }

    [Fact]
    public void Should_keep_every_length_when_payloads_grow()
    {
        for (var length = 0; length <= 200; length++)
        {
            var payload = Encoding.ASCII.GetBytes(new string('x', length));
            foreach (var command in new[] { CommandId.Control, CommandId.DpQuery, CommandId.Status })
            {
                var atDevice = Assert.Single(Reading.Of(_device, Encode(_client, 1, command, payload)).Messages);
                var atClient = Assert.Single(Reading.Of(_client, Encode(_device, 1, command, payload)).Messages);

                Assert.Equal(payload, atDevice.Payload.ToArray());
                Assert.Equal(payload, atClient.Payload.ToArray());
                Assert.Equal(0u, atClient.Retcode);
            }
        }
    }

    [Fact]
    public void Should_carry_the_largest_payload_that_fits_and_refuse_the_next_when_it_grows()
    {
        var fits = LargestPayload();
        var output = new ArrayBufferWriter<byte>();

        var message = Assert.Single(Reading.Of(_client, Encode(_device, 1, CommandId.Status, fits)).Messages);
        Assert.Equal(fits, message.Payload.ToArray());

        Assert.Throws<ArgumentException>(() => _device.Encode(output, 1, CommandId.Status, new byte[WireCodec.MaxFrameLength]));
        Assert.Throws<ArgumentException>(() => _device.Encode(output, 1, CommandId.Status, new byte[10_000_000]));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Should_find_no_retcode_when_the_firmware_sends_none()
    {
        _device.WritesRetcode = false;

        var message = Assert.Single(Reading.Of(_client, Encode(_device, 3, CommandId.DpQuery, """{"dps":{"1":true}}"""u8.ToArray())).Messages);

        Assert.Null(message.Retcode);
        Assert.Equal("""{"dps":{"1":true}}"""u8, message.Payload.Span);
        var empty = Assert.Single(Reading.Of(_client, Encode(_device, 3, CommandId.Heartbeat, [])).Messages);
        Assert.Null(empty.Retcode);
        Assert.True(empty.Payload.IsEmpty);
    }

    [Fact]
    public void Should_hand_on_the_bytes_when_a_payload_is_no_text()
    {
        byte[] payload = [(byte)'{', 0xff, 0xfe, (byte)'"', 0xc3, 0x28, 1, 2, 3];

        var message = Assert.Single(Reading.Of(_client, Encode(_device, 3, CommandId.Status, payload)).Messages);

        Assert.Equal(payload, message.Payload.ToArray());
    }

    [Fact]
    public void Should_cut_off_the_nuls_when_they_stand_behind_an_object()
    {
        var message = Assert.Single(Reading.Of(_client, Encode(_device, 3, CommandId.Status, "{\"dps\":{}}\0\0\0"u8.ToArray())).Messages);

        Assert.Equal("{\"dps\":{}}"u8, message.Payload.Span);
    }

    [Fact]
    public void Should_never_accept_a_frame_when_any_bit_of_it_is_changed()
    {
        var frame = Encode(_device, 3, CommandId.Status, """{"dps":{"1":true}}"""u8.ToArray());
        for (var i = 0; i < frame.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])frame.Clone();
                changed[i] ^= (byte)(1 << bit);

                var reading = Reading.Of(_client, changed);

                Assert.True(reading.Messages.Count == 0, $"bit {bit} of byte {i}");
            }
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData((uint)WireCodec.MaxFrameLength)]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(0xfffffff0u)]
    [InlineData(0xfffffffcu)]
    [InlineData(0xffffffffu)]
    public void Should_refuse_before_the_frame_is_there_when_the_length_is_absurd(uint length)
    {
        var frame = Encode(_device, 3, CommandId.Status, "{}"u8.ToArray());
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(version.Uses6699() ? 14 : 12), length);
        var header = frame[..(version.Uses6699() ? 18 : 16)];
        using var codec = new WireCodec(version, WireSide.Client, Key);

        var fault = Assert.Single(Reading.Of(codec, header).Refused);

        Assert.Equal(length < 1000 ? WireFault.LengthTooSmall : WireFault.Oversized, fault.Fault);
        Assert.Contains($"{length}", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_that_the_version_is_another_when_the_device_speaks_one()
    {
        foreach (var other in ProtocolVersions.All)
        {
            using var device = new WireCodec(other, WireSide.Device, Key);
            var reading = Reading.Of(_client, Encode(device, 3, CommandId.DpQuery, """{"dps":{"1":true}}"""u8.ToArray()));

            if (IntegrityOf(other) != IntegrityOf(version))
            {
                Assert.Empty(reading.Messages);
                Assert.Contains(reading.Refused, refused => refused.Fault == WireFault.WrongVersion);
            }
        }
    }

    [Fact]
    public void Should_fail_to_read_when_the_key_is_another()
    {
        using var stranger = new WireCodec(version, WireSide.Client, LocalKey.Parse("fedcba9876543210"));
        for (uint i = 0; i < 600; i++)
        {
            var frame = Encode(_device, i, CommandId.Control, Encoding.ASCII.GetBytes($"{{\"dps\":{{\"1\":{i},\"2\":\"white\"}}}}"));

            var reading = Reading.Of(stranger, frame);

            // Where only the padding tells, a wrong key may pass by chance, but never with the text.
            Assert.DoesNotContain(reading.Messages, m => m.Payload.Span.IndexOf("dps"u8) >= 0);
            Assert.All(reading.Refused, r => Assert.Contains(r.Fault, new[] { WireFault.WrongKey, WireFault.BadHmac, WireFault.BadTag }));
        }
    }

    [Fact]
    public void Should_read_under_the_session_key_only_when_it_is_used()
    {
        byte[] session = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var before = Encode(_device, 1, CommandId.Control, "{}"u8.ToArray());
        _device.UseSessionKey(session);
        var after = Encode(_device, 2, CommandId.Control, "{}"u8.ToArray());

        Assert.Single(Reading.Of(_client, before).Messages);
        Assert.Empty(Reading.Of(_client, after).Messages);
        _client.UseSessionKey(session);
        Assert.Single(Reading.Of(_client, after).Messages);
        Assert.Empty(Reading.Of(_client, before).Messages);
        Assert.Throws<ArgumentException>(() => _client.UseSessionKey(session.AsSpan(1)));
    }

    [Fact]
    public void Should_count_what_it_skipped_when_garbage_comes()
    {
        byte[] input = [1, 2, 3, .. Encode(_device, 1, CommandId.Status, "{}"u8.ToArray()), 0, 0, 0x55, 0x55];

        var reading = Reading.Of(_client, input);

        Assert.Single(reading.Messages);
        Assert.Empty(reading.Rest);
        Assert.Equal(7, _client.SkippedBytes);
    }

    [Fact]
    public void Should_write_the_same_when_the_memory_is_no_array()
    {
        using var unmanaged = new UnmanagedWriter();
        var message = new WireMessage(5, CommandId.Control, null, """{"dps":{"1":true}}"""u8.ToArray(), null);
        var output = new ArrayBufferWriter<byte>();
        var iv = new byte[12];

        _client.Encode(output, message, iv);
        _client.Encode(unmanaged, message, iv);

        Assert.Equal(output.WrittenSpan, unmanaged.Written);
    }

    [Fact]
    public void Should_append_when_the_output_holds_something_already()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("before"u8);
        _client.Encode(output, 1, CommandId.Control, "{}"u8);
        _client.Encode(output, 2, CommandId.Heartbeat, "{}"u8);

        Assert.Equal("before"u8, output.WrittenSpan[..6]);
        Assert.Equal([1u, 2u], Reading.Of(_device, output.WrittenSpan[6..].ToArray()).Messages.Select(m => m.Seqno));
    }

    [Fact]
    public void Should_refuse_when_used_wrongly()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => _client.Encode(output, 1, CommandId.Control, "{}"u8, retcode: 0));
        Assert.Throws<ArgumentException>(() => _client.Encode(output, new WireMessage(1, CommandId.Control, null, "{}"u8.ToArray(), null), new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireCodec((ProtocolVersion)36, WireSide.Client, Key));
        _client.Dispose();
        _client.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _client.Encode(output, 1, CommandId.Control, "{}"u8));
        Assert.Throws<ObjectDisposedException>(() => Reading.Of(_client, [1]));
        Assert.Throws<ObjectDisposedException>(() => _client.UseSessionKey(new byte[16]));
    }

    [Fact]
    public void Should_allocate_nothing_but_the_payload_when_frames_flow()
    {
        var payload = Encoding.ASCII.GetBytes($$"""{"devId":"{{new string('x', 100)}}"}""");
        var output = new ArrayBufferWriter<byte>(1024);
        var done = 0;
        void RoundTrip()
        {
            output.ResetWrittenCount();
            _device.Encode(output, 1, CommandId.Status, payload);
            var input = new ReadOnlySequence<byte>(output.WrittenMemory);
            done += _client.TryDecode(ref input, out _, out _) == DecodeStatus.Done ? 1 : 0;
        }

        for (var i = 0; i < 50; i++)
        {
            RoundTrip();
        }

        const int frames = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < frames; i++)
        {
            RoundTrip();
        }

        var perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / frames;

        // The payload's array: its text, header, retcode and padding (3.1: base64 expands it by a third), and the array's own 24 bytes.
        var allowed = 24 + 8 + (version == ProtocolVersion.V31 ? (payload.Length * 4 / 3) + 24 : payload.Length + 4 + 15 + 16);
        Assert.Equal(frames + 50, done);
        Assert.InRange(perFrame, payload.Length, allowed);
    }

    public void Dispose()
    {
        _client.Dispose();
        _device.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Encode(WireCodec codec, uint seqno, CommandId command, ReadOnlySpan<byte> payload, uint? retcode = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(output, seqno, command, payload, retcode);
        return output.WrittenSpan.ToArray();
    }

    private static string IntegrityOf(ProtocolVersion of) => of switch
    {
        ProtocolVersion.V34 => "hmac",
        ProtocolVersion.V35 => "gcm",
        _ => "crc",
    };

    // A negotiation carries bytes, everything else text.
    private static byte[] Payload(CommandId command) => command is >= CommandId.SessionStart and <= CommandId.SessionFinish
        ? [.. Enumerable.Range(0, 48).Select(i => (byte)(255 - i))]
        : Encoding.UTF8.GetBytes($$"""{"for":"{{command}}","text":" two  spaces, 中 "}""");

    private byte[] LargestPayload()
    {
        // Base64 lets 3.1 carry three quarters.
        var length = version == ProtocolVersion.V31 ? 24_000 : WireCodec.MaxFrameLength - 100;
        return Encoding.ASCII.GetBytes(new string('y', length));
    }
}

public sealed class WireCodec31Specs() : WireCodecSpecs(ProtocolVersion.V31)
{
    [Theory]
    [InlineData(CommandId.ControlNew)]
    [InlineData(CommandId.DpQuery)]
    public void Should_read_an_encrypted_payload_when_another_command_than_control_bears_one(CommandId command)
    {
        // tinytuya sends CONTROL_NEW plain, tuyapi encrypted: relabel an encrypted CONTROL.
        using var client = new WireCodec(ProtocolVersion.V31, WireSide.Client, LocalKey.Parse("0123456789abcdef"));
        using var device = new WireCodec(ProtocolVersion.V33, WireSide.Device, LocalKey.Parse("0123456789abcdef"));
        using var reader = new WireCodec(ProtocolVersion.V31, WireSide.Device, LocalKey.Parse("0123456789abcdef"));
        var signed = Encode(client, 1, CommandId.Control, """{"dps":{"1":true}}"""u8);
        var relabelled = Frame55AA.Build(1, command, signed.AsSpan(16..^8));

        Assert.Equal("""{"dps":{"1":true}}"""u8, Assert.Single(Reading.Of(reader, relabelled).Messages).Payload.Span);

        // 3.3 firmware that fell back to the way of 3.1 is understood too.
        Assert.Equal("""{"dps":{"1":true}}"""u8, Assert.Single(Reading.Of(device, relabelled).Messages).Payload.Span);
    }

    [Fact]
    public void Should_refuse_the_payload_when_no_base64_follows_the_signature()
    {
        using var reader = new WireCodec(ProtocolVersion.V31, WireSide.Device, LocalKey.Parse("0123456789abcdef"));

        var refused = Assert.Single(Reading.Of(reader, Frame55AA.Build(1, CommandId.Control, "3.10123456789abcdef%%%%"u8)).Refused);

        Assert.Equal(WireFault.BadPayload, refused.Fault);
    }
}

public sealed class WireCodec32Specs() : WireCodecSpecs(ProtocolVersion.V32);

public sealed class WireCodec33Specs() : WireCodecSpecs(ProtocolVersion.V33)
{
    private static readonly LocalKey Key = LocalKey.Parse("0123456789abcdef");

    [Fact]
    public void Should_cut_fifteen_bytes_when_device22_firmware_puts_anything_before_the_ciphertext()
    {
        using var device = new WireCodec(ProtocolVersion.V33, WireSide.Device, Key);
        using var client = new WireCodec(ProtocolVersion.V33, WireSide.Client, Key);
        var frame = Encode(device, 1, CommandId.Status, """{"dps":{"1":true}}"""u8);
        byte[] content = [0, 0, 0, 0, .. "anything at all"u8, .. frame[35..^8]];

        var message = Assert.Single(Reading.Of(client, Frame55AA.Build(1, CommandId.Status, content)).Messages);

        Assert.Equal("""{"dps":{"1":true}}"""u8, message.Payload.Span);
        Assert.Null(message.Header);
    }

    [Theory]
    [InlineData("json obj data unvalid")]
    [InlineData("data format error")]
    [InlineData("{\"dps\":{\"1\":true}}")]
    [InlineData("exactly 16 bytes")]
    public void Should_hand_on_clear_text_when_firmware_does_not_encrypt_it(string text)
    {
        using var client = new WireCodec(ProtocolVersion.V33, WireSide.Client, Key);

        var message = Assert.Single(Reading.Of(client, Frame55AA.Build(1, CommandId.DpQuery, [0, 0, 0, 1, .. Encoding.ASCII.GetBytes(text)])).Messages);

        Assert.Equal(1u, message.Retcode);
        Assert.Equal(text, Encoding.ASCII.GetString(message.Payload.Span));
    }

    [Fact]
    public void Should_refuse_the_payload_when_it_is_neither_ciphertext_nor_text()
    {
        using var client = new WireCodec(ProtocolVersion.V33, WireSide.Client, Key);

        var refused = Assert.Single(Reading.Of(client, Frame55AA.Build(1, CommandId.Status, [0, 0, 0, 0, 1, 2, 3, 4, 5])).Refused);

        Assert.Equal(WireFault.BadPayload, refused.Fault);
        Assert.Contains("5 bytes", refused.Sentence, StringComparison.Ordinal);
    }
}

public sealed class WireCodec34Specs() : WireCodecSpecs(ProtocolVersion.V34);

public sealed class WireCodec35Specs() : WireCodecSpecs(ProtocolVersion.V35)
{
    [Fact]
    public void Should_never_repeat_an_iv_when_frames_are_written()
    {
        var key = LocalKey.Parse("0123456789abcdef");
        using var one = new WireCodec(ProtocolVersion.V35, WireSide.Client, key);
        using var other = new WireCodec(ProtocolVersion.V35, WireSide.Client, key);
        var ivs = new HashSet<string>();
        for (uint i = 0; i < 1000; i++)
        {
            Assert.True(ivs.Add(Convert.ToHexString(Encode(one, i, CommandId.Control, "{}"u8), 18, 12)));
            Assert.True(ivs.Add(Convert.ToHexString(Encode(other, i, CommandId.Control, "{}"u8), 18, 12)));
        }
    }
}
