using System.Text;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Imports;
using AlignZeg.Datasets.Tests.Exports;

namespace AlignZeg.Datasets.Tests.Imports;

public sealed class CocoFileTests
{
    private static readonly string[] Names = ["road", "car", "sky"];

    [Theory]
    [InlineData("coco-instances", "annotations.json")]
    [InlineData("coco-stuff", "annotations.json")]
    [InlineData("coco-panoptic", "panoptic.json")]
    public void Exports_ComeBack(string format, string name)
    {
        using var trip = ExportTrip.Random(format, Names);
        using var file = CocoFile.Open(trip[name], null);
        Assert.Equal(Names, file.Classes.Names);
        Assert.All(file.Read().Zip(trip.Images), pair =>
        {
            Assert.Equal((pair.Second.Stem, 0L), (pair.First.Stem, pair.First.Overlap));
            Assert.Equal(pair.Second.Map.Ids, pair.First.Labels!.Ids);
        });
    }

    [Fact]
    public void ClassesGiven_DecideTheIds_ByName()
    {
        using var trip = new ExportTrip("coco-stuff", Names, ("a", new([0, 1, 2], 3, 1)));
        using var file = CocoFile.Open(trip["annotations.json"], ["sky", "tree", "road", "car"]);
        Assert.Equal([2, 3, 0], Assert.Single(file.Read()).Labels!.Ids);
        Assert.Contains("'sky'", Assert.Throws<ExportException>(() => CocoFile.Open(trip["annotations.json"], ["road", "car"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PolygonsAndCounts_ArePainted_LargeFirst()
    {
        const string text = """
            {"categories":[{"id":7,"name":"b"},{"id":3,"name":"a"}],"images":[{"id":5,"file_name":"../x/../../p.jpg","width":4,"height":3}],
             "annotations":[{"image_id":5,"category_id":7,"segmentation":{"size":[3,4],"counts":[4,1,7]}},
                            {"image_id":5,"category_id":3,"segmentation":[[0,0,4,0,4,3,0,3]]}]}
            """;
        using var scratch = new ScratchFolder();
        using var file = CocoFile.Open(scratch.Add("c.json", text), null);
        var image = Assert.Single(file.Read());
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], image.Labels!.Ids);
        Assert.Equal(1, image.Overlap);
        Assert.DoesNotContain("..", image.Stem.Split('/'));
    }

    [Fact]
    public void DamagedFiles_AreSentences_NeverWorse()
    {
        using var trip = new ExportTrip("coco-instances", Names, ("a", RandomMaps.Make(3, 3)), ("b", RandomMaps.Make(4, 3)));
        using var scratch = new ScratchFolder();
        var (good, random, refused) = (File.ReadAllBytes(trip["annotations.json"]), new Random(9), 0);
        for (var i = 0; i < 1500; i++)
        {
            byte[] bad = [.. good.Take(random.Next(5) == 0 ? random.Next(good.Length) : good.Length)];
            for (var n = random.Next(4); n > 0 && bad.Length > 0; n--) bad[random.Next(bad.Length)] = (byte)"{}[]:,\"0-9ex"[random.Next(12)];
            refused += Read(scratch.Add("bad.json", Encoding.Latin1.GetString(bad)));
        }

        Assert.True(refused > 300);
    }

    /// <summary>How many images, or whole files, were refused.</summary>
    private static int Read(string path)
    {
        try
        {
            using var file = CocoFile.Open(path, null);
            return file.Read().Count(image => image.Problem is { } problem ? problem.EndsWith('.') : image.Labels is null);
        }
        catch (ExportException failure)
        {
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            return 1;
        }
    }
}
