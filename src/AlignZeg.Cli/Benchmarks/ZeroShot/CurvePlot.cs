using System.Globalization;
using System.Net;
using System.Text;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Lines of several rows over one axis, with a legend.</summary>
/// <param name="Across">Name of the axis across.</param> <param name="Up">Name of the axis up.</param> <param name="Logarithmic">Whether the axis across is.</param>
internal sealed record CurvePlot(string Across, string Up, bool Logarithmic = false)
{
    private const int Width = 460, Height = 320, Left = 52, Top = 20, Bottom = 44, Legend = 350;
    private static readonly string[] Dashes = ["", " stroke-dasharray=\"5 3\"", " stroke-dasharray=\"1.5 3\""];
    private static readonly string[] Colours = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2", "#be185d", "#4d7c0f"];

    /// <summary>Draws it.</summary>
    /// <param name="lines">At least one point each.</param>
    /// <returns>SVG.</returns>
    public string Draw(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines)
    {
        var all = lines.SelectMany(line => line.Points).ToArray();
        double OnAxis(double x) => Logarithmic ? Math.Log2(x) : x;
        var (left, right) = (all.Min(point => OnAxis(point.X)), all.Max(point => OnAxis(point.X)));
        double low = Math.Floor(all.Min(point => point.Y) / 5) * 5, high = Math.Max(low + 5, Math.Ceiling(all.Max(point => point.Y) / 5) * 5);
        string X(double x) => Number(Left + Width * (right > left ? (OnAxis(x) - left) / (right - left) : .5));
        string Y(double y) => Number(Top + Height * (high - y) / (high - low));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + Legend} {Top + Height + Bottom}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left},{Top}v{Height}h{Width}\" fill=\"none\" stroke=\"#999\"/>\n");
        for (double tick = low; tick <= high; tick += 5) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(tick)}\" dy=\"4\" text-anchor=\"end\">{tick}</text>\n");
        foreach (double x in Ticks(all)) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x)}\" y=\"{Top + Height + 16}\" text-anchor=\"middle\">{x:0.##}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 36}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(Across)}</text><text x=\"{Left}\" y=\"{Top - 6}\">{WebUtility.HtmlEncode(Up)}</text>\n");
        foreach (var (i, line) in lines.Index())
        {
            string colour = Colours[i % Colours.Length], stroke = $"fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{Dashes[i / Colours.Length % Dashes.Length]}"; // colours are fewer than rows
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', line.Points.Select(point => $"{X(point.X)},{Y(point.Y)}"))}\" {stroke}/>\n");
            foreach (var point in line.Points) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(point.X)}\" cy=\"{Y(point.Y)}\" r=\"2.5\" fill=\"{colour}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left + Width + 16},{Top + 6 + 18 * i}h22\" {stroke}/><text x=\"{Left + Width + 44}\" y=\"{Top + 10 + 18 * i}\" fill=\"{colour}\">{WebUtility.HtmlEncode(line.Name)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    // Every place of a logarithmic axis, which are few; fives of a plain one, or ones where it is short.
    private IEnumerable<double> Ticks((double X, double Y)[] all)
    {
        if (Logarithmic) return all.Select(point => point.X).Distinct().Order();
        var (first, last) = (all.Min(point => point.X), all.Max(point => point.X));
        int step = last - first < 10 ? 1 : 5;
        var (from, to) = ((int)Math.Ceiling(first / step), (int)Math.Floor(last / step));
        return Enumerable.Range(from, Math.Max(0, to - from + 1)).Select(i => (double)step * i);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
