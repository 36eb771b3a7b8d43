using System.Xml.Linq;
using AlignZeg.Cli.Benchmarks.ZeroShot;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class CurvePlotTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Draw_PutsEveryPointInside_AndNamesEveryLine(bool logarithmic)
    {
        var svg = XDocument.Parse(new CurvePlot("a & b", "c", logarithmic).Draw([("first <row>", [(20, 3), (60, -12), (540, 31)]), ("one point", [(180, 4)])]));

        var circles = svg.Descendants().Where(element => element.Name.LocalName == "circle").ToArray();
        double[] box = [.. svg.Root!.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse)];
        Assert.Equal(4, circles.Length);
        Assert.All(circles, circle => Assert.InRange((double)circle.Attribute("cx")!, 0, box[2]));
        Assert.All(circles, circle => Assert.InRange((double)circle.Attribute("cy")!, 0, box[3]));
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();
        Assert.All(["first <row>", "one point", "a & b", "c"], name => Assert.Contains(name, texts));
        Assert.True(circles[0].Attribute("cy")!.Value != circles[1].Attribute("cy")!.Value);
    }

    [Fact]
    public void Draw_TellsMoreLinesThanColoursApart()
    {
        var lines = Enumerable.Range(0, 24).Select(i => ($"row {i}", (IReadOnlyList<(double, double)>)[(60 + i * .1, i), (61, 2 * i)])).ToArray();
        var svg = XDocument.Parse(new CurvePlot("a", "b").Draw(lines));
        var strokes = svg.Descendants().Where(element => element.Name.LocalName == "polyline").Select(line => (line.Attribute("stroke")!.Value, line.Attribute("stroke-dasharray")?.Value)).ToArray();
        Assert.Equal(24, strokes.Distinct().Count());
    }
}
