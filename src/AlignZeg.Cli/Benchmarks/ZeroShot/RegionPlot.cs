using System.Globalization;
using System.Net;
using System.Text;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>S across and U up, a number per row of the table: on the dashed line nothing is misaligned.</summary>
internal static class RegionPlot
{
    private const int Side = 420, Margin = 44, Legend = 380;

    /// <summary>Draws the means of all rows, nothing corrected.</summary>
    /// <returns>SVG.</returns>
    public static string Draw(RegionTable table)
    {
        var points = table.Rows.Select(row => (Row: row, S: table.Of(row, r => r.Plain.Seen).Average(), U: table.Of(row, r => r.Plain.Unseen).Average())).ToArray();
        double low = Math.Floor(points.Min(p => Math.Min(p.S, p.U)) / 5) * 5, high = Math.Ceiling(points.Max(p => Math.Max(p.S, p.U)) / 5) * 5;
        double At(double value) => Side * (value - low) / Math.Max(5, high - low);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Side + 2 * Margin + Legend} {Side + 2 * Margin}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Margin},{Margin}v{Side}h{Side}\" fill=\"none\" stroke=\"#999\"/><path d=\"M{Margin},{Margin + Side}l{Side},{-Side}\" stroke=\"#bbb\" stroke-dasharray=\"4 4\"/>\n");
        for (double tick = low; tick <= high; tick += 5)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + At(tick):F0}\" y=\"{Margin + Side + 16}\" text-anchor=\"middle\">{tick}</text><text x=\"{Margin - 6}\" y=\"{Margin + Side - At(tick) + 4:F0}\" text-anchor=\"end\">{tick}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + Side / 2}\" y=\"{Margin + Side + 34}\" text-anchor=\"middle\">S, seen classes (%)</text><text x=\"{Margin}\" y=\"{Margin - 12}\">U, unseen classes (%)</text>\n");
        foreach (var (i, point) in points.Index())
        {
            string x = (Margin + At(point.S)).ToString("F1", CultureInfo.InvariantCulture), y = (Margin + Side - At(point.U)).ToString("F1", CultureInfo.InvariantCulture);
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"#2563eb\"/><text x=\"{x}\" y=\"{y}\" dx=\"6\" dy=\"-4\">{i + 1}</text><text x=\"{Margin + Side + 30}\" y=\"{Margin + 20 * i}\">{i + 1}  {WebUtility.HtmlEncode(point.Row)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
