using System.CommandLine;
using System.Text.Json;
using TuyaActors.Messages;
using TuyaActors.Node.Cli;
using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Commands.Devices;

/// <summary><c>tuyactors devices tag</c>: gives tags and takes others away.</summary>
internal static class TagCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var command = new DeskCommand(
            environment,
            "tag",
            "Give devices tags, and take others from them: words of up to 64 characters to find them by.",
            "devices tag 'Hall lamp' --add night --add attic",
            "devices tag 'Hall lamp' 'Attic lamp' --add lights --remove night");
        var devices = command.WithDevices();
        var add = command.With(Options.Words("--add", "A tag to give; again for another", "WORD"));
        var remove = command.With(Options.Words("--remove", "A tag to take away; again for another", "WORD"));
        var revision = command.WithRevision();
        command.SetDeskAction(_ => DatabaseAbsent.Refuse, parsed =>
        {
            var wanted = RevisionOfOne.Check(parsed.GetRequiredValue(devices), parsed.GetValue(revision));
            var (given, taken) = (parsed.GetValue(add) ?? [], parsed.GetValue(remove) ?? []);
            if (given.Length + taken.Length == 0)
            {
                throw new UsageException("no tag is named; give --add WORD or --remove WORD.");
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]> { ["add"] = given, ["remove"] = taken });
            return (desk, end) => command.ForEachAsync(
                desk,
                wanted,
                async device => (await desk.TagAsync(new DeviceId(device.Id), body, parsed.GetValue(revision), end)).IsOk(out var now, out var problem)
                    ? ($"'{now.Name}' ({now.Id}) has {(now.Tags.Count == 0 ? "no tags" : $"the tags {string.Join(' ', now.Tags)}")}, revision {now.Revision}", null)
                    : (null, problem),
                end);
        });
        return command;
    }
}
