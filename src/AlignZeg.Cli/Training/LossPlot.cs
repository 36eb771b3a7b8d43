using System.Globalization;
using System.Net;
using System.Text;

namespace AlignZeg.Cli.Training;

/// <summary>The losses of a run as a drawing: a panel per loss, steps across.</summary>
internal static class LossPlot
{
    private const int Columns = 3, Width = 300, Height = 170, Left = 46, Top = 26, Right = 12, Bottom = 22;

    /// <summary>Draws it.</summary>
    /// <returns>SVG.</returns>
    public static string Draw(IReadOnlyList<LossLine> lines)
    {
        var panels = lines.SelectMany(line => line.Losses.Select(loss => (Name: $"{line.Phase}: {loss.Key}", line.Step, loss.Value)))
            .Where(point => double.IsFinite(point.Value)).GroupBy(point => point.Name).ToList();
        int rows = Math.Max(1, (panels.Count + Columns - 1) / Columns);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Columns * Width} {rows * Height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (var (i, panel) in panels.Index()) Panel(svg, panel.Key, [.. panel.Select(p => (p.Step, p.Value))], i % Columns * Width, i / Columns * Height);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, string name, (int Step, double Value)[] points, int x, int y)
    {
        double high = points.Max(p => p.Value), low = Math.Min(0, points.Min(p => p.Value)), range = high > low ? high - low : 1;
        int last = Math.Max(1, points.Max(p => p.Step));
        const int wide = Width - Left - Right, tall = Height - Top - Bottom;
        var path = string.Join(' ', points.Select(p => string.Create(
            CultureInfo.InvariantCulture, $"{x + Left + wide * (double)p.Step / last:0.#},{y + Top + tall * (high - p.Value) / range:0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<g><text x=\"{x + Left}\" y=\"{y + 16}\" font-weight=\"bold\">{WebUtility.HtmlEncode(name)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + Left},{y + Top}v{tall}h{wide}\" fill=\"none\" stroke=\"#999\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + Left - 4}\" y=\"{y + Top + 8}\" text-anchor=\"end\">{high:G3}</text><text x=\"{x + Left - 4}\" y=\"{y + Top + tall}\" text-anchor=\"end\">{low:G3}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + Width - Right}\" y=\"{y + Height - 8}\" text-anchor=\"end\">{last:N0} steps</text>");
        if (points.Length == 1) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{path.Split(',')[0]}\" cy=\"{path.Split(',')[1]}\" r=\"3\" fill=\"#2563eb\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"#2563eb\" stroke-width=\"1.5\"/></g>\n");
    }
}
