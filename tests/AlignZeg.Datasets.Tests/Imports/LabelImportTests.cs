using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Imports;
using AlignZeg.Datasets.Tests.Exports;

namespace AlignZeg.Datasets.Tests.Imports;

/// <summary>What we export for other tools comes back, whatever its format; inputs that are none are one sentence.</summary>
public sealed class LabelImportTests
{
    private static readonly string[] Names = ["road", "car", "고양이 \"x\" <&>", "sky"];

    [Theory]
    [InlineData("coco-instances", "annotations.json", "coco")]
    [InlineData("coco-panoptic", "panoptic.json", "coco")]
    [InlineData("labelstudio", "tasks.json", "labelstudio")]
    [InlineData("cvat", "annotations.xml", "cvat")]
    [InlineData("voc", "", "colour-map")]
    [InlineData("colour-map", "", "colour-map")]
    public void Exports_ComeBack(string export, string name, string import)
    {
        using var trip = ExportTrip.Random(export, Names);
        var format = ImportFormats.Guess(trip[name]);
        using var file = format.Open(trip[name], Names);
        Assert.Equal((import, 40), (format.Name, file.Count));
        Assert.Equal(Path.GetFullPath(trip[name]), Path.GetFullPath(ImportFormats.LabelsOf(trip[""]))); // the folder alone is enough
        AssertSame(trip, file, all: import != "labelstudio");
    }

    [Fact]
    public void Polygons_ComeBack_AsTheirReaderHasThem()
    {
        using var trip = ExportTrip.Random("cvat-polygons", Names);
        using var file = CvatFile.Open(trip["annotations.xml"], null);
        Assert.Equal(Names, file.Classes.Names);
        var round = new RoundTrip(Names.Length);
        foreach (var (read, image) in file.Read().Zip(trip.Images)) round.Add(image.Map, read.Labels!);
        Assert.Equal((trip.Report.Pixels, trip.Report.ChangedPixels), (round.Pixels, round.ChangedPixels));
        Assert.True(round.ChangedPixels > 0);
    }

    [Fact]
    public void ClassesGiven_DecideTheIds_ByName()
    {
        foreach (var (format, name) in new[] { ("labelstudio", "tasks.json"), ("cvat", "annotations.xml"), ("colour-map", "") })
        {
            using var trip = new ExportTrip(format, ["road", "car"], ("a", new([0, 1, 255], 3, 1)));
            using var file = ImportFormats.Guess(trip[name]).Open(trip[name], ["car", "tree", "road"]);
            Assert.Equal([2, 0, 255], Assert.Single(file.Read()).Labels!.Ids);
            Assert.Contains("'road'", Assert.Throws<ExportException>(() => ImportFormats.Guess(trip[name]).Open(trip[name], ["car"])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatIsNoInput_IsOneSentence()
    {
        using var scratch = new ScratchFolder();
        foreach (var format in ImportFormats.All)
        {
            Assert.EndsWith(".", Assert.Throws<ExportException>(() => format.Open(scratch["none"], null)).Message, StringComparison.Ordinal);
            foreach (var text in new[] { "", "[]", "{}", "<annotations/>", "[1]", "[[]]", "\u0001", "<!DOCTYPE x><annotations/>" })
                Assert.EndsWith(".", Assert.Throws<ExportException>(() => format.Open(scratch.Add("other.xml", text), null)).Message, StringComparison.Ordinal);
            Assert.EndsWith(".", Assert.Throws<ExportException>(() => format.Open(scratch.Root, null)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("labelstudio", "tasks.json")]
    [InlineData("cvat", "annotations.xml")]
    public void DamagedFiles_AreSentences_NeverWorse(string export, string name)
    {
        using var trip = new ExportTrip(export, Names, ("a", RandomMaps.Make(3, 3)), ("b", RandomMaps.Make(4, 3)));
        using var scratch = new ScratchFolder();
        var (good, random, refused) = (File.ReadAllBytes(trip[name]), new Random(9), 0);
        for (var i = 0; i < 800; i++)
        {
            byte[] bad = [.. good.Take(random.Next(5) == 0 ? random.Next(good.Length) : good.Length)];
            for (var n = random.Next(4); n > 0 && bad.Length > 0; n--) bad[random.Next(bad.Length)] = (byte)"{}[]:,\"<>/=0-9ex"[random.Next(16)];
            File.WriteAllBytes(scratch["bad"], bad);
            refused += Refused(ImportFormats.Find(export), scratch["bad"]);
        }

        Assert.True(refused > 100, $"{refused}");
    }

    private static void AssertSame(ExportTrip trip, ILabelImport file, bool all)
    {
        var order = file is ColourFolder ? trip.Images.OrderBy(image => image.Stem, StringComparer.Ordinal) : trip.Images.AsEnumerable();
        Assert.All(file.Read().Zip(order), pair =>
        {
            // An image without a label is a task without a region, which says nothing of its size.
            if (!all && pair.Second.Map.Ids.All(id => id == file.Classes.Ignore)) Assert.Contains("no region", pair.First.Problem, StringComparison.Ordinal);
            else
            {
                Assert.Equal((pair.Second.Stem, 0L, 0), (pair.First.Stem, pair.First.Overlap, pair.First.Skipped));
                Assert.Equal(pair.Second.Map.Ids, pair.First.Labels!.Ids);
            }
        });
    }

    /// <summary>How many images, or whole files, were refused.</summary>
    private static int Refused(ImportFormat format, string path)
    {
        try
        {
            using var file = format.Open(path, null);
            return file.Read().Count(image => image.Problem is { } problem ? problem.EndsWith('.') : image.Labels is null);
        }
        catch (ExportException failure)
        {
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            return 1;
        }
    }
}
