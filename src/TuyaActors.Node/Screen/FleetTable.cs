using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TuyaActors.Messages;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Screen;

/// <summary>Draws a <see cref="FleetView"/>: one line for each device, as many as fit.</summary>
internal static class FleetTable
{
    // What the lines around the devices take: two of summary, an empty one, the column heads, and "... and n more".
    private const int Frame = 5;

    /// <summary>Draws within so many columns and lines.</summary>
    public static IRenderable Draw(FleetView view, int width, int height)
    {
        var shown = view.Rows.Take(Math.Max(1, view.Rows.Count <= height - Frame + 1 ? view.Rows.Count : height - Frame)).ToList();
        var columns = Column.ThatFit(width);
        var table = new Table { Border = TableBorder.None, Expand = false, ShowHeaders = true };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Head, new Style(decoration: Decoration.Bold))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0), Width = column.Width, Alignment = column.IsNumber ? Justify.Right : Justify.Left });
        }

        foreach (var row in shown)
        {
            table.AddRow(columns.Select(c => Cell(c.Text(row), c.Width, c.IsState ? UrgencyColor.Of(row.Urgency) : null)));
        }

        return new Rows([.. Summary(view), Text.Empty, table, .. More(view, shown.Count)]);
    }

    private static IEnumerable<IRenderable> Summary(FleetView view)
    {
        var states = string.Concat(view.ByState.Select(s => $", {s.Count} {s.State}"));
        var behind = view.SubDevices == 0 ? "" : $"; behind gateways {view.SubDevicesOnline} of {view.SubDevices}";
        yield return Line($"{view.Engine}   page and API: {view.Url}/");
        yield return Line(
            string.Create(CultureInfo.InvariantCulture, $"{view.Online} of {view.Total} online{states}{behind}   {view.PushesPerSecond:0.0} pushes/s   Ctrl-C ends"),
            new Style(view.Online == view.Total ? Color.Green : Color.Yellow, decoration: Decoration.Bold));
    }

    private static IEnumerable<IRenderable> More(FleetView view, int shown)
    {
        var hidden = view.Rows.Skip(shown).ToList();
        if (hidden.Count > 0)
        {
            var online = hidden.Count(r => r.Urgency == Urgency.Well);
            yield return Line($"... and {hidden.Count} more, {(online == hidden.Count ? "all" : online.ToString(CultureInfo.InvariantCulture))} of them online");
        }
    }

    private static Text Line(string text, Style? style = null) => new(text, style) { Overflow = Overflow.Ellipsis };

    private static Text Cell(string text, int width, Color? color) =>
        new(OneLine.Cut(OneLine.Of(text), width), color is { } c ? new Style(c) : null);

    private sealed record Column(string Head, int Width, Func<FleetRow, string> Text, bool IsNumber = false, bool IsState = false)
    {
        private const int Gap = 2;

        private static readonly Column Name = new("device", 24, r => r.Device.Name);
        private static readonly Column Id = new("id", 22, r => r.Device.DeviceId.Value);
        private static readonly Column State = new("state", 44, StateText, IsState: true);
        private static readonly Column Version = new("ver", 3, r => r.Device.Version?.ToText() ?? "?");
        private static readonly Column Address = new("address", 21, r => r.Device.EndPoint?.ToString() ?? (r.Device.Gateway is null ? "-" : "behind its gateway"));
        private static readonly Column LastPush = new("last push", 9, r => r.LastPush is { } age ? Spans.Of(age) : "-", IsNumber: true);
        private static readonly Column Rate = new("push/s", 6, r => r.PushesPerSecond.ToString("0.00", CultureInfo.InvariantCulture), IsNumber: true);

        // What matters least goes first when the terminal is narrow.
        private static readonly Column[] LeastFirst = [Id, Rate, Address, LastPush, Version];

        /// <summary>The columns that fit; the state's shrinks before any is left out, and grows into what is left.</summary>
        public static List<Column> ThatFit(int width)
        {
            const int Narrow = 20;
            List<Column> columns = [Name, Id, State, Version, Address, LastPush, Rate];
            foreach (var least in LeastFirst)
            {
                if (Sum(columns) - State.Width + Narrow <= width)
                {
                    break;
                }

                columns.Remove(least);
            }

            var room = State.Width + width - Sum(columns);
            columns[columns.IndexOf(State)] = State with { Width = Math.Clamp(room, Narrow, State.Width) };
            return columns;
        }

        private static int Sum(List<Column> columns) => columns.Sum(c => c.Width + Gap);

        private static string StateText(FleetRow row) => (row.Device.State, row.Device.Diagnosis, row.RetryIn) switch
        {
            (DeviceState.Backoff, { } why, { } wait) => $"{why.Kind}, again in {Spans.Of(wait)}",
            (DeviceState.Online, _, _) or (_, null, _) => row.Device.State.ToString(),
            (DeviceState.OutOfReach, _, _) => "OutOfReach of its gateway",
            (DeviceState.KeyRejected, _, _) => "KeyRejected, wants a new key",
            var (state, why, _) => $"{state} ({why.Kind})",
        };
    }
}
