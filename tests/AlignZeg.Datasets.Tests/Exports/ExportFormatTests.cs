using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>Every format, read by a second reader: the same labels as went in.</summary>
public sealed class ExportFormatTests
{
    private static readonly string[] Names = ["road", "car", "고양이 \"x\" <&>", "sky"];
    private static readonly int[] VocColours = [0, 128, 128 << 8, 128 | 128 << 8, 128 << 16];     // background and classes 0..3, published

    [Fact]
    public void EveryFormat_IsLossless_ExceptForHoles()
    {
        foreach (var format in ExportFormats.All.Where(one => one.Name != "cityscapes"))
        {
            using var trip = ExportTrip.Random(format.Name, Names);
            Assert.True(trip.Report.Images == 40 && trip.Report.LeftOut == 0, format.Name);
            var polygons = format.Name is "yolo" or "cvat-polygons";
            Assert.True(trip.Report.Lossless != polygons, format.Name);
            Assert.True(trip.Report.DroppedHoles > 0 == polygons, format.Name);
            Assert.True(polygons || trip.Report.Classes.All(one => one.RoundTripIou == 1), format.Name);
        }
    }

    [Fact]
    public void Losses_AreCounted_HoleByHole()
    {
        // Row by row: a border of class 0 around an unlabelled pixel and a pixel of class 1.
        var holed = new LabelMap([0, 0, 0, 0, 0, 0, 255, 0, 1, 0, 0, 0, 0, 0, 0], 5, 3);
        using var trip = new ExportTrip("yolo", Names, ("a", holed));
        Assert.Equal((2, 1, false), (trip.Report.DroppedHoles, trip.Report.ChangedPixels, trip.Report.Lossless));
        Assert.Equal(13 / 14.0, trip.Report.Classes[0].RoundTripIou);       // the hole's pixel came to the class around it
        Assert.Equal(1, trip.Report.Classes[1].RoundTripIou);               // what lies in the other hole is painted after it
    }

    [Theory]
    [InlineData("coco-instances")]
    [InlineData("coco-stuff")]
    public void Coco_ReadsBack(string format)
    {
        using var trip = ExportTrip.Random(format, Names);
        var file = SecondReader.Json(trip["annotations.json"]);
        var annotations = file.GetProperty("annotations").EnumerateArray().ToLookup(one => one.GetProperty("image_id").GetInt32());
        AssertImages(trip, file);
        Assert.Equal(Enumerable.Range(1, annotations.Sum(group => group.Count())), file.GetProperty("annotations").EnumerateArray().Select(one => one.GetProperty("id").GetInt32()));
        for (var i = 0; i < trip.Images.Count; i++)
        {
            var back = Blank(trip.Images[i].Map);
            foreach (var one in annotations[i + 1])
            {
                var mask = SecondReader.CocoRle(one.GetProperty("segmentation"));
                Assert.Equal(mask.Count(set => set), one.GetProperty("area").GetInt32());
                Assert.Equal(BoxOf(mask, trip.Images[i].Map.Width), one.GetProperty("bbox").EnumerateArray().Select(value => value.GetInt32()));
                Assert.Equal(0, one.GetProperty("iscrowd").GetInt32());
                for (var at = 0; at < mask.Length; at++) back[at] = mask[at] ? (ushort)(one.GetProperty("category_id").GetInt32() - 1) : back[at];
            }

            Assert.Equal(trip.Images[i].Map.Ids, back);
        }
    }

    [Fact]
    public void Panoptic_ReadsBack()
    {
        using var trip = ExportTrip.Random("coco-panoptic", Names);
        var file = SecondReader.Json(trip["panoptic.json"]);
        AssertImages(trip, file);
        Assert.All(file.GetProperty("annotations").EnumerateArray().Zip(trip.Images), pair =>
        {
            var pixels = SecondReader.Colours(trip[$"panoptic/{pair.First.GetProperty("file_name").GetString()}"]);
            var segments = pair.First.GetProperty("segments_info").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetInt32());
            Assert.Equal(pair.Second.Map.Ids, pixels.Select(id => id == 0 ? LabelMap.Ignore8 : (ushort)(segments[id].GetProperty("category_id").GetInt32() - 1)));
            Assert.All(segments, one => Assert.Equal(pixels.Count(id => id == one.Key), one.Value.GetProperty("area").GetInt32()));
        });
    }

    [Fact]
    public void ManyClasses_KeepTheirIds()
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")];
        using var png = ExportTrip.Random("png", names, 10);
        using var panoptic = ExportTrip.Random("coco-panoptic", names, 10);
        using var colours = ExportTrip.Random("colour-map", names, 10);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(png.Images[i].Map.Ids.Select(id => (int)id), SecondReader.Png(png[$"masks/{png.Images[i].Stem}.png"]).Samples);
            Assert.Equal(panoptic.Images[i].Map.Ids.Select(id => id == LabelMap.Ignore16 ? 0 : id + 1), SecondReader.Colours(panoptic[$"panoptic/{png.Images[i].Stem}.png"]));
        }

        Assert.True(colours.Report.Lossless);
        Assert.Contains("254 classes", Assert.Throws<ExportException>(() => ExportTrip.Random("voc", names, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("voc", "SegmentationClass")]
    [InlineData("colour-map", "masks")]
    public void VocColours_AreThePublishedOnes(string format, string folder)
    {
        using var trip = ExportTrip.Random(format, Names);
        Assert.All(trip.Images, image => Assert.Equal(
            image.Map.Ids.Select(id => id == LabelMap.Ignore8 ? 224 | 224 << 8 | 192 << 16 : VocColours[id + 1]), SecondReader.Colours(trip[$"{folder}/{image.Stem}.png"])));
        Assert.Contains("road:128,0,0::\n", File.ReadAllText(trip["labelmap.txt"]), StringComparison.Ordinal);
        if (format == "voc") Assert.Equal(trip.Images.Select(image => image.Stem), File.ReadAllLines(trip["ImageSets/Segmentation/default.txt"]));
    }

    [Fact]
    public void Cityscapes_TakesPublishedIds_AndNumbersParts()
    {
        var map = new LabelMap([1, 0, 1, 3, 255, 2], 6, 1);
        using var trip = new ExportTrip("cityscapes", Names, ("bonn/a", map));
        int[] Read(string kind) => SecondReader.Png(trip[$"gtFine/train/bonn/a_gtFine_{kind}.png"]).Samples;
        Assert.Equal([26, 7, 26, 23, 0, 0], Read("labelIds"));
        Assert.Equal([26000, 7, 26001, 23, 0, 0], Read("instanceIds"));
        Assert.Equal([0, 0, 142, 128, 64, 128], Read("color").Take(6));
        Assert.Equal((1, false, 0), (trip.Report.ChangedPixels, trip.Report.Lossless, trip.Report.Classes[2].RoundTripIou));      // Cityscapes knows no cat
        Assert.Contains("Cityscapes", Assert.Throws<ExportException>(() => new ExportTrip("cityscapes", ["cat"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cityscapes_IsNamedAsItsReadersLookForIt_AndTwoImagesNeverShareAMap()
    {
        var (first, second) = (new LabelMap([0, 0], 2, 1), new LabelMap([1, 1], 2, 1));
        using var trip = new ExportTrip("cityscapes", Names, ("ulm/ulm_000000_000019_leftImg8bit", first), ("x", first), ("default/x", second), ("_leftImg8bit", first));
        Assert.True(File.Exists(trip["gtFine/train/ulm/ulm_000000_000019_gtFine_labelIds.png"]));
        Assert.True(File.Exists(trip["gtFine/train/default/_leftImg8bit_gtFine_labelIds.png"]));
        Assert.Equal([7, 7], SecondReader.Png(trip["gtFine/train/default/x_gtFine_labelIds.png"]).Samples);
        Assert.Equal((3, 1L), (trip.Report.Images, trip.Report.LeftOut));
        Assert.Contains("gtFine/train/default/x_gtFine_labelIds.png", Assert.Single(trip.Report.LeftOutImages).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yolo")]
    [InlineData("cvat-polygons")]
    public void PolygonsWithoutHoles_OfAThinRing_DoNotCoverWhatLiesInIt(string format)
    {
        const int side = 20;
        ushort[] ids = [.. Enumerable.Range(0, side * side).Select(at => at % side is 0 or side - 1 || at / side is 0 or side - 1 ? (ushort)0 : (ushort)1)];
        using var trip = new ExportTrip(format, Names, ("a", new LabelMap(ids, side, side)));
        Assert.Equal((0L, 1L), (trip.Report.ChangedPixels, trip.Report.DroppedHoles));
    }

    [Fact]
    public void Yolo_ReadsBack_WhereThereAreNoHoles()
    {
        using var trip = ExportTrip.Random("yolo", Names);
        Assert.Contains("  2: \"", File.ReadAllText(trip["data.yaml"]), StringComparison.Ordinal);
        foreach (var (stem, map) in trip.Images)
        {
            using var alone = new ExportTrip("yolo", Names, (stem, map));
            if (!alone.Report.Lossless) continue;
            var rows = File.ReadAllLines(trip[$"labels/{stem}.txt"]).Select(row => row.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray());
            AssertPainted(map, rows.Select(row => ((int)row[0], (IReadOnlyList<(double, double)[]>)[[.. SecondReader.Pairs(row[1..]).Select(point => (map.Width * point.X, map.Height * point.Y))]])));
        }
    }

    [Fact]
    public void GeoJson_ReadsBack()
    {
        using var trip = ExportTrip.Random("geojson", Names);
        foreach (var (stem, map) in trip.Images)
        {
            AssertPainted(map, SecondReader.Json(trip[$"{stem}.geojson"]).GetProperty("features").EnumerateArray().Select(one => (one.GetProperty("properties").GetProperty("id").GetInt32(),
                (IReadOnlyList<(double, double)[]>)[.. one.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(Points)])));
        }
    }

    [Fact]
    public void LabelMe_ReadsBack()
    {
        using var trip = ExportTrip.Random("labelme", Names);
        foreach (var (stem, map) in trip.Images)
        {
            var (file, back) = (SecondReader.Json(trip[$"{stem}.json"]), Blank(map));
            Assert.Equal((map.Width, map.Height), (file.GetProperty("imageWidth").GetInt32(), file.GetProperty("imageHeight").GetInt32()));
            foreach (var shape in file.GetProperty("shapes").EnumerateArray())
            {
                var (id, points) = (Array.IndexOf(Names, shape.GetProperty("label").GetString()), Points(shape.GetProperty("points")));
                if (shape.GetProperty("shape_type").GetString() == "mask") PaintBox(map, back, id, points, shape.GetProperty("mask").GetBytesFromBase64(), trip["mask.png"]);
                else Paint(map, back, id, [points]);
            }

            Assert.Equal(map.Ids, back);
        }
    }

    [Fact]
    public void Cvat_ReadsBack()
    {
        using var trip = ExportTrip.Random("cvat", Names);
        var root = XDocument.Load(trip["annotations.xml"]).Root!;
        Assert.Equal(Names, root.Descendants("label").Select(one => one.Element("name")!.Value));
        Assert.All(root.Elements("image").Zip(trip.Images), pair =>
        {
            var back = Blank(pair.Second.Map);
            foreach (var mask in pair.First.Elements("mask"))
            {
                int Number(string name) => int.Parse(mask.Attribute(name)!.Value, CultureInfo.InvariantCulture);
                var (at, id) = (0, (ushort)Array.IndexOf(Names, mask.Attribute("label")!.Value));
                foreach (var (run, i) in mask.Attribute("rle")!.Value.Split(", ").Select((word, i) => (int.Parse(word, CultureInfo.InvariantCulture), i)))
                {
                    for (var n = 0; n < run; n++, at++) if (i % 2 == 1) back[(Number("top") + at / Number("width")) * pair.Second.Map.Width + Number("left") + at % Number("width")] = id;
                }
            }

            Assert.Equal(pair.Second.Stem + ".jpg", pair.First.Attribute("name")!.Value);
            Assert.Equal(pair.Second.Map.Ids, back);
        });
    }

    [Fact]
    public void LabelStudio_NamesTheTagsOfItsConfig()
    {
        using var trip = ExportTrip.Random("labelstudio", Names);
        var view = XDocument.Load(trip["label_config.xml"]).Root!;
        Assert.Equal(Names, view.Descendants("Label").Select(one => one.Attribute("value")!.Value));
        var regions = SecondReader.Json(trip["tasks.json"]).EnumerateArray().SelectMany(task => task.GetProperty("predictions")[0].GetProperty("result").EnumerateArray()).ToList();
        Assert.NotEmpty(regions);
        Assert.All(regions, region =>
        {
            Assert.Equal(view.Element("BrushLabels")!.Attribute("name")!.Value, region.GetProperty("from_name").GetString());
            Assert.Equal(view.Element("BrushLabels")!.Attribute("toName")!.Value, region.GetProperty("to_name").GetString());
            Assert.Contains(region.GetProperty("value").GetProperty("brushlabels")[0].GetString(), Names);
        });
    }

    [Fact]
    public void LabelStudio_ReadsBack()
    {
        using var trip = ExportTrip.Random("labelstudio", Names);
        Assert.All(SecondReader.Json(trip["tasks.json"]).EnumerateArray().Zip(trip.Images), pair =>
        {
            var back = Blank(pair.Second.Map);
            foreach (var region in pair.First.GetProperty("predictions")[0].GetProperty("result").EnumerateArray())
            {
                var (mask, value) = (SecondReader.Brush(region.GetProperty("value").GetProperty("rle")), region.GetProperty("value"));
                Assert.Equal((pair.Second.Map.Width, pair.Second.Map.Height), (region.GetProperty("original_width").GetInt32(), region.GetProperty("original_height").GetInt32()));
                for (var at = 0; at < mask.Length; at++) back[at] = mask[at] ? (ushort)Array.IndexOf(Names, value.GetProperty("brushlabels")[0].GetString()) : back[at];
            }

            Assert.Equal(pair.Second.Stem + ".jpg", pair.First.GetProperty("data").GetProperty("image").GetString());
            Assert.Equal(pair.Second.Map.Ids, back);
        });
    }

    private static (double X, double Y)[] Points(JsonElement pairs) => [.. pairs.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))];

    private static void AssertPainted(LabelMap map, IEnumerable<(int Id, IReadOnlyList<(double, double)[]> Rings)> shapes)
    {
        var back = Blank(map);
        foreach (var (id, rings) in shapes) Paint(map, back, id, rings);
        Assert.Equal(map.Ids, back);
    }

    private static void Paint(LabelMap map, ushort[] back, int id, IReadOnlyList<(double, double)[]> rings)
    {
        for (var at = 0; at < back.Length; at++) back[at] = SecondReader.Inside(rings, at % map.Width, at / map.Width) ? (ushort)id : back[at];
    }

    private static void PaintBox(LabelMap map, ushort[] back, int id, (double X, double Y)[] corners, byte[] png, string scratch)
    {
        File.WriteAllBytes(scratch, png);
        var (samples, bands, width, height) = SecondReader.Png(scratch);
        Assert.Equal((1, corners[1].X - corners[0].X + 1, corners[1].Y - corners[0].Y + 1), (bands, width, height));
        for (var i = 0; i < samples.Length; i++) if (samples[i] != 0) back[((int)corners[0].Y + i / width) * map.Width + (int)corners[0].X + i % width] = (ushort)id;
    }

    private static void AssertImages(ExportTrip trip, JsonElement file)
    {
        Assert.Equal(trip.Images.Select(image => image.Stem + ".jpg"), file.GetProperty("images").EnumerateArray().Select(one => one.GetProperty("file_name").GetString()));
        Assert.Equal(Names, file.GetProperty("categories").EnumerateArray().OrderBy(one => one.GetProperty("id").GetInt32()).Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([1, 2, 3, 4], file.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty("id").GetInt32()));
    }

    private static int[] BoxOf(bool[] mask, int width)
    {
        var set = Enumerable.Range(0, mask.Length).Where(i => mask[i]).ToList();
        var (left, top) = (set.Min(i => i % width), set.Min(i => i / width));
        return [left, top, set.Max(i => i % width) - left + 1, set.Max(i => i / width) - top + 1];
    }

    private static ushort[] Blank(LabelMap map) => [.. Enumerable.Repeat(LabelMap.Ignore8, map.Ids.Length)];
}
