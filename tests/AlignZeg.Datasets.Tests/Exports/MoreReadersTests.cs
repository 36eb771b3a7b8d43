using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>Second readers of what <see cref="ExportFormatTests"/> does not read: indices of palettes, CVAT's polygons, the list of YOLO's classes.</summary>
public sealed partial class MoreReadersTests
{
    private static readonly string[] Names = ["road", "car", "고양이 \"x\" <&>", "🚗: #1\\"];

    [Theory]
    [InlineData("png", "masks", 0)]
    [InlineData("voc", "SegmentationClass", 1)]
    public void Palettes_HoldIds_NotOnlyColours(string format, string folder, int first)
    {
        using var trip = ExportTrip.Random(format, Names);
        Assert.All(trip.Images, image =>
        {
            var (indices, palette, width, height) = PngIndices.Read(trip[$"{folder}/{image.Stem}.png"]);
            Assert.Equal((image.Map.Width, image.Map.Height), (width, height));
            Assert.Equal(image.Map.Ids.Select(id => id == LabelMap.Ignore8 ? 255 : id + first), indices.Select(index => (int)index));
            Assert.True(palette.Length >= 3 * (1 + indices.Max()));         // every index in use has a colour
        });
    }

    [Fact]
    public void CvatPolygons_ReadBack_WhereThereAreNoHoles()
    {
        using var trip = ExportTrip.Random("cvat-polygons", Names);
        var compared = 0;
        foreach (var (element, image) in XDocument.Load(trip["annotations.xml"]).Root!.Elements("image").Zip(trip.Images))
        {
            using var alone = new ExportTrip("cvat-polygons", Names, (image.Stem, image.Map));
            if (!alone.Report.Lossless) continue;
            ushort[] back = [.. Enumerable.Repeat(LabelMap.Ignore8, image.Map.Ids.Length)];
            foreach (var polygon in element.Elements("polygon").OrderBy(one => (int)one.Attribute("z_order")!))
            {
                var points = polygon.Attribute("points")!.Value.Split(';').Select(pair => pair.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()).Select(pair => (pair[0], pair[1])).ToArray();
                for (var at = 0; at < back.Length; at++) back[at] = SecondReader.Inside([points], at % image.Map.Width, at / image.Map.Width) ? (ushort)Array.IndexOf(Names, polygon.Attribute("label")!.Value) : back[at];
            }

            Assert.Equal(image.Map.Ids, back);
            compared++;
        }

        Assert.True(compared > 10, $"{compared}");
    }

    // ultralytics/data/utils.py, img2label_paths: the last /images/ of a picture's path becomes /labels/, what follows its last dot becomes txt. check_det_dataset: no path = the folder of data.yaml.
    [Fact]
    public void YoloLabels_LieWhereUltralyticsLooks()
    {
        using var scratch = new ScratchFolder();
        var map = new LabelMap([0, 0], 2, 1);
        using var session = new ExportSession(ExportFormats.Find("yolo"), new(scratch.Root), new(Names));
        string[] names = ["a.jpg", "b.v1.jpeg", "deep/c.png", "images/d.jpg", "x/images/y/e.jpg", "c.png/f.jpg", "scan"];
        foreach (string name in names) session.Add(name, name.Replace(".png/", ".png_/", StringComparison.Ordinal), map);
        session.Add("a.png", "a.png", map); // beside a.jpg
        var report = session.Complete(partial: false);
        Assert.DoesNotContain("path:", File.ReadAllText(scratch["data.yaml"]), StringComparison.Ordinal);
        foreach (string name in names)
        {
            string picture = $"/images/{name}";
            int last = picture.LastIndexOf("/images/", StringComparison.Ordinal);
            string label = picture[..last] + "/labels/" + picture[(last + 8)..];
            if (Path.HasExtension(name)) label = label[..label.LastIndexOf('.')];
            Assert.True(File.Exists(scratch[label[1..] + ".txt"]), name);
        }

        var refused = Assert.Single(report.LeftOutImages);
        Assert.Equal("a.png", refused.Name);
        Assert.Contains("'labels/a.txt'", refused.Reason, StringComparison.Ordinal);
    }

    // Double-quoted scalars of YAML 1.2 (section 7.3.1): an escape of four digits is one code point, so a pair of surrogates would be two.
    [Fact]
    public void YoloNames_AreYaml_AlsoBeyondTheBasicPlane()
    {
        using var trip = new ExportTrip("yolo", Names, ("a", new([0, 1, 2, 3], 4, 1)));
        var text = File.ReadAllText(trip["data.yaml"]);
        var names = Entry().Matches(text).Select(match => Escape().Replace(match.Groups["text"].Value, escape => escape.Value switch
        {
            "\\\"" => "\"", "\\\\" => "\\", ['\\', 'u', .. var digits] => new System.Text.Rune(Convert.ToInt32(digits, 16)).ToString(), var other => throw new InvalidDataException(other),
        }));
        Assert.Equal(Names, names);
    }

    [GeneratedRegex("^  [0-9]+: \"(?<text>.*)\"$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
