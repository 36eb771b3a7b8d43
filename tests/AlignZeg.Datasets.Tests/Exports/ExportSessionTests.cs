using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

public sealed class ExportSessionTests
{
    private static readonly LabelMap Small = new([0, 1], 2, 1);

    [Fact]
    public void ImagesThatCannotBePart_AreLeftOut_WithTheReason()
    {
        using var trip = new ExportTrip("png", ["cat", "dog"], ("a", Small), ("b", new([0, 7], 2, 1)), ("export-report", Small), ("c", Small));
        Assert.Equal((2, 2, false), (trip.Report.Images, trip.Report.LeftOut, trip.Report.Lossless));
        Assert.Contains("Id 7 at x=1, y=0", trip.Report.LeftOutImages[0].Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(trip["masks/b.png"]));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("nul\0l")]
    [InlineData("long")]
    public void HostileNames_WriteNothingOutsideTheFolder(string stem)
    {
        if (stem == "long") stem = new('x', 5000);
        foreach (var format in ExportFormats.All.Where(one => one.Name is "png" or "voc" or "coco-panoptic" or "yolo" or "geojson" or "labelme" or "colour-map"))
        {
            using var trip = new ExportTrip(format.Name, ["cat", "dog"], (stem, Small), ("/tmp/alignzeg-absolute", Small));
            Assert.All(Directory.EnumerateFiles(trip.Root, "*", SearchOption.AllDirectories), file => Assert.StartsWith(trip[""], file, StringComparison.Ordinal));
            Assert.DoesNotContain(Directory.EnumerateFiles(trip.Root, "*evil*", SearchOption.TopDirectoryOnly), _ => true);
        }
    }

    [Fact]
    public void Ids_FollowTheOrderOfTheClasses()
    {
        using var trip = new ExportTrip("coco-stuff", ["b", "a"], ("x", Small));
        Assert.Equal([(0, "b", 1L), (1, "a", 2L)], trip.Report.Classes.Select(one => (one.Id, one.Name, one.ExportedId)));
        Assert.Equal(2, trip.Report.RemappedIds);
    }
}
