using Akka.Actor;
using Akka.Event;
using TuyaActors.Protocol;
using TuyaActors.Protocol.Payloads;

namespace TuyaActors.Device;

// In which way the device, and each one behind it, wants to be queried.
internal sealed partial class DeviceActor
{
    // Our own questions in flight that look for DPs of the device itself.
    private int _probes;
    private DateTimeOffset _heardAt;

    private DialectTrial TrialOf(string? cid) => _memory.Dialects[cid] ?? DialectTrial.Untried;

    /// <summary>Whether a query must name the DPs it wants.</summary>
    private bool NamesDps(string? cid) => _version == ProtocolVersion.V32 || TrialOf(cid).Dialect == DeviceDialect.Device22;

    private void NoteQuery(CommandEntry entry)
    {
        entry.AskedIn = TrialOf(entry.Cid).Dialect;
        if (entry is { IsProbe: true, Cid: null })
            _probes++;
    }

    private void BeginDialects()
    {
        _probes = 0;
        foreach (var (cid, trial) in _memory.Dialects.All)
            _memory.Dialects[cid] = trial.Connected();
    }

    /// <summary>What the end of a query says of the way it was asked. True: it is asked again in the other way, and has not ended.</summary>
    private bool IsAskedAgain(CommandEntry entry, CommandEnd end)
    {
        if (entry.AskedIn is not { } asked)
            return false;
        if (entry is { IsProbe: true, Cid: null })
            _probes--;
        if (_version == ProtocolVersion.V32)
            return false;
        var before = TrialOf(entry.Cid);
        var after = Judge(before, asked, entry, end.Kind);
        _memory.Dialects[entry.Cid] = after;
        if (after.IsProved != before.IsProved || after.Dialect != before.Dialect)
            NoteFacts();
        if (after.Dialect == before.Dialect)
        {
            // Refused for a way that was given up meanwhile. What is our own was asked anew then.
            var wasLate = end.Kind == EndKind.DataUnvalid && asked != before.Dialect;
            if (wasLate && !entry.ReplyTo.IsNobody())
                Again(entry);
            return wasLate;
        }

        Log(entry.Cid, after);
        if (!entry.ReplyTo.IsNobody() && end.Kind != EndKind.TimedOut)
        {
            Again(entry);
            return true;
        }

        QueryOwnState(entry.Cid);
        return entry.ReplyTo.IsNobody();
    }

    private DialectTrial Judge(DialectTrial trial, DeviceDialect asked, CommandEntry entry, EndKind end)
    {
        // It was asked before the way changed: that says nothing of the present one.
        if (asked != trial.Dialect)
            return trial;
        switch (end)
        {
            case EndKind.Confirmed:
                return trial.Answered();
            case EndKind.DataUnvalid:
                return trial.DataUnvalid();
            // A gateway refuses, and keeps silent, for a child that it cannot reach.
            case EndKind.Rejected or EndKind.TimedOut when entry.Cid is not null:
                return trial;
            // Some acknowledge a query and report the values by a push.
            case EndKind.TimedOut when IsSince(entry, _reportedAt):
                return trial.Answered();
            // Nobody has DPs in all the ranges that are probed.
            case EndKind.Rejected or EndKind.TimedOut when entry.IsProbe:
                return trial.IsProved || _probes > 0 ? trial : trial.Refused();
            case EndKind.Rejected:
                return trial.Refused();
            case EndKind.TimedOut when IsSince(entry, _heardAt):
                return trial.Silent();
            default:
                return trial;
        }
    }

    // What lies ahead was before the clock was set back.
    private static bool IsSince(CommandEntry question, DateTimeOffset? at) => at > question.Arrived && at <= Now;

    private void Log(string? cid, DialectTrial trial)
    {
        var whose = cid is null ? Id.Value : $"{Id}, cid {cid}";
        var text = trial.Dialect == DeviceDialect.Device22
            ? "Device '{0}' ({1}) answers queries in the device22 way; it is asked so from now on."
            : "Device '{0}' ({1}) does not answer in the device22 way either; it is asked in the usual way again.";
        // Once each way; a device that cannot decide is for those who look closely.
        if (trial.Changes <= 2)
            _log.Info(text, _memory.Definition.Name, whose);
        else
            _log.Debug(text, _memory.Definition.Name, whose);
    }
}
